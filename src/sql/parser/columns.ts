import type {
  CheckDefinition, ColumnDefinition, ForeignKeyDefinition, IndexColumn, IndexDefinition, TableConstraint,
} from '../ast-statements.ts'
import type { Expression } from '../ast.ts'
import { charsetName, parseColumnType } from './column-type.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression, parseUnary } from './expressions.ts'
import { INT } from './tokens.ts'

/** `id bigint(20) unsigned not null auto_increment comment 'x'`. */
export function parseColumnDefinition(cursor: Cursor): ColumnDefinition {
  const name = cursor.name()
  const type = parseColumnType(cursor)
  const column: { -readonly [Key in keyof ColumnDefinition]: ColumnDefinition[Key] } = {
    kind: 'column-definition', name, type, notNull: false, default: null, onUpdate: null, autoIncrement: false,
    key: null, comment: null,
  }
  while (parseColumnOption(cursor, column)) continue
  return column
}

type Draft = { -readonly [Key in keyof ColumnDefinition]: ColumnDefinition[Key] }

function parseColumnOption(cursor: Cursor, column: Draft): boolean {
  if (cursor.takeAll('not', 'null')) column.notNull = true
  else if (cursor.take('null')) column.notNull = false
  else if (cursor.take('default')) column.default = parseDefault(cursor)
  else if (cursor.takeAll('on', 'update')) column.onUpdate = parseUnary(cursor)
  else if (cursor.take('auto_increment')) column.autoIncrement = true
  else if (cursor.takeAll('primary', 'key')) column.key = 'primary'
  else if (cursor.take('unique')) {
    cursor.take('key')
    column.key = 'unique'
  } else if (cursor.take('key')) column.key = 'key'
  else if (cursor.take('comment')) column.comment = cursor.string()
  else if (cursor.take('collate')) column.type = { ...column.type, collation: charsetName(cursor) }
  else return false
  return true
}

function parseDefault(cursor: Cursor): Expression {
  if (!cursor.takeOperator('(')) return parseUnary(cursor)
  const value = parseExpression(cursor)
  cursor.expectOperator(')')
  return value
}

/** True if a key, a foreign key or a check stands here, not a column. */
export function startsConstraint(cursor: Cursor): boolean {
  switch (cursor.word()) {
    case 'constraint': case 'primary': case 'unique': case 'key': case 'index': case 'fulltext': case 'spatial':
    case 'foreign': case 'check': return true
    default: return false
  }
}

export function parseConstraint(cursor: Cursor): TableConstraint {
  let name: string | null = null
  if (cursor.take('constraint') && cursor.isName()) name = cursor.name()
  if (cursor.takeAll('foreign', 'key')) return parseForeignKey(cursor, name)
  if (cursor.take('check')) return parseCheck(cursor, name)
  return parseIndex(cursor, name)
}

function parseCheck(cursor: Cursor, name: string | null): CheckDefinition {
  cursor.expectOperator('(')
  const condition = parseExpression(cursor)
  cursor.expectOperator(')')
  return { kind: 'check', name, condition }
}

function parseIndex(cursor: Cursor, constraint: string | null): IndexDefinition {
  const word = cursor.nextWord()
  const type = word === 'index' ? 'key' : word as IndexDefinition['type']
  if (type === 'primary') cursor.expect('key')
  else if (type !== 'key' && !cursor.take('key')) cursor.take('index')
  let name = constraint
  if (type !== 'primary' && !cursor.isOperator('(') && !cursor.isWord('using')) name = cursor.anyName()
  if (cursor.take('using')) cursor.index++
  const columns = parseIndexColumns(cursor)
  let comment: string | null = null
  for (;;) {
    if (cursor.take('using')) cursor.index++
    else if (cursor.take('comment')) comment = cursor.string()
    else if (cursor.take('key_block_size')) {
      cursor.takeOperator('=')
      cursor.index++
    } else if (cursor.takeAll('with', 'parser')) cursor.index++
    else return { kind: 'index-definition', type, name, columns, comment }
  }
}

/** `(a, b(10), c desc)`. */
export function parseIndexColumns(cursor: Cursor): readonly IndexColumn[] {
  return cursor.parenthesized((at) => {
    const name = at.anyName()
    let length: number | null = null
    if (at.takeOperator('(')) {
      if (at.kind !== INT) throw at.error('expected a length')
      length = Number(at.next())
      at.expectOperator(')')
    }
    const descending = at.take('desc')
    if (!descending) at.take('asc')
    return { name, length, descending }
  })
}

function parseForeignKey(cursor: Cursor, constraint: string | null): ForeignKeyDefinition {
  const name = cursor.isOperator('(') ? constraint : cursor.anyName()
  const columns = cursor.parenthesized((at) => at.anyName())
  cursor.expect('references')
  const table = cursor.tableName()
  const references = cursor.parenthesized((at) => at.anyName())
  let onDelete = ''
  let onUpdate = ''
  for (;;) {
    if (cursor.takeAll('on', 'delete')) onDelete = parseReferenceAction(cursor)
    else if (cursor.takeAll('on', 'update')) onUpdate = parseReferenceAction(cursor)
    else return { kind: 'foreign-key', name, columns, table, references, onDelete, onUpdate }
  }
}

function parseReferenceAction(cursor: Cursor): string {
  const word = cursor.nextWord()
  return word === 'set' || word === 'no' ? `${word} ${cursor.nextWord()}` : word
}
