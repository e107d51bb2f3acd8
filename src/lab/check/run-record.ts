import type { KeyRange } from '../../vitess/keys/index.ts'
import type { Shard, SrvKeyspace } from '../../vitess/wire/index.ts'
import type { Commit } from './commit.ts'
import type { Attempt, StoredRow } from './history.ts'

/** All that checkers look at: what a run left behind, as plain data. */
export interface RunRecord {
  readonly history: readonly Attempt[]
  /** The rows before the run, of the shards that served MASTER then. */
  readonly initialRows: readonly StoredRow[]
  /** Those of the other shards: what streams and copies had brought there, and what was left behind. */
  readonly initialCopies: readonly StoredRow[]
  /** The streams that were there before the run. */
  readonly initialStreams: readonly InitialStream[]
  /** What the masters of the shards that serve MASTER hold at the end; null if that could not be read. */
  readonly finalRows: readonly StoredRow[] | null
  /** The shards that serve MASTER at the end, by the topology. */
  readonly servingShards: readonly ServingShard[]
  /** In the order in which they happened. */
  readonly commits: readonly Commit[]
  readonly servingGraph: readonly SrvKeyspaceWrite[]
  /** What broke while somebody looked, in the order in which it began. */
  readonly faults: readonly Fault[]
  /** The shards of mysqlds and vttablets, by name: `mysqld zone1-402`. */
  readonly tabletShards: ReadonlyMap<string, string>
  /** When the record was made. */
  readonly endUs: number
  /** The records of all shards at the end, by name: `customer/-80`. */
  readonly shardRecords: ReadonlyMap<string, Shard>
  /** What the masters of these shards have executed at the end. */
  readonly masterPositions: readonly MasterPosition[]
  /** The keyspaces that are locked at the end: somebody is at work there. */
  readonly lockedKeyspaces: readonly string[]
  /** vtgates hold writes back while a master changes. */
  readonly isBuffering: boolean
  readonly tableDiffs: readonly TableDiff[]
  /** Those that could be read. */
  readonly lookups: readonly LookupRows[]
}

export interface InitialStream {
  /** The shard that it fills: `customer/-80`. */
  readonly shard: string
  readonly stream: number
  /** `MySQL56/<gtid set>` */
  readonly position: string
  /** It had brought all that its source held. */
  readonly isEven: boolean
}

/** What a SplitDiff or VerticalSplitDiff has said of a table whose copies stood still, and what was true. */
export interface TableDiff {
  readonly timeUs: number
  readonly table: string
  /** Shards: `customer/0`, `customer/-80`. */
  readonly source: string
  readonly destination: string
  readonly saysEqual: boolean
  /** Keys of rows that were not the same on both sides: the first few, and how many there were. */
  readonly differing: readonly string[]
  readonly differingCount: number
}

/** A lookup vindex with its owner, as the masters of the shards that serve MASTER have them at the end. */
export interface LookupRows {
  readonly vindex: string
  /** The owner. */
  readonly table: string
  readonly owners: readonly { readonly row: string; readonly value: string; readonly keyspaceId: string }[]
  readonly entries: readonly { readonly value: string; readonly keyspaceId: string }[]
  /** Rows that belong to nothing are no mistake. */
  readonly mayHaveMore: boolean
}

/** Of a process that serves, of a host, or of the network. */
export interface Fault {
  /** A process, or `from > to` of a way through the network. */
  readonly what: string
  /** Of a message that came late, twice or never: the call that it belongs to, `Mysqld.binlogDump`. */
  readonly method?: string
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
  history: [], initialRows: [], initialCopies: [], initialStreams: [], finalRows: [], servingShards: [], commits: [], servingGraph: [],
  faults: [], tabletShards: new Map(), endUs: 0, shardRecords: new Map(), masterPositions: [], lockedKeyspaces: [],
  isBuffering: false, tableDiffs: [], lookups: [],
})
