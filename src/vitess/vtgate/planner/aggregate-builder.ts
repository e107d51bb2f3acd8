import {
  print, type ColumnRef, type Expression, type ExpressionItem, type FunctionCall, type OrderItem,
} from '../../../sql/index.ts'
import type { Aggregate, AggregateOpcode, OrderedAggregate } from '../engine/primitive.ts'
import { hasAggregates } from './ast-walk.ts'
import { ResultsBuilder, type Builder, type Pushed } from './builder.ts'
import { MemorySortBuilder } from './memory-sort-builder.ts'
import { planFailure } from './plan-failure.ts'
import type { RouteBuilder } from './route-builder.ts'
import { referenceTo, resultColumn, resultFromNumber, type Column, type ResultColumn } from './symbols.ts'

const supported: ReadonlyMap<string, AggregateOpcode> =
  new Map([['count', 'count'], ['sum', 'sum'], ['min', 'min'], ['max', 'max']] as const)

/**
 * Adds up what the shards have counted; they are asked to sort by the group. Source:
 * planbuilder/ordered_aggregate.go.
 */
export class AggregateBuilder extends ResultsBuilder {
  private readonly aggregates: Aggregate[] = []
  private keys: number[] = []
  private extraDistinct: ColumnRef | null = null

  constructor(private readonly route: RouteBuilder) {
    super(route)
  }

  override pushFilter(): void { throw planFailure('unsupported: filtering on results of aggregates') }

  override pushSelect(item: ExpressionItem, origin: Builder): Pushed {
    const { expression } = item
    if (expression.kind === 'function' && supported.has(expression.name.toLowerCase())) {
      return this.pushAggregate(item, expression, origin)
    }
    if (hasAggregates(expression)) {
      throw planFailure('unsupported: in scatter query: complex aggregate expression')
    }
    return this.addResult(this.input.pushSelect(item, origin).column)
  }

  private addResult(column: ResultColumn): Pushed {
    this.results.push(column)
    return { column, index: this.results.length - 1 }
  }

  private pushAggregate(item: ExpressionItem, call: FunctionCall, origin: Builder): Pushed {
    const opcode = supported.get(call.name.toLowerCase())!
    if (call.arguments.length + (call.star ? 1 : 0) !== 1) {
      throw planFailure(`unsupported: only one expression allowed inside aggregates: ${print(call)}`)
    }
    if (this.needsDistinct(call, opcode)) {
      if (this.extraDistinct !== null) {
        throw planFailure(`unsupported: only one distinct aggregation allowed in a select: ${print(call)}`)
      }
      const inner = this.input.pushSelect(
        { kind: 'item', expression: call.arguments[0]!, alias: null }, origin)
      this.extraDistinct = referenceTo(this.route.planning, this.input.resultColumns(), inner.index)
      const distinct: AggregateOpcode = opcode === 'count' ? 'count_distinct' : 'sum_distinct'
      this.aggregates.push({ opcode: distinct, column: inner.index, alias: item.alias ?? print(call) })
    } else {
      const inner = this.input.pushSelect(item, origin)
      this.aggregates.push({ opcode, column: inner.index, alias: '' })
    }
    // A column of its own, since it is not what the route returns.
    return this.addResult(resultColumn(this.route.planning, item, this))
  }

  /**
   * A distinct count of a column with a unique vindex can be left to the shards: none of its values is in two
   * of them.
   */
  private needsDistinct(call: FunctionCall, opcode: AggregateOpcode): boolean {
    if (!call.distinct || (opcode !== 'count' && opcode !== 'sum')) return false
    return !this.route.options.every(
      (option) => option.findVindex(this.route.planning, call.arguments[0]!)?.isUnique === true)
  }

  override makeDistinct(): void {
    this.results.forEach((result, i) => {
      if (result.column.origin === this) {
        throw planFailure('unsupported: distinct cannot be combined with aggregate functions')
      }
      this.keys.push(i)
    })
    this.input.makeDistinct()
  }

  override pushGroupBy(groupBy: readonly Expression[]): void {
    for (const expression of groupBy) this.keys.push(this.groupColumn(expression))
    this.input.pushGroupBy(this.extraDistinct === null ? groupBy : [...groupBy, this.extraDistinct])
  }

  private groupColumn(expression: Expression): number {
    let at: number
    if (expression.kind === 'column') {
      const column = this.route.planning.columnOf(expression)
      if (column?.origin === this) {
        throw planFailure(`group by expression cannot reference an aggregate function: ${print(expression)}`)
      }
      at = this.results.findIndex((result) => result.column === column)
      if (at < 0) {
        throw planFailure(
          'unsupported: in scatter query: group by column must reference column in SELECT list')
      }
    } else if (expression.kind === 'literal') {
      at = resultFromNumber(this.results, expression)
    } else {
      throw planFailure('unsupported: in scatter query: only simple references allowed')
    }
    return at
  }

  override pushOrderBy(given: readonly OrderItem[]): Builder {
    const orderBy = given.length === 1 && given[0]!.expression.kind === 'null' ? [] : given
    const referenced = new Set<number>()
    const pushed: OrderItem[] = []
    let needsSort = false
    for (const order of orderBy) {
      const column = this.orderColumn(order)
      const key = this.keys.findIndex((at) => this.results[at]!.column === column)
      if (key < 0) {
        needsSort = true
        continue
      }
      referenced.add(key)
      pushed.push(order)
    }
    for (const [i, key] of this.keys.entries()) {
      if (referenced.has(i)) continue
      pushed.push({ kind: 'order', expression: this.keyReference(key), descending: false })
    }
    if (this.extraDistinct !== null) {
      pushed.push({ kind: 'order', expression: this.extraDistinct, descending: false })
    }
    this.input = this.input.pushOrderBy(pushed)
    return needsSort ? new MemorySortBuilder(this.route.planning, this, orderBy) : this
  }

  private orderColumn({ expression }: OrderItem): Column {
    if (expression.kind === 'literal') return this.results[resultFromNumber(this.results, expression)]!.column
    if (expression.kind === 'column') return this.route.planning.columnOf(expression)!
    throw planFailure(`unsupported: in scatter query: complex order by expression: ${print(expression)}`)
  }

  private keyReference(key: number): ColumnRef {
    try {
      return referenceTo(this.route.planning, this.input.resultColumns(), key)
    } catch (error) {
      throw planFailure(`generating order by clause: ${(error as Error).message}`)
    }
  }

  override wireup(top: Builder): void {
    this.keys = this.keys.map((key) => this.sortColumn(key))
    this.input.wireup(top)
  }

  primitive(): OrderedAggregate {
    return {
      kind: 'ordered-aggregate', input: this.input.primitive(), hasDistinct: this.extraDistinct !== null,
      aggregates: this.aggregates, groupBy: this.keys, truncateColumnCount: this.truncateColumnCount,
    }
  }
}
