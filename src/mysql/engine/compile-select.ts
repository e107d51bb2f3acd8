import type { Expression, OrderItem, Select } from '../../sql/index.ts'
import { isAggregateName, rewrite, walk } from '../../sql/index.ts'
import { compileExpression, type Condition, conditionOf, type Scope } from '../expressions/index.ts'
import { mysqlError } from '../mysql-error.ts'
import { BlockScope, type Clause, GroupScope } from './block-scope.ts'
import type { Compilation } from './compilation.ts'
import type { OuterScope } from './compile-query.ts'
import { compileFrom, type JoinedSource } from './from-clause.ts'
import { groupKey, type Grouping } from './grouping.ts'
import { compileLimit, type LimitPlan } from './limit.ts'
import { distinctFilter, type OrderKey } from './ordering.ts'
import { compileItems, type OutputItem } from './output.ts'
import { conjuncts } from './predicates.ts'
import type { QueryPlan } from './query-plan.ts'
import { compileRows, type RowProducer } from './row-producer.ts'
import { SelectPlan } from './select-plan.ts'
import type { WantedOrder } from './table-access.ts'

/** All parts of one SELECT, compiled. */
export interface SelectParts {
  readonly base: number
  /** Where the values of aggregates are, in the rows after grouping. */
  readonly aggregateSource: number
  readonly items: readonly OutputItem[]
  readonly rows: RowProducer
  readonly grouping: Grouping | null
  readonly having: Condition | null
  /** Empty if rows come in the wanted order by themselves. */
  readonly order: readonly OrderKey[]
  readonly limit: LimitPlan
  readonly distinct: ReturnType<typeof distinctFilter> | null
  readonly calcFoundRows: boolean
  readonly reads: number
  /** The items are the columns of the only table, in their order. */
  readonly isWholeRow: boolean
  /** The most columns that a source has. */
  readonly width: number
}

export function compileSelect(select: Select, compilation: Compilation, outer: OuterScope): QueryPlan {
  const block = new BlockScope(compilation, outer)
  const { joined, parts, where } = compileFrom(select.from, block)
  const isGrouped = select.groupBy.length > 0 || hasAggregate(select)
  const group = isGrouped ? new GroupScope(block) : null
  const scope: Scope = group ?? block
  const items = compileItems(select.items, parts, block, scope)
  const grouping = group === null ? null : compileGrouping(select, items, block, group)
  const having = compileHaving(select, items, block, scope)
  const order = compileOrder(implicitOrder(select), items, block, scope)
  const all = [...conjuncts(select.where), ...where]
  block.clause = 'where clause'
  const wanted = grouping === null && !select.distinct ? wantedOrder(order, joined) : null
  const rows = compileRows(joined, all, block, wanted, grouping)
  return new SelectPlan({
    base: block.base,
    aggregateSource: block.end - 1,
    items, rows, grouping, having,
    order: rows.isOrdered ? [] : order,
    limit: compileLimit(select.limit, block),
    distinct: select.distinct ? distinctFilter(items.map((item) => item.type)) : null,
    calcFoundRows: select.calcFoundRows,
    reads: block.outerReads,
    isWholeRow: isWholeRow(items, joined, block),
    width: Math.max(0, ...joined.map(({ source }) => source.width)),
  })
}

function isWholeRow(items: readonly OutputItem[], joined: readonly JoinedSource[], block: BlockScope): boolean {
  if (joined.length !== 1 || items.length !== joined[0]!.source.width) return false
  return items.every((item, i) => {
    const place = item.expression.kind === 'column' ? block.find(item.expression) : null
    return place !== null && place.column === i
  })
}

function hasAggregate(select: Select): boolean {
  let found = false
  const look = (expression: Expression): void => walk(expression, (node) => {
    if (node.kind === 'subquery') return false
    found ||= node.kind === 'group-concat' || (node.kind === 'function' && isAggregateName(node.name))
    return !found
  })
  for (const item of select.items) if (item.kind === 'item') look(item.expression)
  if (select.having !== null) look(select.having)
  for (const item of select.orderBy) look(item.expression)
  return found
}

