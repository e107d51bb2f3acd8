import type { Limit, OrderItem, RowLock } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expressions.ts'

const NO_ORDER: readonly OrderItem[] = Object.freeze([])

/** `order by a, b desc`, or nothing. */
export function parseOrderBy(cursor: Cursor): readonly OrderItem[] {
  if (!cursor.takeAll('order', 'by')) return NO_ORDER
  return cursor.list((at): OrderItem => {
    const expression = parseExpression(at)
    const descending = at.take('desc')
    if (!descending) at.take('asc')
    return { kind: 'order', expression, descending }
  })
}

/** `limit n`, `limit offset, n`, `limit n offset m`, or nothing. */
export function parseLimit(cursor: Cursor): Limit | null {
  if (!cursor.take('limit')) return null
  const first = parseExpression(cursor)
  if (cursor.takeOperator(',')) return { kind: 'limit', offset: first, count: parseExpression(cursor) }
  if (cursor.take('offset')) return { kind: 'limit', offset: parseExpression(cursor), count: first }
  return { kind: 'limit', offset: null, count: first }
}

/** `for update`, `lock in share mode`, or nothing. */
export function parseRowLock(cursor: Cursor): RowLock {
  if (cursor.takeAll('for', 'update')) return 'for update'
  if (cursor.takeAll('lock', 'in', 'share', 'mode')) return 'lock in share mode'
  return 'none'
}
