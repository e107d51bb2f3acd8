import type { Failure } from '../../sim/index.ts'
import { type Row, valueText } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Table } from './table.ts'

/** Error 1062 for a row that has the same values in a unique index as another one. */
export function duplicateEntry(table: Table, index: number, row: Row): Failure {
  const { name, columns, lengths } = table.schema.indexes[index]!
  const entry = columns.map((place, i) => {
    const text = valueText(row[place]!) ?? 'NULL'
    return lengths[i] === null ? text : text.slice(0, lengths[i])
  }).join('-')
  return mysqlError(1062, `Duplicate entry '${entry}' for key '${name}'`)
}
