import type { ColumnType, TypeName } from '../../sql/index.ts'

interface TypeFacts {
  readonly typeName: TypeName
  readonly unsignedTypeName?: TypeName
  /** The width that MySQL writes where none was given. */
  readonly width?: number
  readonly unsignedWidth?: number
  readonly text?: true
}

const facts = new Map<string, TypeFacts>([
  ['tinyint', { typeName: 'INT8', unsignedTypeName: 'UINT8', width: 4, unsignedWidth: 3 }],
  ['smallint', { typeName: 'INT16', unsignedTypeName: 'UINT16', width: 6, unsignedWidth: 5 }],
  ['mediumint', { typeName: 'INT24', unsignedTypeName: 'UINT24', width: 9, unsignedWidth: 8 }],
  ['int', { typeName: 'INT32', unsignedTypeName: 'UINT32', width: 11, unsignedWidth: 10 }],
  ['bigint', { typeName: 'INT64', unsignedTypeName: 'UINT64', width: 20, unsignedWidth: 20 }],
  ['float', { typeName: 'FLOAT32' }],
  ['double', { typeName: 'FLOAT64' }],
  ['decimal', { typeName: 'DECIMAL', width: 10 }],
  ['bit', { typeName: 'BIT', width: 1 }],
  ['year', { typeName: 'YEAR', width: 4 }],
  ['date', { typeName: 'DATE' }],
  ['time', { typeName: 'TIME' }],
  ['datetime', { typeName: 'DATETIME' }],
  ['timestamp', { typeName: 'TIMESTAMP' }],
  ['char', { typeName: 'CHAR', width: 1, text: true }],
  ['varchar', { typeName: 'VARCHAR', text: true }],
  ['tinytext', { typeName: 'TEXT', text: true }],
  ['text', { typeName: 'TEXT', text: true }],
  ['mediumtext', { typeName: 'TEXT', text: true }],
  ['longtext', { typeName: 'TEXT', text: true }],
  ['enum', { typeName: 'ENUM', text: true }],
  ['set', { typeName: 'SET', text: true }],
  ['binary', { typeName: 'BINARY', width: 1 }],
  ['varbinary', { typeName: 'VARBINARY' }],
  ['tinyblob', { typeName: 'BLOB' }],
  ['blob', { typeName: 'BLOB' }],
  ['mediumblob', { typeName: 'BLOB' }],
  ['longblob', { typeName: 'BLOB' }],
  ['json', { typeName: 'JSON' }],
])

const synonyms = new Map<string, string>([
  ['int4', 'int'], ['int8', 'bigint'], ['int2', 'smallint'], ['int1', 'tinyint'], ['int3', 'mediumint'],
  ['bool', 'tinyint'], ['boolean', 'tinyint'], ['numeric', 'decimal'], ['float8', 'double'], ['float4', 'float'],
  ['nvarchar', 'varchar'],
])

/** The type with MySQL's own name and the width that it adds: `integer` becomes `int(11)`, `bool` `tinyint(1)`. */
export function canonicalType(type: ColumnType): ColumnType {
  const name = synonyms.get(type.name) ?? type.name
  const fact = facts.get(name)
  const width = type.unsigned ? fact?.unsignedWidth ?? fact?.width : fact?.width
  const isBoolean = type.name === 'bool' || type.name === 'boolean'
  return Object.freeze({
    ...type,
    name,
    length: type.length ?? (isBoolean ? 1 : width ?? null),
    scale: type.scale ?? (name === 'decimal' ? 0 : null),
    // ZEROFILL means UNSIGNED as well.
    unsigned: type.unsigned || type.zerofill,
  })
}

/** Vitess's name for a canonical type. */
export function typeNameOf(type: ColumnType): TypeName {
  const fact = facts.get(type.name)
  if (fact === undefined) return 'EXPRESSION'
  return type.unsigned ? fact.unsignedTypeName ?? fact.typeName : fact.typeName
}

/** Whether values are text with a collation, not bytes or numbers. */
export function isTextType(type: ColumnType): boolean {
  return facts.get(type.name)?.text === true
}

/** Whether MySQL allows no DEFAULT: BLOB, TEXT and JSON. */
export function hasNoDefault(type: ColumnType): boolean {
  return /text$|blob$|^json$/.test(type.name)
}

/** The type as DESCRIBE shows it: `bigint(20) unsigned`, `enum('a','b')`. */
export function typeText(type: ColumnType): string {
  let text = type.name
  if (type.values.length > 0) text += `(${type.values.map(quoteText).join(',')})`
  else if (type.length !== null) text += type.scale === null ? `(${type.length})` : `(${type.length},${type.scale})`
  if (type.unsigned) text += ' unsigned'
  if (type.zerofill) text += ' zerofill'
  return text
}

/** Text in single quotes, as SHOW CREATE TABLE writes defaults and comments. */
export function quoteText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n')
  return `'${escaped}'`
}
