import type {
  Expression, IndexHint, JoinExpression, Limit, OrderItem, RowLock, Select, SelectItem, SelectStatement, TableExpression,
  Union,
} from '../ast.ts'
import { printExpression, printExpressions } from './expressions.ts'
import { printName, printNames, printTableName } from './names.ts'

export function printSelectStatement(node: SelectStatement): string {
  switch (node.kind) {
    case 'select': return printSelect(node)
    case 'union': return printUnion(node)
    case 'paren-select': return `(${printSelectStatement(node.select)})`
  }
}

function printSelect(node: Select): string {
  let text = `select ${printComments(node.comments)}`
  if (node.cache !== null) text += `${node.cache} `
  if (node.calcFoundRows) text += 'sql_calc_found_rows '
  if (node.distinct) text += 'distinct '
  if (node.straightJoin) text += 'straight_join '
  text += node.items.map(printItem).join(', ')
  text += ` from ${node.from.length === 0 ? 'dual' : printTables(node.from)}`
  if (node.where !== null) text += ` where ${printExpression(node.where)}`
  if (node.groupBy.length > 0) text += ` group by ${printExpressions(node.groupBy)}`
  if (node.having !== null) text += ` having ${printExpression(node.having)}`
  return text + printTail(node.orderBy, node.limit, node.lock)
}

/** A member that has a tail of its own, or is a union, needs parentheses to stay what it is. */
function printUnion(node: Union): string {
  let text = printMember(node.first)
  for (const member of node.rest) {
    text += `${member.distinct ? ' union ' : ' union all '}${printMember(member.statement)}`
  }
  return text + printTail(node.orderBy, node.limit, node.lock)
}

function printMember(node: SelectStatement): string {
  const text = printSelectStatement(node)
  if (node.kind === 'paren-select') return text
  const hasTail = node.orderBy.length > 0 || node.limit !== null || node.lock !== 'none'
  return node.kind === 'union' || hasTail ? `(${text})` : text
}

export function printTail(orderBy: readonly OrderItem[], limit: Limit | null, lock: RowLock = 'none'): string {
  let text = ''
  if (orderBy.length > 0) text += ` order by ${printOrderItems(orderBy)}`
  if (limit !== null) text += printLimit(limit)
  return lock === 'none' ? text : `${text} ${lock}`
}

export function printOrderItems(items: readonly OrderItem[]): string {
  return items.map(printOrderItem).join(', ')
}

export function printOrderItem(item: OrderItem): string {
  // As Vitess: what orders nothing has no direction (go/vt/sqlparser/ast.go Order.Format).
  if (item.expression.kind === 'null' || isRandom(item.expression)) return printExpression(item.expression)
  return `${printExpression(item.expression)} ${item.descending ? 'desc' : 'asc'}`
}

function isRandom(expression: Expression): boolean {
  return expression.kind === 'function' && expression.name.toLowerCase() === 'rand'
}

export function printLimit(limit: Limit): string {
  const offset = limit.offset === null ? '' : `${printExpression(limit.offset)}, `
  return ` limit ${offset}${printExpression(limit.count)}`
}

/** As in go/vt/sqlparser/ast.go Comments.Format: each is followed by a space. */
export function printComments(comments: readonly string[]): string {
  let text = ''
  for (const comment of comments) text += `${comment} `
  return text
}

export function printItem(item: SelectItem): string {
  switch (item.kind) {
    case 'star': {
      if (item.table === null) return '*'
      return `${item.database === null ? '' : `${printName(item.database)}.`}${printName(item.table)}.*`
    }
    case 'item': {
      const expression = printExpression(item.expression)
      return item.alias === null ? expression : `${expression} as ${printName(item.alias)}`
    }
    case 'next': return `next ${printExpression(item.count)} values`
  }
}

export function printTables(tables: readonly TableExpression[]): string {
  return tables.map(printTableExpression).join(', ')
}

export function printTableExpression(node: TableExpression): string {
  switch (node.kind) {
    case 'table': {
      const partitions = printPartitions(node.partitions)
      const alias = node.alias === null ? '' : ` as ${printName(node.alias)}`
      return `${printTableName(node.table)}${partitions}${alias}${node.hints.map(printHint).join('')}`
    }
    case 'derived': return `(${printSelectStatement(node.select)}) as ${printName(node.alias)}`
    case 'paren-tables': return `(${printTables(node.tables)})`
    case 'join': return printJoin(node)
  }
}

export function printPartitions(partitions: readonly string[]): string {
  return partitions.length === 0 ? '' : ` partition (${printNames(partitions)})`
}

function printHint(hint: IndexHint): string {
  return ` ${hint.action} index (${printNames(hint.indexes)})`
}

function printJoin(node: JoinExpression): string {
  const right = printTableExpression(node.right)
  let text = `${printTableExpression(node.left)} ${node.join} `
  // Without parentheses a join on the right is read as one of this join's left side, but for `a left join b join c`.
  text += node.right.kind === 'join' && !isOuter(node) ? `(${right})` : right
  if (node.on !== null) text += ` on ${printExpression(node.on)}`
  if (node.using.length > 0) text += ` using (${printNames(node.using)})`
  return text
}

function isOuter(node: JoinExpression): boolean {
  return node.join === 'left join' || node.join === 'right join'
}
