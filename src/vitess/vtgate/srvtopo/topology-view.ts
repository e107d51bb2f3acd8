import type { Ctx } from '../../../sim/index.ts'
import type { Destination } from '../../keys/index.ts'
import type { SrvKeyspace, SrvVSchema, TabletType, Target } from '../../wire/index.ts'

/** What is there at once, or after a wait: `await` takes either, and what is there costs next to nothing. */
export type Awaitable<T> = T | PromiseLike<T>

/** A shard that a destination means, and which of the given values belong to it. */
export interface ResolvedShard {
  readonly target: Target
  /** Positions in the list of destinations that led here, in order. */
  readonly destinations: readonly number[]
}

/**
 * The serving graph of vtgate's own cell, through its cache. Every vtgate has its own and no two need agree.
 * Source: go/vt/srvtopo (resilient_server.go, resolver.go).
 */
export interface TopologyView {
  /** From the cache if it is fresh enough; fails with UNKNOWN `keyspace … fetch error: …` if there is nothing to go by. */
  getSrvKeyspace(ctx: Ctx, keyspace: string): PromiseLike<SrvKeyspace>
  getSrvKeyspaceNames(ctx: Ctx): PromiseLike<readonly string[]>
  /**
   * The shards that the destinations mean, each once, in the order of first appearance; `served_from` is
   * followed. At once if the cache knows.
   */
  resolveDestinations(ctx: Ctx, keyspace: string, tabletType: TabletType, destinations: readonly Destination[]):
    Awaitable<readonly ResolvedShard[]>
  /** Calls back with the value of now, and after every change; `null` while there is none. */
  watchSrvVSchema(ctx: Ctx, callback: (vschema: SrvVSchema | null) => void): void
}
