import type { KeyRange } from '../../vitess/keys/index.ts'

/** A transaction that a shard's master committed to its binary log. */
export interface Commit {
  readonly seq: number
  readonly timeUs: number
  /** `customer/-80`: the shard of the mysqld. */
  readonly shard: string
  /** `mysqld zone1-300` */
  readonly mysqld: string
  /** `<uuid>:<n>` */
  readonly gtid: string
  /** Changes of rows of the keyspace's own tables. */
  readonly changes: readonly RowChange[]
  /** Rows of `_vt.vreplication` that this transaction wrote. */
  readonly positions: readonly SavedPosition[]
}

export interface RowChange {
  /** `customer/1001` */
  readonly row: string
  /** Hex; '' in an unsharded keyspace. */
  readonly keyspaceId: string
  /** All columns as one text; null: the row is not there. */
  readonly before: string | null
  readonly after: string | null
  /** The unique value of a client's write. */
  readonly mark: string
}

/** What `_vt.vreplication` says of a stream after a transaction. */
export interface SavedPosition {
  readonly stream: number
  readonly change: 'insert' | 'update' | 'delete'
  /** `customer/0` */
  readonly sourceShard: string
  readonly keyRange: KeyRange | null
  /** `MySQL56/<gtid set>` */
  readonly position: string
  readonly state: string
}
