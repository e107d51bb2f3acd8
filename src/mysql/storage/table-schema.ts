import type { ColumnType, Expression, TypeName } from '../../sql/index.ts'

/** One column as it was defined. Frozen. */
export interface ColumnSchema {
  readonly name: string
  /** Its place in a row. */
  readonly index: number
  /** The type as written, with the length that MySQL adds (`bigint` → 20). */
  readonly type: ColumnType
  /** The same as Vitess's `query.Type`. */
  readonly typeName: TypeName
  readonly nullable: boolean
  /** `binary` for bytes, numbers and times; else the collation, such as `utf8_general_ci`. */
  readonly collation: string
  /** `null`: no default was given (an implicit NULL if nullable). */
  readonly default: Expression | null
  readonly onUpdate: Expression | null
  readonly autoIncrement: boolean
  readonly comment: string
}

/** A primary, unique or secondary key. Frozen. */
export interface IndexSchema {
  /** `PRIMARY`, or its own name. */
  readonly name: string
  readonly kind: 'primary' | 'unique' | 'key'
  /** Places of its columns in a row, most significant first. */
  readonly columns: readonly number[]
  /** Prefix length of each column, in characters; null for all of it. */
  readonly lengths: readonly (number | null)[]
}

/**
 * A table's definition. Frozen, and the same object for the same definition in every server and world of a process,
 * so that plans can be kept by it.
 */
export interface TableSchema {
  readonly database: string
  readonly name: string
  readonly columns: readonly ColumnSchema[]
  /** Column name in lower case → its place in a row. */
  readonly columnByName: ReadonlyMap<string, number>
  /** The primary key, if there is one, comes first. */
  readonly indexes: readonly IndexSchema[]
  readonly primaryKey: IndexSchema | null
  /** Place of the AUTO_INCREMENT column, or -1. */
  readonly autoIncrementColumn: number
  readonly charset: string
  readonly collation: string
  readonly comment: string
  /** Constraints that are kept and printed but not enforced, as they appear in SHOW CREATE TABLE. */
  readonly constraints: readonly string[]
}
