import type { Expression, Limit, OrderItem, Row, Value } from '../../sql/index.ts'
import {
  chooseAccess, conjuncts, givesOrder, type IndexRange, predicatesOn, type Run, type TableAccess,
  type WantedOrder,
} from '../engine/index.ts'
import { type Compiled, compileExpression, type Condition, conditionOf } from '../expressions/index.ts'
import type { Session } from '../server/session.ts'
import type { Key } from '../storage/ordered-map.ts'
import type { TableData } from '../storage/table-data.ts'
import type { Table } from '../storage/table.ts'
import type { LockMode } from '../transaction/lock-owner.ts'
import { RowLocks } from '../transaction/row-locks.ts'
import { orderingFor } from '../values/index.ts'
import type { TableScope } from './table-scope.ts'

export interface FoundRow {
  readonly row: Row
  readonly key: Key
}

interface Order {
  readonly value: Compiled
  readonly compare: (a: Value, b: Value) => number
  readonly descending: boolean
}

/** Finds the rows of one table that a statement is about, and locks them: for UPDATE, DELETE, and locking SELECTs. */
export class RowFinder {
  private readonly access: TableAccess
  private readonly condition: Condition | null
  private readonly order: readonly Order[]
  /** The index gives the order: no sort, and a limit ends the search. */
  private readonly isOrdered: boolean
  private readonly descending: boolean
  private readonly limit: Compiled | null
  private readonly offset: Compiled | null

  constructor(scope: TableScope, where: Expression | null, orderBy: readonly OrderItem[], limit: Limit | null) {
    const { schema } = scope
    scope.clause = 'where clause'
    this.condition = where === null ? null : conditionOf(compileExpression(where, scope))
    const predicates = predicatesOn(conjuncts(where), schema, 0, scope)
    scope.clause = 'order clause'
    this.order = orderBy.map(({ expression, descending }) => {
      const value = compileExpression(expression, scope)
      return { value, compare: orderingFor(value.type), descending }
    })
    const wanted = wantedOrder(scope, orderBy)
    this.access = chooseAccess(schema, predicates, wanted)
    this.descending = wanted?.descending ?? false
    this.isOrdered = orderBy.length === 0 || (wanted !== null && givesOrder(schema, this.access, wanted))
    this.limit = limit === null ? null : compileExpression(limit.count, scope)
    const offset = limit?.offset ?? null
    this.offset = offset === null ? null : compileExpression(offset, scope)
  }

  /** The rows, locked, in order. Throws `LockConflict`. */
  find(session: Session, table: Table, data: TableData, run: Run, mode: LockMode): FoundRow[] {
    const skip = this.offset === null ? 0 : Number(this.offset.evaluate([], run))
    const most = this.limit === null ? Infinity : skip + Number(this.limit.evaluate([], run))
    let found: FoundRow[] = []
    for (const range of this.access.ranges([], run, this.descending)) {
      if (this.isOrdered && found.length >= most) break
      this.search(session, table, data, range, run, mode, found, this.isOrdered ? most : Infinity)
    }
    if (!this.isOrdered) found = this.sorted(found, run)
    if (skip > 0 || found.length > most) found = found.slice(skip, most)
    const { owner, server: { locks } } = session
    for (const { key } of found) locks.rows.lock(owner, table, key, mode)
    return found
  }

  private search(
    session: Session, table: Table, data: TableData, range: IndexRange, run: Run, mode: LockMode, found: FoundRow[],
    most: number,
  ): void {
    const { condition } = this
    const row: Row[] = [noRow]
    const visit = (candidate: Row, key: Key): boolean => {
      row[0] = candidate
      if (condition === null || condition(row, run)) found.push({ row: candidate, key })
      return found.length >= most
    }
    const { owner, server: { locks } } = session
    const point = this.pointKey(table, range)
    if (point === null) {
      locks.rows.awaitInserts(owner, locks.owners, table, range)
      locks.rows.lockRange(owner, table, range)
      return data.scanKeys(range, visit)
    }
    locks.rows.lock(owner, table, point, mode)
    if (!this.isPrimary(table)) return data.scanKeys(range, visit)
    const there = data.rows.get(point)
    if (there !== undefined) visit(there, point)
  }

  private isPrimary(table: Table): boolean {
    return this.access.index < table.shape.firstSecondary
  }

  /** The name of the lock on the one row that a unique key can find; null for a range. */
  private pointKey(table: Table, { index, from, to }: IndexRange): Key | null {
    const { shape } = table
    const definition = shape.schema.indexes[index]
    if (from === null || from !== to || definition === undefined || definition.kind === 'key') return null
    if (from.values.length < definition.columns.length) return null
    if (this.isPrimary(table)) return shape.rowCodec.ofValues(from.values)
    return RowLocks.entry(index, shape.secondary[index - shape.firstSecondary]!.codec.ofValues(from.values))
  }

  private sorted(found: readonly FoundRow[], run: Run): FoundRow[] {
    const keyed = found.map((each) => ({ each, values: this.order.map(({ value }) => value.evaluate([each.row], run)) }))
    keyed.sort((a, b) => {
      for (let i = 0; i < this.order.length; i++) {
        const { compare, descending } = this.order[i]!
        const difference = compare(a.values[i]!, b.values[i]!)
        if (difference !== 0) return descending ? -difference : difference
      }
      return 0
    })
    return keyed.map(({ each }) => each)
  }
}

const noRow: Row = Object.freeze([])

/** The order as columns of the table in one direction; null if it is not so simple, or none is asked for. */
function wantedOrder(scope: TableScope, orderBy: readonly OrderItem[]): WantedOrder | null {
  const columns: number[] = []
  for (const { expression, descending } of orderBy) {
    if (expression.kind !== 'column' || descending !== orderBy[0]!.descending) return null
    columns.push(scope.resolve(expression).column)
  }
  return columns.length === 0 ? null : { columns, descending: orderBy[0]!.descending }
}

