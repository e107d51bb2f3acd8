import type { ColumnRef } from '../ast.ts'
import type { Cursor } from './cursor.ts'

/** A column where nothing else can be meant: `a`, `t.a`, `d.t.a`. */
export function parseColumn(cursor: Cursor): ColumnRef {
  const names = [cursor.name()]
  while (names.length < 3 && cursor.takeOperator('.')) names.push(cursor.anyName())
  const name = names.pop()!
  const table = names.pop() ?? null
  return { kind: 'column', database: names.pop() ?? null, table, name }
}
