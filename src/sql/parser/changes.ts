import type {
  Argument, Assignment, Delete, Expression, Insert, TableExpression, TableName, TupleExpression, Update, ValuesRows,
} from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expressions.ts'
import { parseColumn } from './names.ts'
import { parseLimit, parseOrderBy } from './order.ts'
import { parseSelectStatement } from './select.ts'
import { startsSubquery } from './subquery.ts'
import { parsePartitions, parseTableFactor, parseTableList } from './tables.ts'
import { LIST_ARGUMENT } from './tokens.ts'

/** INSERT and REPLACE, in all three forms. */
export function parseInsert(cursor: Cursor): Insert {
  const action = cursor.nextWord() as Insert['action']
  const comments = cursor.comments()
  while (cursor.isAnyWord('low_priority', 'high_priority', 'delayed')) cursor.index++
  const ignore = cursor.take('ignore')
  cursor.take('into')
  const table = cursor.tableName()
  const partitions = parsePartitions(cursor)
  const { columns, source } = cursor.take('set') ? parseInsertSet(cursor) : parseInsertSource(cursor)
  const onDuplicate = cursor.takeAll('on', 'duplicate', 'key', 'update') ? cursor.list(parseAssignment) : []
  return { kind: 'insert', action, comments, ignore, table, partitions, columns, source, onDuplicate }
}

function parseInsertSet(cursor: Cursor): Pick<Insert, 'columns' | 'source'> {
  const assignments = cursor.list(parseAssignment)
  const items = assignments.map((assignment) => assignment.value)
  const source: ValuesRows = { kind: 'values', rows: [{ kind: 'tuple', items }] }
  return { columns: assignments.map((assignment) => assignment.column.name), source }
}

function parseInsertSource(cursor: Cursor): Pick<Insert, 'columns' | 'source'> {
  const hasColumns = cursor.isOperator('(') && !startsSubquery(cursor)
  const columns = hasColumns ? cursor.parenthesized((at) => parseColumn(at).name) : []
  if (!cursor.take('values') && !cursor.take('value')) return { columns, source: parseSelectStatement(cursor) }
  return { columns, source: { kind: 'values', rows: cursor.list(parseRow) } }
}

function parseRow(cursor: Cursor): TupleExpression | Argument {
  if (cursor.kind === LIST_ARGUMENT) return { kind: 'argument', name: cursor.next(), list: true }
  return { kind: 'tuple', items: cursor.parenthesized(parseExpression) }
}

function parseAssignment(cursor: Cursor): Assignment {
  const column = parseColumn(cursor)
  if (!cursor.takeOperator(':=')) cursor.expectOperator('=')
  return { kind: 'assignment', column, value: parseExpression(cursor) }
}

export function parseUpdate(cursor: Cursor): Update {
  cursor.expect('update')
  const comments = cursor.comments()
  cursor.take('low_priority')
  const ignore = cursor.take('ignore')
  const tables = parseTableList(cursor)
  cursor.expect('set')
  const assignments = cursor.list(parseAssignment)
  return { kind: 'update', comments, ignore, tables, assignments, ...parseTail(cursor) }
}

function parseTail(cursor: Cursor): Pick<Update, 'where' | 'orderBy' | 'limit'> {
  const where: Expression | null = cursor.take('where') ? parseExpression(cursor) : null
  const orderBy = parseOrderBy(cursor)
  return { where, orderBy, limit: parseLimit(cursor) }
}

/** `delete from t …`, `delete a from a join b …`, `delete from a using a join b …`. */
export function parseDelete(cursor: Cursor): Delete {
  cursor.expect('delete')
  const comments = cursor.comments()
  while (cursor.isAnyWord('low_priority', 'quick')) cursor.index++
  const ignore = cursor.take('ignore')
  let targets: readonly TableName[] = []
  let tables: readonly TableExpression[]
  let partitions: readonly string[] = []
  if (cursor.take('from')) {
    const start = cursor.index
    targets = cursor.list(parseTarget)
    if (cursor.take('using')) {
      tables = parseTableList(cursor)
    } else {
      targets = []
      cursor.index = start
      const table = parseTableFactor(cursor)
      if (table.kind !== 'table') throw cursor.error('DELETE FROM names one table')
      tables = [{ ...table, partitions: [] }]
      partitions = table.partitions.length > 0 ? table.partitions : parsePartitions(cursor)
    }
  } else {
    targets = cursor.list(parseTarget)
    cursor.expect('from')
    tables = parseTableList(cursor)
  }
  return { kind: 'delete', comments, ignore, targets, tables, partitions, ...parseTail(cursor) }
}

/** `a`, `d.a`, `a.*`. */
function parseTarget(cursor: Cursor): TableName {
  let name = cursor.name()
  let database: string | null = null
  while (cursor.takeOperator('.')) {
    if (cursor.takeOperator('*')) break
    database = name
    name = cursor.anyName()
  }
  return { kind: 'table-name', database, name }
}
