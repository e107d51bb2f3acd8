import type { Expression, ParenSelect, Select, SelectItem, SelectStatement, TableExpression } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expressions.ts'
import { parseLimit, parseOrderBy, parseRowLock } from './order.ts'
import { parseTableList } from './tables.ts'
import { ARGUMENT, INT, OPERATOR, QUOTED, STRING, WORD } from './tokens.ts'

/** A query: one SELECT, a UNION of them, or either in parentheses. */
export function parseSelectStatement(cursor: Cursor): SelectStatement {
  const first = parseTerm(cursor)
  if (!cursor.isWord('union')) return first.kind === 'paren-select' ? withTail(cursor, first) : first
  return parseUnion(cursor, first)
}

function parseTerm(cursor: Cursor): Select | ParenSelect {
  if (!cursor.takeOperator('(')) return parseSelect(cursor)
  const select = parseSelectStatement(cursor)
  cursor.expectOperator(')')
  return { kind: 'paren-select', select }
}

/** `(select 1) order by a limit 1` is a union of one. */
function withTail(cursor: Cursor, first: ParenSelect): SelectStatement {
  if (!cursor.isAnyWord('order', 'limit', 'for', 'lock')) return first
  const orderBy = parseOrderBy(cursor)
  const limit = parseLimit(cursor)
  return { kind: 'union', first, rest: [], orderBy, limit, lock: parseRowLock(cursor) }
}

/** ORDER BY, LIMIT and the lock behind the last SELECT without parentheses belong to the whole union. */
function parseUnion(cursor: Cursor, first: Select | ParenSelect): SelectStatement {
  checkHasNoTail(cursor, first)
  const rest: { distinct: boolean; statement: SelectStatement }[] = []
  let last: Select | ParenSelect = first
  while (cursor.take('union')) {
    if (rest.length > 0) checkHasNoTail(cursor, last)
    const all = cursor.take('all')
    if (!all) cursor.take('distinct')
    last = parseTerm(cursor)
    rest.push({ distinct: !all, statement: last })
  }
  if (last.kind === 'paren-select') {
    const orderBy = parseOrderBy(cursor)
    const limit = parseLimit(cursor)
    return { kind: 'union', first, rest, orderBy, limit, lock: parseRowLock(cursor) }
  }
  const { orderBy, limit, lock } = last
  rest[rest.length - 1]!.statement = { ...last, orderBy: [], limit: null, lock: 'none' }
  return { kind: 'union', first, rest, orderBy, limit, lock }
}

function checkHasNoTail(cursor: Cursor, select: Select | ParenSelect): void {
  if (select.kind === 'paren-select') return
  if (select.orderBy.length > 0 || select.limit !== null || select.lock !== 'none') {
    throw cursor.error('a SELECT with ORDER BY, LIMIT or a lock needs parentheses inside a UNION')
  }
}

function parseSelect(cursor: Cursor): Select {
  cursor.expect('select')
  const comments = cursor.comments()
  const options = parseOptions(cursor)
  const items = cursor.list(parseItem)
  const from = cursor.take('from') ? parseFrom(cursor) : []
  const where = cursor.take('where') ? parseExpression(cursor) : null
  const groupBy = cursor.takeAll('group', 'by') ? parseGroupBy(cursor) : []
  const having = cursor.take('having') ? parseExpression(cursor) : null
  const orderBy = parseOrderBy(cursor)
  const limit = parseLimit(cursor)
  const lock = parseRowLock(cursor)
  return { kind: 'select', comments, ...options, items, from, where, groupBy, having, orderBy, limit, lock }
}

type Options = Pick<Select, 'distinct' | 'cache' | 'straightJoin' | 'calcFoundRows'>

function parseOptions(cursor: Cursor): Options {
  let distinct = false
  let cache: Select['cache'] = null
  let straightJoin = false
  let calcFoundRows = false
  for (;;) {
    const word = cursor.word()
    switch (word) {
      case 'distinct': case 'distinctrow': distinct = true; break
      case 'sql_no_cache': case 'sql_cache': cache = word; break
      case 'straight_join': straightJoin = true; break
      case 'sql_calc_found_rows': calcFoundRows = true; break
      case 'all': case 'high_priority': case 'sql_small_result': case 'sql_big_result': break
      default: return { distinct, cache, straightJoin, calcFoundRows }
    }
    cursor.index++
  }
}

/** `from dual` is as no FROM at all. */
function parseFrom(cursor: Cursor): readonly TableExpression[] {
  return cursor.take('dual') ? [] : parseTableList(cursor)
}

function parseItem(cursor: Cursor): SelectItem {
  if (cursor.takeOperator('*')) return { kind: 'star', database: null, table: null }
  if (cursor.isWord('next')) {
    const next = parseNext(cursor)
    if (next !== null) return next
  }
  const star = parseQualifiedStar(cursor)
  if (star !== null) return star
  return { kind: 'item', expression: parseExpression(cursor), alias: parseAlias(cursor) }
}

/** `t.*`, `d.t.*`. */
function parseQualifiedStar(cursor: Cursor): SelectItem | null {
  const { kinds, texts } = cursor.tokens
  const at = cursor.index
  const isPart = (index: number): boolean =>
    (kinds[index] === WORD || kinds[index] === QUOTED) && kinds[index + 1] === OPERATOR && texts[index + 1] === '.'
  if (!isPart(at)) return null
  if (cursor.isOperator('*', 2)) {
    cursor.index += 3
    return { kind: 'star', database: null, table: texts[at]! }
  }
  if (!isPart(at + 2) || !cursor.isOperator('*', 4)) return null
  cursor.index += 5
  return { kind: 'star', database: texts[at]!, table: texts[at + 2]! }
}

/** Vitess's own `next value` and `next :n values`, of a sequence table. */
function parseNext(cursor: Cursor): SelectItem | null {
  if (cursor.word(1) === 'value') {
    cursor.index += 2
    return { kind: 'next', count: { kind: 'literal', type: 'int', value: '1' } }
  }
  const kind = cursor.tokens.kinds[cursor.index + 1]
  if ((kind !== INT && kind !== ARGUMENT) || cursor.word(2) !== 'values') return null
  cursor.index++
  const text = cursor.next()
  cursor.index++
  const count: Expression = kind === INT
    ? { kind: 'literal', type: 'int', value: text }
    : { kind: 'argument', name: text, list: false }
  return { kind: 'next', count }
}

function parseAlias(cursor: Cursor): string | null {
  if (cursor.take('as')) return cursor.kind === STRING ? cursor.next() : cursor.name()
  if (cursor.kind === STRING || cursor.isName()) return cursor.next()
  return null
}

function parseGroupBy(cursor: Cursor): Expression[] {
  return cursor.list((at) => {
    const expression = parseExpression(at)
    if (!at.take('asc')) at.take('desc')
    return expression
  })
}
