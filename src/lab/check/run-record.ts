import type { KeyRange } from '../../vitess/keys/index.ts'
import type { SrvKeyspace } from '../../vitess/wire/index.ts'
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
}

export interface ServingShard { readonly name: string; readonly keyRange: KeyRange | null }

/** A version of a keyspace's SrvKeyspace in a cell. */
export interface SrvKeyspaceWrite {
  readonly timeUs: number
  readonly cell: string
  readonly keyspace: string
  readonly contents: SrvKeyspace
}

export const emptyRecord: RunRecord = Object.freeze({
  history: [], initialRows: [], finalRows: [], servingShards: [], commits: [], servingGraph: [],
})
