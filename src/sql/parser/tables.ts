import type { IndexHint, JoinExpression, JoinKind, TableExpression } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expressions.ts'
import { parseSelectStatement } from './select.ts'
import { startsSubquery } from './subquery.ts'
import { STRING } from './tokens.ts'

/** `a, b join c on …`: what stands after FROM, and after UPDATE. */
export function parseTableList(cursor: Cursor): readonly TableExpression[] {
  return cursor.list(parseJoins)
}

function parseJoins(cursor: Cursor): TableExpression {
  let left = parseTableFactor(cursor)
  for (;;) {
    const join = parseJoinKind(cursor)
    if (join === null) return left
    left = parseJoin(cursor, left, join)
  }
}

function parseJoin(cursor: Cursor, left: TableExpression, join: JoinKind): JoinExpression {
  const isOuter = join === 'left join' || join === 'right join'
  const right = isOuter ? parseOuterSide(cursor) : parseTableFactor(cursor)
  return { kind: 'join', join, left, right, ...parseCondition(cursor, join) }
}

/** `a left join b join c on … on …`: the inner join with a condition of its own belongs to the right side. */
function parseOuterSide(cursor: Cursor): TableExpression {
  let right = parseTableFactor(cursor)
  for (;;) {
    const join = cursor.isAnyWord('on', 'using') ? null : parseJoinKind(cursor)
    if (join === null) return right
    right = parseJoin(cursor, right, join)
  }
}

function parseCondition(cursor: Cursor, join: JoinKind): Pick<JoinExpression, 'on' | 'using'> {
  if (join.startsWith('natural')) return { on: null, using: [] }
  if (cursor.take('on')) return { on: parseExpression(cursor), using: [] }
  if (cursor.take('using')) return { on: null, using: cursor.parenthesized((at) => at.name()) }
  if (join === 'left join' || join === 'right join') throw cursor.error(`${join.toUpperCase()} needs ON`)
  return { on: null, using: [] }
}

function parseJoinKind(cursor: Cursor): JoinKind | null {
  switch (cursor.word()) {
    case 'join':
      cursor.index++
      return 'join'
    case 'inner': case 'cross':
      cursor.index++
      cursor.expect('join')
      return 'join'
    case 'straight_join':
      cursor.index++
      return 'straight_join'
    case 'left': case 'right': {
      const side = cursor.nextWord()
      cursor.take('outer')
      cursor.expect('join')
      return side === 'left' ? 'left join' : 'right join'
    }
    case 'natural': return parseNatural(cursor)
    default: return null
  }
}

function parseNatural(cursor: Cursor): JoinKind {
  cursor.index++
  const side = cursor.isAnyWord('left', 'right') ? cursor.nextWord() : null
  if (side === null) cursor.take('inner')
  else cursor.take('outer')
  cursor.expect('join')
  if (side === null) return 'natural join'
  return side === 'left' ? 'natural left join' : 'natural right join'
}

/** One table with its alias, a derived table, or tables in parentheses. */
export function parseTableFactor(cursor: Cursor): TableExpression {
  if (startsSubquery(cursor)) {
    cursor.expectOperator('(')
    const select = parseSelectStatement(cursor)
    cursor.expectOperator(')')
    const alias = parseTableAlias(cursor)
    if (alias === null) throw cursor.error('Every derived table must have its own alias')
    return { kind: 'derived', select, alias }
  }
  if (cursor.takeOperator('(')) {
    const tables = parseTableList(cursor)
    cursor.expectOperator(')')
    return { kind: 'paren-tables', tables }
  }
  const table = cursor.tableName()
  const partitions = parsePartitions(cursor)
  const alias = parseTableAlias(cursor)
  return { kind: 'table', table, alias, partitions, hints: parseHints(cursor) }
}

export function parsePartitions(cursor: Cursor): readonly string[] {
  if (!cursor.isWord('partition') || !cursor.isOperator('(', 1)) return []
  cursor.index++
  return cursor.parenthesized((at) => at.name())
}

function parseTableAlias(cursor: Cursor): string | null {
  if (cursor.take('as')) return cursor.kind === STRING ? cursor.next() : cursor.name()
  return cursor.isName() ? cursor.next() : null
}

function parseHints(cursor: Cursor): readonly IndexHint[] {
  const hints: IndexHint[] = []
  while (cursor.isAnyWord('use', 'force', 'ignore') && (cursor.word(1) === 'index' || cursor.word(1) === 'key')) {
    const action = cursor.nextWord() as IndexHint['action']
    cursor.index++
    hints.push({ action, indexes: cursor.parenthesized((at) => at.anyName()) })
  }
  return hints
}
