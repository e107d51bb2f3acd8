import { type Expression, print } from '../../sql/index.ts'
import type { ColumnSchema, IndexSchema, TableSchema } from '../storage/table-schema.ts'
import { defaultCollation } from './charset.ts'
import { hasNoDefault, isTextType, quoteText, typeText } from './column-type.ts'

/** The text of SHOW CREATE TABLE, as MySQL 5.7 lays it out. `nextAutoIncrement` is shown when it is above 1. */
export function createTableText(schema: TableSchema, nextAutoIncrement: number | bigint): string {
  const lines = [
    ...schema.columns.map((column) => columnText(schema, column)),
    ...schema.indexes.map((index) => indexText(schema, index)),
    ...schema.constraints,
  ]
  let text = `CREATE TABLE ${quoteName(schema.name)} (\n  ${lines.join(',\n  ')}\n) ENGINE=InnoDB`
  if (schema.autoIncrementColumn >= 0 && nextAutoIncrement > 1) text += ` AUTO_INCREMENT=${nextAutoIncrement}`
  text += ` DEFAULT CHARSET=${schema.charset}`
  if (schema.collation !== defaultCollation(schema.charset)) text += ` COLLATE=${schema.collation}`
  if (schema.comment !== '') text += ` COMMENT=${quoteText(schema.comment)}`
  return text
}

function columnText(schema: TableSchema, column: ColumnSchema): string {
  let text = `${quoteName(column.name)} ${typeText(column.type)}`
  if (isTextType(column.type)) text += charsetText(schema, column)
  if (!column.nullable) text += ' NOT NULL'
  else if (column.type.name === 'timestamp') text += ' NULL'
  const value = defaultText(column)
  if (value !== null) text += ` DEFAULT ${value}`
  if (column.onUpdate !== null) text += ` ON UPDATE ${print(column.onUpdate).replace(/\(\)$/, '').toUpperCase()}`
  if (column.autoIncrement) text += ' AUTO_INCREMENT'
  if (column.comment !== '') text += ` COMMENT ${quoteText(column.comment)}`
  return text
}

function charsetText(schema: TableSchema, column: ColumnSchema): string {
  const charset = column.collation.split('_')[0]!
  const named = charset === schema.charset ? '' : ` CHARACTER SET ${charset}`
  return column.collation === defaultCollation(charset) ? named : `${named} COLLATE ${column.collation}`
}

function defaultText(column: ColumnSchema): string | null {
  if (column.default === null) {
    return column.nullable && !hasNoDefault(column.type) && !column.autoIncrement ? 'NULL' : null
  }
  const value = plainDefault(column.default)
  return value === null ? expressionText(column.default) : quoteText(value)
}

/** The text of a constant default, null for `current_timestamp`. */
export function plainDefault(expression: Expression): string | null {
  if (expression.kind === 'literal') return expression.type === 'bit' ? null : expression.value
  if (expression.kind === 'boolean') return expression.value ? '1' : '0'
  return null
}

function expressionText(expression: Expression): string {
  if (expression.kind === 'literal') return `b'${expression.value}'`
  return print(expression).replace(/\(\)$/, '').toUpperCase()
}

function indexText(schema: TableSchema, index: IndexSchema): string {
  const columns = index.columns.map((place, i) => {
    const length = index.lengths[i] ?? null
    return quoteName(schema.columns[place]!.name) + (length === null ? '' : `(${length})`)
  }).join(',')
  if (index.kind === 'primary') return `PRIMARY KEY (${columns})`
  return `${index.kind === 'unique' ? 'UNIQUE KEY' : 'KEY'} ${quoteName(index.name)} (${columns})`
}

export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
