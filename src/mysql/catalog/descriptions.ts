import { print } from '../../sql/index.ts'
import type { ColumnSchema, TableSchema } from '../storage/table-schema.ts'
import type { Table } from '../storage/table.ts'
import { isNow } from './column-default.ts'
import { plainDefault } from './create-table-text.ts'

/** `PRI`, `UNI` or `MUL`: the strongest index of which the column is (or begins) a part. */
export function keyMark(schema: TableSchema, column: ColumnSchema): string {
  if (schema.primaryKey?.columns.includes(column.index) === true) return 'PRI'
  const leading = schema.indexes.filter((index) => index.columns[0] === column.index)
  if (leading.some((index) => index.kind === 'unique' && index.columns.length === 1)) {
    // A table without primary key shows its first unique key without NULL as one.
    return schema.primaryKey === null && !column.nullable && isFirstNotNullUnique(schema, column) ? 'PRI' : 'UNI'
  }
  return leading.length > 0 ? 'MUL' : ''
}

function isFirstNotNullUnique(schema: TableSchema, column: ColumnSchema): boolean {
  const first = schema.indexes.find((index) =>
    index.kind === 'unique' && index.columns.every((place) => !schema.columns[place]!.nullable))
  return first?.columns[0] === column.index
}

/** The default as DESCRIBE shows it. */
export function shownDefault(column: ColumnSchema): string | null {
  if (column.default === null) return null
  if (isNow(column.default)) return 'CURRENT_TIMESTAMP'
  return plainDefault(column.default) ?? print(column.default)
}

/** `auto_increment`, `on update CURRENT_TIMESTAMP`, or nothing. */
export function extra(column: ColumnSchema): string {
  if (column.autoIncrement) return 'auto_increment'
  return column.onUpdate === null ? '' : 'on update CURRENT_TIMESTAMP'
}

const pageBytes = 16_384
export const averageRowBytes = 100

/** What information_schema says of a table's size: whole pages, by a guess of the bytes in a row. */
export function dataLength(table: Table): number {
  return Math.max(1, Math.ceil((table.data.rowCount * averageRowBytes) / pageBytes)) * pageBytes
}