function compileGrouping(
  select: Select, items: readonly OutputItem[], block: BlockScope, group: GroupScope,
): Grouping {
  block.clause = 'group statement'
  const by = select.groupBy.map((expression) => {
    const named = byPosition(expression, items, 'group statement') ?? byAlias(expression, items, block)
    return compileExpression(named, block)
  })
  return { keyOf: by.length === 0 ? null : groupKey(by), aggregates: group.aggregates }
}

function compileHaving(
  select: Select, items: readonly OutputItem[], block: BlockScope, scope: Scope,
): Condition | null {
  if (select.having === null) return null
  block.clause = 'having clause'
  return conditionOf(compileExpression(withAliases(select.having, items), scope))
}

/** Without ORDER BY, groups come in the order of what they are grouped by (MySQL 5.7; 8.0 no longer does so). */
function implicitOrder(select: Select): readonly OrderItem[] {
  if (select.orderBy.length > 0) return select.orderBy
  return select.groupBy.map((expression) => ({ kind: 'order', expression, descending: false }))
}

function compileOrder(
  orderBy: readonly OrderItem[], items: readonly OutputItem[], block: BlockScope, scope: Scope,
): readonly OrderKey[] {
  block.clause = 'order clause'
  return orderBy.flatMap(({ expression, descending }): readonly OrderKey[] => {
    if (expression.kind === 'null') return []
    const named = byPosition(expression, items, 'order clause') ?? withAliases(expression, items)
    return [orderKey(named, descending, block, scope)]
  })
}

function orderKey(expression: Expression, descending: boolean, block: BlockScope, scope: Scope): OrderKey {
  const place = expression.kind === 'column' ? block.find(expression) : null
  return { value: compileExpression(expression, scope), descending, place }
}

/** `order by 2`: the second column. Error 1054 if there is none. */
function byPosition(expression: Expression, items: readonly OutputItem[], clause: Clause): Expression | null {
  if (expression.kind !== 'literal' || expression.type !== 'int') return null
  const item = items[Number(expression.value) - 1]
  if (item === undefined) throw mysqlError(1054, `Unknown column '${expression.value}' in '${clause}'`)
  return item.expression
}

/** GROUP BY looks for a column first, and then for an alias. */
function byAlias(expression: Expression, items: readonly OutputItem[], block: BlockScope): Expression {
  if (expression.kind !== 'column' || expression.table !== null) return expression
  if (block.find(expression) !== null) return expression
  return aliased(expression.name, items) ?? expression
}

/** ORDER BY and HAVING look for an alias first. Inside an aggregate, and inside a subquery, columns are meant. */
function withAliases(expression: Expression, items: readonly OutputItem[]): Expression {
  return rewrite(expression, (node) => {
    switch (node.kind) {
      case 'subquery': case 'group-concat': return node
      case 'function': return isAggregateName(node.name) ? node : null
      case 'column': return node.table === null ? aliased(node.name, items) : null
      default: return null
    }
  })
}

function aliased(name: string, items: readonly OutputItem[]): Expression | null {
  const lower = name.toLowerCase()
  return items.find((item) => item.alias?.toLowerCase() === lower)?.expression ?? null
}

/** An order that an index may give: columns of the one table there is, all in one direction. */
function wantedOrder(order: readonly OrderKey[], joined: readonly JoinedSource[]): WantedOrder | null {
  if (order.length === 0 || joined.length !== 1) return null
  const { descending } = order[0]!
  const columns: number[] = []
  for (const { place, descending: other } of order) {
    if (place === null || other !== descending || place.source !== joined[0]!.source.index) return null
    columns.push(place.column)
  }
  return { columns, descending }
}
