import type { KeyRange } from '../../vitess/keys/index.ts'

/**
 * The cluster at one moment, as the events up to it tell. Everything carries `changedAt`, the number of the
 * event that changed it last (0: never), so that a screen can mark what has just changed.
 */
export interface ClusterView {
  /** The last event that is part of it; 0 at the start. */
  readonly seq: number
  readonly timeUs: number
  readonly keyspaces: ReadonlyMap<string, KeyspaceView>
  /** By alias, `zone1-200`, in the order of the cluster's description. */
  readonly tablets: ReadonlyMap<string, TabletView>
  /** By target shard and stream, `customer/-80 1`. */
  readonly streams: ReadonlyMap<string, StreamView>
  /** By name, `vtgate-1`. */
  readonly gates: ReadonlyMap<string, GateView>
  /** What the topology says to route by: by cell and keyspace, `zone1 customer`. */
  readonly routes: ReadonlyMap<string, RouteView>
  /** Locks of the topology that are held, by path. */
  readonly locks: ReadonlyMap<string, LockView>
  /** Procedures that run now, the outermost first. */
  readonly procedures: readonly ProcedureView[]
  /** Procedures that have ended, in order. */
  readonly finished: readonly FinishedProcedure[]
  readonly clients: ClientsView
  /** What is broken now: `vttablet zone1-300 is down`, by what broke. */
  readonly faults: ReadonlyMap<string, FaultView>
  /** The console line that ran last, and where the reader stands in the scenario. */
  readonly console: ConsoleView
  /** Every process of the world, by name: whether it is up. */
  readonly processes: ReadonlyMap<string, ProcessView>
}

export interface KeyspaceView {
  readonly name: string
  /** `hash(customer_id)`; '' if it is not sharded. */
  readonly vindex: string
  /** `customer/0`: in key order, sources before targets. */
  readonly shards: readonly ShardView[]
  readonly changedAt: number
}

export interface ShardView {
  /** `customer/-80` */
  readonly name: string
  readonly keyRange: KeyRange | null
  /** Alias of the master, by the shard record; null if there is none. */
  readonly master: string | null
  /** Whether the shard record says that the master serves. */
  readonly isMasterServing: boolean
  /** Whether it is past the point of no return of a cutover: nobody may write here again. */
  readonly isFrozen: boolean
  /** Its part in a migration: `source` is being replaced, `target` replaces it. null: there is none. */
  readonly role: 'source' | 'target' | null
  /** Rows that its master holds, of all tables. */
  readonly rows: number
  /** Aliases of its tablets, in order of uid. */
  readonly tablets: readonly string[]
  readonly changedAt: number
}

export interface TabletView {
  readonly alias: string
  readonly shard: string
  /** `MASTER`, `REPLICA`, `RDONLY`, `DRAINED`, `RESTORE` …: what the tablet says that it is. */
  readonly type: string
  readonly state: 'SERVING' | 'NOT_SERVING'
  /** Why it does not serve; '' if it does. */
  readonly reason: string
  readonly isVttabletUp: boolean
  readonly isMysqldUp: boolean
  /** Executed transactions of its own shard's master line: the last number of its GTID set, `1-451`. */
  readonly position: string
  /** Transactions that its master has and it has not; 0 for a master. */
  readonly behindTransactions: number
  /** How long the oldest of them has been waiting. */
  readonly behindUs: number
  /** Rows by table, of the keyspace's own tables. */
  readonly rows: ReadonlyMap<string, number>
  /** Of type, state and reason. */
  readonly changedAt: number
  /** The event that changed position or rows last. */
  readonly movedAt: number
}

/** A stream of filtered replication: a row of `_vt.vreplication`. */
export interface StreamView {
  readonly id: number
  /** `SplitClone`, `ReversedResharding` */
  readonly workflow: string
  /** `customer/-80` */
  readonly target: string
  readonly source: string
  readonly keyRange: KeyRange | null
  /** `Running`, `Stopped`, `Error`, or '' for a row that was deleted. */
  readonly state: string
  readonly message: string
  /** Last transaction of the source that it has, `1-449`. */
  readonly position: string
  readonly behindTransactions: number
  readonly behindUs: number
  /** Of state and message. */
  readonly changedAt: number
  /** The event that changed its position last. */
  readonly movedAt: number
}

export interface GateView {
  readonly name: string
  /** The cached serving graph by keyspace and type, `customer MASTER`: shards that this vtgate routes to. */
  readonly routes: ReadonlyMap<string, readonly string[]>
  /** Requests that wait in its buffer. */
  readonly buffered: number
  readonly isUp: boolean
  readonly changedAt: number
}

export interface RouteView {
  readonly cell: string
  readonly keyspace: string
  /** By type, `MASTER`: the shards, with `(disabled)` where the query service is switched off. */
  readonly shards: ReadonlyMap<string, readonly string[]>
  readonly changedAt: number
}

export interface LockView {
  readonly path: string
  /** `MigrateServedTypes(MASTER)` */
  readonly action: string
  readonly sinceUs: number
}

export interface ProcedureView {
  readonly process: string
  readonly name: string
  /** What it is about: `customer/0 MASTER`; '' if that is clear. */
  readonly subject: string
  /** The names of all its steps, in order. */
  readonly steps: readonly string[]
  /** The event with which it began. */
  readonly begunAt: number
  /** The step that runs or ended last; '' before the first. */
  readonly step: string
  readonly says: string
  readonly because: string
  readonly ifSkipped: string
  /** Where Vitess does this: file and function. */
  readonly source: string
  /** The event with which the step began. */
  readonly since: number
  /** Steps that have ended, in order. */
  readonly done: readonly string[]
  readonly skipped: readonly string[]
  /** The step that failed; '' if none has. */
  readonly failed: string
}

export interface FinishedProcedure {
  readonly name: string
  readonly subject: string
  readonly outcome: 'done' | 'failed'
  /** Steps that were left out. */
  readonly skipped: readonly string[]
  readonly begunAt: number
  /** The event with which it ended. */
  readonly seq: number
}

export interface ClientsView {
  readonly sent: number
  readonly acked: number
  readonly refused: number
  readonly unknown: number
  /** Requests that a vtgate ever held back for them. */
  readonly buffered: number
  /** The last error that a client saw; '' if there was none. */
  readonly lastError: string
  /** The event with it; 0: none. */
  readonly lastErrorAt: number
}

export interface FaultView {
  readonly what: string
  readonly since: number
  readonly sinceUs: number
}

export interface ConsoleView {
  /** `vtworker SplitClone …`; '' before the first. */
  readonly command: string
  /** Whether that was a statement of SQL. */
  readonly shell: 'shell' | 'sql'
  readonly commandSeq: number
  readonly isRunning: boolean
  /** What the command has printed, the last line first; null: nothing. */
  readonly printed: PrintedLine | null
  /** The event with which it ended; 0: it runs, or there was none. */
  readonly endedAt: number
  /** The prose that the reader came to last, and the heading over it. */
  readonly heading: string
  readonly prose: string
  readonly proseSeq: number
  /** Why the prose may not be true in this run; '' for no reason. */
  readonly doubt: string
}

/** Lines are many and come one by one, so each knows the one before. */
export interface PrintedLine { readonly text: string; readonly before: PrintedLine | null }

export interface ProcessView {
  readonly name: string
  readonly host: string
  readonly isUp: boolean
  /** Whether it was stopped on purpose. */
  readonly isStopped: boolean
  readonly life: number
  readonly changedAt: number
}
