import type { ListOperation } from './isolation/index.ts'

/** What clients did and were told, one entry for each attempt: a retry is an attempt of its own. */
export interface Attempt {
  readonly id: number
  readonly client: string
  readonly vtgate: string
  readonly operation: OperationKind
  /** `@master`, `@replica` or `@rdonly`: only the master promises to know the latest. */
  readonly target: string
  readonly sql: string
  readonly startUs: number
  /** null: no answer came before the run ended. */
  readonly endUs: number | null
  /**
   * `ok`: acknowledged. `fail`: refused, it surely did nothing. `unknown`: an error or silence that leaves
   * open whether it took effect.
   */
  readonly outcome: 'ok' | 'fail' | 'unknown'
  /** '' if there was none. */
  readonly error: string
  /** What it meant to write; after an acknowledgement, what it wrote. */
  readonly writes: readonly RowWrite[]
  /** Rows that were looked for, and what was found; empty without an acknowledgement. */
  readonly reads: readonly RowRead[]
  /** What it did to lists, in order. */
  readonly lists: readonly ListOperation[]
  /** Keys that a sequence gave to rows of this attempt. */
  readonly sequenceKeys: readonly { readonly sequence: string; readonly value: string }[]
}

export type OperationKind =
  | 'point-read' | 'scatter-read' | 'insert' | 'multi-insert' | 'update' | 'delete' | 'transaction'
  | 'list-transaction'

export interface RowRead {
  readonly row: string
  /** null: there is no such row. */
  readonly mark: string | null
}

export interface RowWrite {
  /** `customer/1001`; null while a sequence has not said the key. */
  readonly row: string | null
  readonly change: 'insert' | 'update' | 'delete'
  /** The value that this write, and no other, gives to the row; '' for a delete. */
  readonly mark: string
}

/** A row as it was found in a shard's master. */
export interface StoredRow {
  /** `customer/1001`: table and primary key. */
  readonly row: string
  /** The unique value that its last writer gave it. */
  readonly mark: string
  /** Hex. */
  readonly keyspaceId: string
  /** `customer/-80` */
  readonly shard: string
  /** All columns as one text. */
  readonly content: string
}
