import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import type { Destination, TypedValue, VindexCursor } from '../../keys/index.ts'
import type { Target } from '../../wire/index.ts'
import type { Awaitable, ResolvedShard } from '../srvtopo/topology-view.ts'

/** A query for one shard. */
export interface ShardQuery {
  readonly target: Target
  readonly sql: string
  readonly bindVariables: BindVariables
}

/** What came back of a statement that went to several shards: the good answers together, and the failures. */
export interface ScatterResult { readonly result: QueryResult; readonly failures: readonly Error[] }

/**
 * What a plan asks of the vtgate that executes it, on behalf of one statement of one session. Source:
 * engine.VCursor.
 */
export interface EngineCursor extends VindexCursor {
  readonly maxMemoryRows: number
  resolveDestinations(
    ctx: Ctx, keyspace: string, destinations: readonly Destination[],
  ): Awaitable<readonly ResolvedShard[]>
  /**
   * Sends each shard its query, in the session's transaction if there is one. With `rollbackOnError`, a later
   * failure of this statement rolls the whole transaction back. With `autocommit`, the query is a transaction
   * of its own on its tablet.
   */
  executeMultiShard(
    ctx: Ctx, queries: readonly ShardQuery[], rollbackOnError: boolean, autocommit: boolean,
  ): Promise<ScatterResult>
  /** Outside of any transaction of the session. */
  executeStandalone(ctx: Ctx, query: ShardQuery): Promise<QueryResult>
  /** True once, if nothing has been begun yet and this statement is its own transaction. */
  autocommitApproval(): boolean
  addWarning(code: number, message: string): void
  /** Tells the world where values lead, by a vindex. */
  mapped(ctx: Ctx, vindex: string, values: readonly TypedValue[], destinations: readonly Destination[]): void
  /** Tells the world where a statement goes. */
  routed(ctx: Ctx, opcode: string, keyspace: string, shards: readonly { readonly target: Target }[]): void
}
