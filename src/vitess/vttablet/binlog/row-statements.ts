import { assert } from '../../../base/index.ts'
import type { RowsEvent } from '../../../mysql/index.ts'
import { encodeValue, printName, type Row } from '../../../sql/index.ts'
import type { BinlogStatement } from '../../wire/index.ts'
import type { TableSchema } from '../tabletserver/schema-reader.ts'

/**
 * One changed row as SQL that names every column. Names come from the tablet's schema by position: the event
 * has none. (Values of TIMESTAMP columns need no conversion here: all servers' rows are in UTC.) Source:
 * go/vt/binlog/binlog_streamer.go appendInserts, appendUpdates, appendDeletes.
 */
export function rowStatement(event: RowsEvent, table: TableSchema): BinlogStatement {
  const name = printName(table.name)
  switch (event.change) {
    case 'insert':
      return { category: 'INSERT', sql: `INSERT INTO ${name} SET ${assignments(event.after!, table)}` }
    case 'update': {
      const change = `SET ${assignments(event.after!, table)} WHERE ${identifiers(event.before!, table)}`
      return { category: 'UPDATE', sql: `UPDATE ${name} ${change}` }
    }
    case 'delete':
      return { category: 'DELETE', sql: `DELETE FROM ${name} WHERE ${identifiers(event.before!, table)}` }
  }
}

function assignments(row: Row, table: TableSchema): string {
  return row.map((value, i) => {
    const field = fieldAt(table, i)
    return `${printName(field.name)}=${value === null ? 'NULL' : encodeValue(value, field.type)}`
  }).join(', ')
}

function identifiers(row: Row, table: TableSchema): string {
  return row.map((value, i) => {
    const field = fieldAt(table, i)
    return `${printName(field.name)}${value === null ? ' IS NULL' : `=${encodeValue(value, field.type)}`}`
  }).join(' AND ')
}

function fieldAt(table: TableSchema, i: number): TableSchema['fields'][number] {
  const field = table.fields[i]
  assert(field !== undefined,
    () => `a row of ${table.name} has a column that the schema lacks: its length was compared before`)
  return field
}
