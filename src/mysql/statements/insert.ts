import { type BindVariables, type Insert, okResult, type QueryResult, type Row, type SelectStatement, type Value } from '../../sql/index.ts'
import type { Run } from '../engine/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Session } from '../server/session.ts'
import { duplicateEntry } from '../storage/duplicate-entry.ts'
import type { Key } from '../storage/ordered-map.ts'
import { sameRow, type Table } from '../storage/table.ts'
import type { Transaction } from '../transaction/transaction.ts'
import { storeFor } from '../values/index.ts'
import { InsertPlan } from './insert-plan.ts'
import { prepare, tableOf, viewsOf } from './plan-cache.ts'
import { RowWriter, touchedBy } from './row-writer.ts'
import { selectRows } from './select.ts'

/** Runs an INSERT or REPLACE as far as it goes without waiting; throws `LockConflict`. */
export function insert(
  session: Session, transaction: Transaction, statement: Insert, binds: BindVariables,
): QueryResult {
  const ready = prepare(session, statement, binds, (compilation) => new InsertPlan(statement, compilation))
  const { plan, parameters } = ready
  const table = tableOf(session, ready, 0)
  const views = viewsOf(session, ready, (each) => transaction.current(each))
  const env: Run = { values: parameters.values(binds), session, views, memo: null, foundRows: null }
  const run = new InsertRun(session, transaction, table, plan, env)
  const { source } = plan
  if (source.kind === 'rows') {
    for (let i = 0; i < source.rows.length; i++) run.put(plan.makeRow(env, source.rows[i]!, i + 1))
  } else {
    run.putSelected(source.select, binds)
  }
  return run.finish()
}

/** One run of an INSERT: counts what it does. */
class InsertRun {
  private readonly session: Session
  private readonly transaction: Transaction
  private readonly table: Table
  private readonly plan: InsertPlan
  private readonly env: Run
  private readonly writer: RowWriter
  private affected = 0
  private firstGenerated: number | bigint | null = null
  private lastGiven: number | bigint = 0

  constructor(session: Session, transaction: Transaction, table: Table, plan: InsertPlan, env: Run) {
    this.session = session
    this.transaction = transaction
    this.table = table
    this.plan = plan
    this.env = env
    this.writer = new RowWriter(session, transaction, table)
  }

  put(values: Value[]): void {
    const { table } = this
    const counter = table.schema.autoIncrementColumn
    if (counter >= 0) this.number(values, counter)
    const row: Row = Object.freeze(values)
    const key = table.newKey(row)
    this.writer.lockNew(row, key)
    let conflict = this.transaction.current(table).conflict(row, key, null)
    if (conflict !== null) {
      const { statement } = this.plan
      if (statement.action === 'replace') {
        for (; conflict !== null; conflict = this.transaction.current(table).conflict(row, key, null)) {
          this.deleteRow(conflict.key)
        }
      } else if (this.plan.onDuplicate.length > 0) {
        return this.updateRow(conflict.key, row)
      } else if (statement.ignore) {
        return
      } else {
        throw duplicateEntry(table, conflict.index, row)
      }
    }
    this.writer.insert(row, key)
    this.affected++
    if (counter >= 0) this.lastGiven = row[counter] as number | bigint
  }

  /** INSERT … SELECT. */
  putSelected(select: SelectStatement, binds: BindVariables): void {
    const { places, schema } = this.plan
    const { rows, types } = selectRows(this.session, this.transaction, select, binds)
    if (types.length !== places.length) throw mysqlError(1136, "Column count doesn't match value count at row 1")
    const stores = places.map((place) => storeFor(schema.columns[place]!))
    rows.forEach((selected, i) => {
      const fills = places.map((place, at) => (target: Value[][]) => {
        target[0]![place] = stores[at]!(selected[at]!, types[at]!, i + 1)
      })
      this.put(this.plan.makeRow(this.env, fills, i + 1))
    })
  }

  finish(): QueryResult {
    if (this.firstGenerated !== null) this.session.lastInsertId = this.firstGenerated
    this.session.rowCount = this.affected
    const insertId = this.firstGenerated ?? (this.affected > 0 ? this.lastGiven : 0)
    return okResult(this.affected, insertId)
  }

  /** NULL and 0 in the AUTO_INCREMENT column mean the next number. */
  private number(values: Value[], counter: number): void {
    const given = values[counter]
    if (given === null || given === 0) {
      const next = this.table.nextAutoIncrement
      values[counter] = next
      this.firstGenerated ??= next
    }
    this.table.noteAutoIncrement(values)
  }

  private deleteRow(key: Key): void {
    const row = this.transaction.current(this.table).rows.get(key)!
    this.writer.lockKey(key)
    this.writer.delete(row, key)
    this.affected++
  }

  /** ON DUPLICATE KEY UPDATE counts 2 for a changed row, 0 for one that stays as it is. */
  private updateRow(key: Key, inserted: Row): void {
    this.writer.lockKey(key)
    const before = this.transaction.current(this.table).rows.get(key)!
    const after = [...before]
    const rows = [after, inserted]
    for (const { column, value } of this.plan.onDuplicate) {
      after[column.index] = storeFor(column)(value.evaluate(rows, this.env), value.type)
    }
    if (sameRow(before, after)) return
    this.writer.touch(before, after, touchedBy(this.table.schema, this.plan.onDuplicate.map(({ column }) => column.index)))
    this.writer.update(before, key, Object.freeze(after))
    this.affected += 2
    const counter = this.table.schema.autoIncrementColumn
    if (counter >= 0) this.lastGiven = after[counter] as number | bigint
  }
}

