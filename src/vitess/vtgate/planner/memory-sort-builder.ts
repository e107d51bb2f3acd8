import { print, type Expression, type OrderItem } from '../../../sql/index.ts'
import type { MemorySort, OrderByColumn, PlanValue } from '../engine/primitive.ts'
import { ResultsBuilder, type Builder } from './builder.ts'
import { planFailure } from './plan-failure.ts'
import { planValue } from './plan-value.ts'
import type { Planning } from './planning.ts'
import { resultFromNumber } from './symbols.ts'

/** Sorts in vtgate what its input returns. Source: planbuilder/memory_sort.go. */
export class MemorySortBuilder extends ResultsBuilder {
  private orderBy: OrderByColumn[]
  private upperLimit: PlanValue | null = null

  constructor(planning: Planning, input: Builder, orderBy: readonly OrderItem[]) {
    super(input)
    this.orderBy = orderBy.map((order) =>
      ({ column: this.orderColumn(planning, order), descending: order.descending }))
  }

  private orderColumn(planning: Planning, order: OrderItem): number {
    const { expression } = order
    if (expression.kind === 'literal') return resultFromNumber(this.results, expression)
    if (expression.kind !== 'column') {
      throw planFailure(`unsupported: memory sort: complex order by expression: ${print(expression)}`)
    }
    const at = this.results.findIndex((result) => result.column === planning.columnOf(expression))
    if (at >= 0) return at
    throw planFailure('unsupported: memory sort: order by must reference a column in the select list: '
      + print(order))
  }

  override setUpperLimit(count: Expression): void { this.upperLimit = planValue(count) }

  override wireup(top: Builder): void {
    this.orderBy = this.orderBy.map((order) => ({ ...order, column: this.sortColumn(order.column) }))
    this.input.wireup(top)
  }

  primitive(): MemorySort {
    return {
      kind: 'memory-sort', input: this.input.primitive(), orderBy: this.orderBy, upperLimit: this.upperLimit,
      truncateColumnCount: this.truncateColumnCount,
    }
  }
}
