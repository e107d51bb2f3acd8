import type { Row, Value } from '../../sql/index.ts'
import { currentMoment, isNow } from '../catalog/column-default.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Session } from '../server/session.ts'
import { duplicateEntry } from '../storage/duplicate-entry.ts'
import type { Key } from '../storage/ordered-map.ts'
import type { ColumnSchema, TableSchema } from '../storage/table-schema.ts'
import type { Table } from '../storage/table.ts'
import { RowLocks } from '../transaction/row-locks.ts'
import type { Transaction } from '../transaction/transaction.ts'

/** The columns `ON UPDATE CURRENT_TIMESTAMP` that a statement does not set itself. */
export function touchedBy({ columns }: TableSchema, assigned: readonly number[]): readonly ColumnSchema[] {
  return columns.filter(({ onUpdate, index }) => onUpdate !== null && isNow(onUpdate) && !assigned.includes(index))
}

/** Changes rows of one table within a statement: with locks, unique keys and counters. */
export class RowWriter {
  private readonly session: Session
  private readonly transaction: Transaction
  private readonly table: Table

  /** Errors: 1290 read-only server, 1792 read-only transaction, 1099 and 1100 under LOCK TABLES. Throws `LockConflict`. */
  constructor(session: Session, transaction: Transaction, table: Table) {
    this.session = session
    this.transaction = transaction
    this.table = table
    session.checkWritable()
    if (transaction.readOnly) throw mysqlError(1792, 'Cannot execute statement in a READ ONLY transaction.')
    transaction.use(table)
    session.server.locks.checkWrite(session.owner, table)
  }

  lockKey(key: Key): void {
    this.session.server.locks.rows.lock(this.session.owner, this.table, key, 'exclusive')
  }

  /** Locks what a new row occupies: its key, its entries in unique indexes, its place in everybody's ranges. */
  lockNew(row: Row, key: Key): void {
    const { table } = this
    const { owner, server: { locks } } = this.session
    if (!table.shape.hasHiddenRows) this.lockKey(key)
    this.lockEntries(row, key, null, key)
    locks.rows.enterGaps(owner, table, row, key)
  }

  insert(row: Row, key: Key): void {
    this.transaction.change({ table: this.table, beforeKey: key, before: null, afterKey: key, after: row })
  }

  delete(row: Row, key: Key): void {
    this.lockEntries(row, key, null, key)
    this.transaction.change({ table: this.table, beforeKey: key, before: row, afterKey: key, after: null })
  }

  /** Error 1062 if the new row collides with another. The old one must be locked. */
  update(before: Row, key: Key, after: Row): void {
    const { table } = this
    const { shape } = table
    const afterKey = shape.hasHiddenRows ? key : shape.rowCodec.ofRow(after, key)
    const moves = afterKey !== key
    if (moves) this.lockKey(afterKey)
    this.lockEntries(after, afterKey, before, key)
    if (moves || shape.secondary.length > 0) this.session.server.locks.rows.enterGaps(this.session.owner, table, after, afterKey)
    const conflict = moves || shape.secondary.length > 0
      ? this.transaction.current(table).conflict(after, afterKey, key)
      : null
    if (conflict !== null) throw duplicateEntry(table, conflict.index, after)
    table.noteAutoIncrement(after)
    this.transaction.change({ table, beforeKey: key, before, afterKey, after })
  }

  /** `ON UPDATE CURRENT_TIMESTAMP`, for these columns. */
  touch(before: Row, after: Value[], touched: readonly ColumnSchema[]): void {
    for (const column of touched) {
      if (after[column.index] === before[column.index]) after[column.index] = currentMoment(column, this.session.unixMicros)
    }
  }

  /** Locks the row's entries in unique indexes, where they differ from those of `old`. */
  private lockEntries(row: Row, key: Key, old: Row | null, oldKey: Key): void {
    const { secondary, firstSecondary } = this.table.shape
    for (let i = 0; i < secondary.length; i++) {
      const { codec } = secondary[i]!
      if (!codec.constrains(row)) continue
      const entry = codec.ofRow(row, key)
      if (old !== null && codec.constrains(old) && codec.ofRow(old, oldKey) === entry) continue
      this.lockKey(RowLocks.entry(i + firstSecondary, entry))
    }
  }
}
