import type { Row, Value } from '../../sql/index.ts'
import type { TableSchema } from '../storage/table-schema.ts'

/** One end of a range: values of the first columns of an index, already in those columns' own types. */
export interface Bound {
  readonly values: readonly Value[]
  /** False: rows that equal `values` in these columns are outside. */
  readonly inclusive: boolean
}

/** Part of an index, in its order. `index` is a place in `TableSchema.indexes`; -1 is the table in its own order. */
export interface IndexRange {
  readonly index: number
  readonly from: Bound | null
  readonly to: Bound | null
  readonly descending: boolean
}

/** The whole table, in the order of its primary key. */
export const wholeTable: IndexRange = Object.freeze({ index: -1, from: null, to: null, descending: false })

/** The rows of one table as one statement sees them; storage implements it, plans read through it. */
export interface TableView {
  readonly schema: TableSchema
  readonly rowCount: number
  /** The row whose whole primary key is `key`. */
  get(key: readonly Value[]): Row | undefined
  /** Shows the rows of a range in order; `visit` returns true when it has seen enough. */
  scan(range: IndexRange, visit: (row: Row) => boolean | void): void
}
