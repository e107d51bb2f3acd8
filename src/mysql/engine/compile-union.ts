import type { ColumnRef, Expression, OrderItem, Row, Union } from '../../sql/index.ts'
import {
  type ColumnPlace, commonType, compileExpression, conversion, type Rows, type Scope,
} from '../expressions/index.ts'
import { mysqlError } from '../mysql-error.ts'
import { fieldOf } from '../values/index.ts'
import { BlockScope, unknownColumn } from './block-scope.ts'
import type { Compilation } from './compilation.ts'
import { compileQuery, type OuterScope } from './compile-query.ts'
import { compileLimit, type LimitPlan } from './limit.ts'
import { distinctFilter, type OrderKey, type Sortable, sortKeys, sortRows } from './ordering.ts'
import type { OutputColumn, QueryPlan, Run } from './query-plan.ts'

interface Member {
  readonly plan: QueryPlan
  /** What was gathered so far, and this, is to hold each row once. */
  readonly distinct: boolean
  readonly convert: (row: Row) => Row
}

/** A plan for UNION. Error 1222: the members have different numbers of columns. */
export function compileUnion(union: Union, compilation: Compilation, outer: OuterScope): QueryPlan {
  const plans = [union.first, ...union.rest.map((member) => member.statement)]
    .map((statement) => compileQuery(statement, compilation, outer))
  const width = plans[0]!.columns.length
  if (plans.some((plan) => plan.columns.length !== width)) {
    throw mysqlError(1222, 'The used SELECT statements have a different number of columns')
  }
  const columns = plans[0]!.columns.map((column, i): OutputColumn => {
    if (plans.length === 1) return column
    const type = commonType(plans.map((plan) => plan.columns[i]!.type))
    return { ...column, type, field: fieldOf(column.name, type) }
  })
  const members = plans.map((plan, i): Member => ({
    plan, distinct: i > 0 && union.rest[i - 1]!.distinct, convert: converter(plan, columns),
  }))
  const scope = new UnionScope(columns, compilation)
  const limit = compileLimit(union.limit, new BlockScope(compilation, null))
  return new UnionPlan(columns, members, scope.order(union.orderBy), limit)
}

function converter(plan: QueryPlan, columns: readonly OutputColumn[]): (row: Row) => Row {
  const isSame = plan.columns.every(({ type }, i) => {
    const common = columns[i]!.type
    return type.class === common.class && type.scale === common.scale
  })
  if (isSame) return (row) => row
  const conversions = plan.columns.map(({ type }, i) => conversion(type, columns[i]!.type))
  return (row) => Object.freeze(row.map((value, i) => conversions[i]!(value)))
}

/** ORDER BY of a UNION sees the columns of the result and nothing else. */
class UnionScope {
  constructor(private readonly columns: readonly OutputColumn[], private readonly compilation: Compilation) {}

  order(orderBy: readonly OrderItem[]): readonly OrderKey[] {
    return orderBy.filter(({ expression }) => expression.kind !== 'null').map(({ expression, descending }) =>
      ({ value: compileExpression(this.named(expression), this.scope()), descending, place: null }))
  }

  private named(expression: Expression): Expression {
    if (expression.kind !== 'literal' || expression.type !== 'int') return expression
    const column = this.columns[Number(expression.value) - 1]
    if (column === undefined) throw mysqlError(1054, `Unknown column '${expression.value}' in 'order clause'`)
    return { kind: 'column', database: null, table: null, name: column.name }
  }

  private scope(): Scope {
    const block = new BlockScope(this.compilation, null)
    return {
      resolve: (column) => this.resolve(column),
      argument: (name) => block.argument(name),
      aggregate: () => null,
      inserted: () => null,
      subquery: (select) => block.subquery(select),
    }
  }

  private resolve(column: ColumnRef): ColumnPlace {
    const name = column.name.toLowerCase()
    const at = column.table === null ? this.columns.findIndex((each) => each.name.toLowerCase() === name) : -1
    if (at < 0) throw unknownColumn(column, 'order clause')
    return { source: 0, column: at, type: this.columns[at]!.type }
  }
}

class UnionPlan implements QueryPlan {
  readonly reads: number

  constructor(
    readonly columns: readonly OutputColumn[], private readonly members: readonly Member[],
    private readonly order: readonly OrderKey[], private readonly limit: LimitPlan,
  ) {
    this.reads = members.reduce((bits, member) => bits | member.plan.reads, 0)
  }

  run(outer: Rows, run: Run, limit: number): readonly Row[] {
    const { offset, count } = this.limit(run)
    const rows = this.sorted(this.gather(outer, run), run)
    return rows.slice(offset, offset + Math.min(count, limit))
  }

  private gather(outer: Rows, run: Run): readonly Row[] {
    let rows: Row[] = []
    const filter = distinctFilter(this.columns.map((column) => column.type))
    for (const { plan, distinct, convert } of this.members) {
      rows = rows.concat(plan.run(outer, run, Infinity).map(convert))
      if (distinct) rows = rows.filter(filter())
    }
    return rows
  }

  private sorted(rows: readonly Row[], run: Run): readonly Row[] {
    if (this.order.length === 0) return rows
    const sortable: Sortable[] = rows.map((row) => ({ row, keys: sortKeys(this.order, [row], run) }))
    sortRows(sortable, this.order.map(({ value, descending }) => ({ type: value.type, descending })))
    return sortable.map(({ row }) => row)
  }
}
