import type { Row, Value } from '../../sql/index.ts'
import type { Rows } from '../expressions/index.ts'
import type { SelectParts } from './compile-select.ts'
import { Group } from './grouping.ts'
import { type Sortable, sortKeys, sortRows } from './ordering.ts'
import type { OutputColumn, QueryPlan, Run } from './query-plan.ts'
import { nullRow } from './source.ts'

/** One SELECT, running: rows or groups, HAVING, the items, DISTINCT, ORDER BY, LIMIT. */
export class SelectPlan implements QueryPlan {
  readonly columns: readonly OutputColumn[]
  readonly reads: number
  private readonly orderTypes: readonly { type: OutputColumn['type']; descending: boolean }[]
  /** The items are just the columns of the one table, in order: its rows are the result. */
  private readonly wholeRow: boolean

  constructor(private readonly parts: SelectParts) {
    this.columns = parts.items
    this.reads = parts.reads
    this.orderTypes = parts.order.map(({ value, descending }) => ({ type: value.type, descending }))
    this.wholeRow = parts.grouping === null && parts.isWholeRow
  }

  run(outer: Rows, run: Run, limit: number): readonly Row[] {
    const { parts } = this
    const window = parts.limit(run)
    const wanted = Math.min(window.count, limit)
    if (wanted === 0 && !parts.calcFoundRows) return []
    const mayStop = parts.order.length === 0 && !parts.calcFoundRows
    const collected = this.collect(outer, run, mayStop ? window.offset + wanted : Infinity)
    if (parts.calcFoundRows) run.foundRows = collected.length
    return window.offset === 0 && collected.length <= wanted
      ? collected : collected.slice(window.offset, window.offset + wanted)
  }

  private collect(outer: Rows, run: Run, enough: number): readonly Row[] {
    const { having, order, distinct } = this.parts
    const isNew = distinct === null ? null : distinct()
    const sorted: Sortable[] = []
    const plain: Row[] = []
    const take = (rows: Rows): boolean => {
      if (having !== null && !having(rows, run)) return false
      const row = this.project(rows, run)
      if (isNew !== null && !isNew(row)) return false
      if (order.length > 0) sorted.push({ row, keys: sortKeys(order, rows, run) })
      else plain.push(row)
      return plain.length >= enough
    }
    if (this.parts.grouping === null) this.parts.rows.each(outer, run, take)
    else this.eachGroup(outer, run, take)
    if (order.length === 0) return plain
    sortRows(sorted, this.orderTypes)
    return sorted.map(({ row }) => row)
  }

  private eachGroup(outer: Rows, run: Run, take: (rows: Rows) => boolean): void {
    const { grouping, aggregateSource, base } = this.parts
    const groups = this.parts.rows.groups(outer, run, grouping!)
    if (groups.length === 0 && grouping!.keyOf === null) {
      // Aggregates over no rows: columns that stand alone are NULL.
      const nothing = outer.slice()
      for (let source = base; source < aggregateSource; source++) nothing[source] = nullRow(this.parts.width)
      groups.push(new Group(nothing, grouping!))
    }
    for (const group of groups) if (take(group.finish(aggregateSource))) return
  }

  private project(rows: Rows, run: Run): Row {
    if (this.wholeRow) return rows[this.parts.base]!
    const { items } = this.parts
    const row: Value[] = new Array<Value>(items.length)
    for (let i = 0; i < items.length; i++) row[i] = items[i]!.compiled.evaluate(rows, run)
    return Object.freeze(row)
  }
}
