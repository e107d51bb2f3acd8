import type { Subquery } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parseSelectStatement } from './select.ts'
import { END } from './tokens.ts'

/** `(select …)`, in any number of parentheses. */
export function parseSubquery(cursor: Cursor): Subquery {
  cursor.expectOperator('(')
  const select = parseSelectStatement(cursor)
  cursor.expectOperator(')')
  return { kind: 'subquery', select }
}

/** True if the parenthesis here holds a query, and not an expression such as `((select 1), 2)`. */
export function startsSubquery(cursor: Cursor): boolean {
  if (!cursor.isOperator('(')) return false
  if (cursor.word(1) === 'select') return true
  let ahead = 1
  while (cursor.isOperator('(', ahead)) ahead++
  return ahead > 1 && cursor.word(ahead) === 'select' && holdsOnlyQueries(cursor)
}

/** Between queries in parentheses only UNION, ORDER BY and LIMIT can stand; any operator makes it an expression. */
function holdsOnlyQueries(cursor: Cursor): boolean {
  const { kinds } = cursor.tokens
  let depth = 1
  for (let ahead = 1; kinds[cursor.index + ahead] !== END; ahead++) {
    if (cursor.isOperator('(', ahead)) depth++
    if (!cursor.isOperator(')', ahead)) continue
    depth--
    if (depth === 0) return true
    if (depth > 1) continue
    const after = cursor.word(ahead + 1)
    const isQuery = cursor.isOperator(')', ahead + 1) || after === 'union' || after === 'order' || after === 'limit'
    if (!isQuery) return false
  }
  return false
}
