import type { KeyRange } from '../../vitess/keys/index.ts'
import type { Shard, SrvKeyspace } from '../../vitess/wire/index.ts'
import type { Commit } from './commit.ts'
import type { Attempt, StoredRow } from './history.ts'

/** All that checkers look at: what a run left behind, as plain data. */
export interface RunRecord {
  readonly history: readonly Attempt[]
  /** The rows before the run, per shard that had them. */
  readonly initialRows: readonly StoredRow[]
  /** What the masters of the shards that serve MASTER hold at the end; null if that could not be read. */
  readonly finalRows: readonly StoredRow[] | null
  /** The shards that serve MASTER at the end, by the topology. */
  readonly servingShards: readonly ServingShard[]
  /** In the order in which they happened. */
  readonly commits: readonly Commit[]
  readonly servingGraph: readonly SrvKeyspaceWrite[]
  /** What broke while somebody looked, in the order in which it began. */
  readonly faults: readonly Fault[]
  /** When the record was made. */
  readonly endUs: number
  /** The records of all shards at the end, by name: `customer/-80`. */
  readonly shardRecords: ReadonlyMap<string, Shard>
  /** What the masters of these shards have executed at the end. */
  readonly masterPositions: readonly MasterPosition[]
  /** The keyspaces that are locked at the end: somebody is at work there. */
  readonly lockedKeyspaces: readonly string[]
}

/** Of a process that serves, of a host, or of the network. */
export interface Fault {
  readonly what: string
  readonly startUs: number
  /** null: it lasts. */
  readonly endUs: number | null
}

export interface MasterPosition {
  readonly shard: string
  readonly mysqld: string
  /** A GTID set. */
  readonly executed: string
  readonly isSemiSync: boolean
}

export interface ServingShard { readonly name: string; readonly keyRange: KeyRange | null }

/** A version of a keyspace's SrvKeyspace in a cell. */
export interface SrvKeyspaceWrite {
  readonly timeUs: number
  readonly cell: string
  readonly keyspace: string
  readonly contents: SrvKeyspace
  /** Whether somebody held the lock of the keyspace; null: nobody knows, as it was there from the beginning. */
  readonly isLocked: boolean | null
}

export const emptyRecord: RunRecord = Object.freeze({
  history: [], initialRows: [], finalRows: [], servingShards: [], commits: [], servingGraph: [],
  faults: [], endUs: 0, shardRecords: new Map(), masterPositions: [], lockedKeyspaces: [],
})
