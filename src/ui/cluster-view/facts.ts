import type { TraceEvent } from '../../sim/index.ts'
import type { GtidSet } from '../../sql/index.ts'
import type { KeyRange } from '../../vitess/keys/index.ts'
import type { BinlogTransaction } from '../../lab/cluster/index.ts'
import type {
  ClientsView, ConsoleView, FaultView, FinishedProcedure, LockView, ProcedureView, ProcessView, RouteView,
} from './cluster-view.ts'

/**
 * What events have told up to one moment, in the form in which the next event is added most easily. A value:
 * a fold makes new facts, which share with the old ones all that has not changed. How far somebody is behind
 * is no fact, it follows from several of them and the time.
 */
export interface Facts {
  readonly keyspaces: ReadonlyMap<string, KeyspaceFacts>
  /** `customer/-80` */
  readonly shards: ReadonlyMap<string, ShardFacts>
  /** By short alias, `zone1-200`. */
  readonly tablets: ReadonlyMap<string, TabletFacts>
  /** By short alias too: the mysqld of the tablet. */
  readonly servers: ReadonlyMap<string, ServerFacts>
  readonly gates: ReadonlyMap<string, GateFacts>
  /** By cell and keyspace, `zone1 customer`: the versions of its SrvKeyspace, `null` being the first. */
  readonly routes: ReadonlyMap<string, readonly RouteVersion[]>
  readonly locks: ReadonlyMap<string, LockView>
  /** By process, task and name. */
  readonly procedures: ReadonlyMap<string, ProcedureView>
  readonly finished: readonly FinishedProcedure[]
  readonly clients: ClientsView
  readonly faults: ReadonlyMap<string, Fault>
  readonly console: ConsoleView
  readonly processes: ReadonlyMap<string, ProcessView>
}

export interface KeyspaceFacts { readonly vindex: string; readonly changedAt: number }

export interface ShardFacts {
  readonly keyRange: KeyRange | null
  /** Short alias. */
  readonly master: string | null
  readonly isMasterServing: boolean
  readonly isFrozen: boolean
  /** Shards that it is being filled from, by the record: `customer/0`. */
  readonly sources: readonly string[]
  /** Whether it served as soon as it was there: a shard that overlaps another does not. */
  readonly servedAtFirst: boolean
  readonly changedAt: number
}

export interface TabletFacts {
  readonly uid: number
  readonly shard: string
  readonly type: string
  readonly state: 'SERVING' | 'NOT_SERVING'
  readonly reason: string
  readonly changedAt: number
}

export interface ServerFacts {
  readonly executed: GtidSet
  /** Whose transaction was executed last. */
  readonly sid: string
  /** By database and table, `vt_customer.corder`. */
  readonly rows: ReadonlyMap<string, number>
  /** Its rows of `_vt.vreplication`, by id. */
  readonly streams: ReadonlyMap<number, StreamFacts>
  /** What is fetched and not applied. */
  readonly relay: readonly BinlogTransaction[]
  /** As it was before the batch that came last, and that batch: it may turn out that it had to wait. */
  readonly before: { readonly server: ServerFacts; readonly batch: readonly BinlogTransaction[] } | null
  readonly movedAt: number
}

/** `source` is the shard. `position` null: it has none. */
export interface StreamFacts {
  readonly id: number
  readonly workflow: string
  readonly source: string
  readonly keyRange: KeyRange | null
  readonly state: string
  readonly message: string
  readonly position: GtidSet | null
  readonly changedAt: number
  readonly movedAt: number
}

export interface GateFacts {
  /** By keyspace: the version of its SrvKeyspace that this vtgate has in its cache. */
  readonly versions: ReadonlyMap<string, RouteView>
  readonly buffered: number
  readonly changedAt: number
}

export interface RouteVersion { readonly version: number | null; readonly route: RouteView }

/** `endUs`: when it is over by itself. */
export interface Fault extends FaultView { readonly endUs: number }

/** Adds one event of the kind that it is for. */
export type Fold = (facts: Facts, event: TraceEvent) => Facts

export type Folds = readonly (readonly [kind: string, fold: Fold])[]

/** The map with one entry set. */
export function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map(map).set(key, value)
}

/** The map without an entry; the same one if it had none. */
export function withoutEntry<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  if (!map.has(key)) return map
  const rest = new Map(map)
  rest.delete(key)
  return rest
}
