import type { Row, Value } from '../../sql/index.ts'
import type { ColumnPlace, Compiled, Rows } from '../expressions/index.ts'
import { groupingKey, orderingFor, type ValueType } from '../values/index.ts'
import { lengthened } from '../expressions/index.ts'
import type { Run } from './query-plan.ts'

export interface OrderKey {
  readonly value: Compiled
  readonly descending: boolean
  /** Where the column is, if it is nothing but a column. */
  readonly place: ColumnPlace | null
}

/** A row of the result with what it is sorted by. */
export interface Sortable { readonly row: Row; readonly keys: readonly Value[] }

export function sortKeys(order: readonly OrderKey[], rows: Rows, run: Run): readonly Value[] {
  return order.map((key) => key.value.evaluate(rows, run))
}

/** Sorts in place; rows that are equal stay in the order in which they came. */
export function sortRows(rows: Sortable[], order: readonly { type: ValueType; descending: boolean }[]): void {
  const comparisons = order.map(({ type, descending }) => ({ compare: orderingFor(type), sign: descending ? -1 : 1 }))
  rows.sort((a, b) => {
    for (let i = 0; i < comparisons.length; i++) {
      const order = comparisons[i]!.compare(a.keys[i]!, b.keys[i]!) * comparisons[i]!.sign
      if (order !== 0) return order
    }
    return 0
  })
}

/** Tells whether a row was seen before. */
export function distinctFilter(types: readonly ValueType[]): () => (row: Row) => boolean {
  const keys = types.map(groupingKey)
  return () => {
    const seen = new Set<string>()
    return (row) => {
      let key = ''
      for (let i = 0; i < keys.length; i++) key += lengthened(keys[i]!(row[i]!))
      return seen.size !== seen.add(key).size
    }
  }
}
