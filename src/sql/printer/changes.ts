import type { Assignment, Delete, Expression, Insert, Update } from '../ast.ts'
import { printExpression } from './expressions.ts'
import { printNames, printTableName } from './names.ts'
import { printComments, printPartitions, printSelectStatement, printTables, printTail } from './select.ts'

export function printInsert(node: Insert): string {
  let text = `${node.action} ${printComments(node.comments)}${node.ignore ? 'ignore ' : ''}into `
  text += printTableName(node.table) + printPartitions(node.partitions)
  if (node.columns.length > 0) text += `(${printNames(node.columns)})`
  text += ` ${node.source.kind === 'values' ? printRows(node.source.rows) : printSelectStatement(node.source)}`
  if (node.onDuplicate.length > 0) text += ` on duplicate key update ${printAssignments(node.onDuplicate)}`
  return text
}

function printRows(rows: readonly Expression[]): string {
  return `values ${rows.map(printExpression).join(', ')}`
}

export function printAssignments(assignments: readonly Assignment[]): string {
  return assignments.map(printAssignment).join(', ')
}

export function printAssignment(node: Assignment): string {
  return `${printExpression(node.column)} = ${printExpression(node.value)}`
}

export function printUpdate(node: Update): string {
  const head = `update ${printComments(node.comments)}${node.ignore ? 'ignore ' : ''}${printTables(node.tables)}`
  const where = node.where === null ? '' : ` where ${printExpression(node.where)}`
  return `${head} set ${printAssignments(node.assignments)}${where}${printTail(node.orderBy, node.limit)}`
}

export function printDelete(node: Delete): string {
  const targets = node.targets.length === 0 ? '' : `${node.targets.map(printTableName).join(', ')} `
  const head = `delete ${printComments(node.comments)}${node.ignore ? 'ignore ' : ''}${targets}from `
  const where = node.where === null ? '' : ` where ${printExpression(node.where)}`
  return head + printTables(node.tables) + printPartitions(node.partitions) + where
    + printTail(node.orderBy, node.limit)
}
