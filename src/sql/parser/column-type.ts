import type { ColumnType } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { INT, STRING } from './tokens.ts'

/** A type as written in a column definition or a cast: `varchar(10) character set utf8`, `bigint(20) unsigned`. */
export function parseColumnType(cursor: Cursor): ColumnType {
  const name = parseTypeName(cursor)
  let length: number | null = null
  let scale: number | null = null
  let values: readonly string[] = []
  if (cursor.isOperator('(')) {
    cursor.index++
    if (cursor.kind === STRING) {
      values = cursor.list((at) => at.string())
    } else {
      length = parseSize(cursor)
      if (cursor.takeOperator(',')) scale = parseSize(cursor)
    }
    cursor.expectOperator(')')
  }
  return { kind: 'type', name, length, scale, ...parseAttributes(cursor, name), values }
}

function parseTypeName(cursor: Cursor): string {
  const name = cursor.nextWord()
  switch (name) {
    case 'integer': return 'int'
    case 'dec': case 'fixed': return 'decimal'
    case 'real': return 'double'
    case 'double':
      cursor.take('precision')
      return name
    case 'character': case 'char': case 'nchar':
      if (cursor.take('varying')) return 'varchar'
      return 'char'
    case 'national':
      return parseTypeName(cursor)
    case 'long':
      if (cursor.take('varbinary')) return 'mediumblob'
      cursor.take('varchar')
      return 'mediumtext'
    case 'signed': case 'unsigned':
      cursor.take('integer')
      return name
    default: return name
  }
}

function parseSize(cursor: Cursor): number {
  if (cursor.kind !== INT) throw cursor.error('expected a length')
  return Number(cursor.next())
}

type Attributes = Pick<ColumnType, 'unsigned' | 'zerofill' | 'charset' | 'collation'>

function parseAttributes(cursor: Cursor, name: string): Attributes {
  const attributes = {
    unsigned: false, zerofill: false, charset: null as string | null, collation: null as string | null,
  }
  for (;;) {
    if (name !== 'unsigned' && cursor.take('unsigned')) attributes.unsigned = true
    else if (name !== 'signed' && cursor.take('signed')) continue
    else if (cursor.take('zerofill')) attributes.zerofill = true
    else if (cursor.takeAll('character', 'set') || cursor.takeAll('char', 'set') || cursor.take('charset')) {
      attributes.charset = charsetName(cursor)
    } else if (cursor.take('collate')) attributes.collation = charsetName(cursor)
    else if (cursor.take('binary')) attributes.collation ??= 'binary'
    else return attributes
  }
}

/** The name of a character set or collation, in lower case: `utf8`, `'utf8'`, or the reserved word `binary`. */
export function charsetName(cursor: Cursor): string {
  return (cursor.kind === STRING ? cursor.next() : cursor.anyName()).toLowerCase()
}
