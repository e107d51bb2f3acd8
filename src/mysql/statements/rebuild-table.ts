import type { Row, Value } from '../../sql/index.ts'
import type { Alteration } from '../catalog/alter-table.ts'
import { defaultValue, implicitDefault } from '../catalog/column-default.ts'
import { mysqlError } from '../mysql-error.ts'
import { duplicateEntry } from '../storage/duplicate-entry.ts'
import type { ColumnSchema } from '../storage/table-schema.ts'
import { Table } from '../storage/table.ts'
import { columnValueType, storeFor } from '../values/index.ts'

/**
 * The table under its new schema, with its rows. Errors are those of storing values (1265, 1406, ...), 1062 where a new
 * unique key has duplicates, 1138 where a NULL may not stay.
 */
export function rebuildTable(table: Table, alteration: Alteration): Table {
  const { schema, origins } = alteration
  const rebuilt = new Table(schema)
  const convert = sharesRows(table, alteration) ? (row: Row) => row : rowConverter(table, origins, schema.columns)
  const { data } = rebuilt
  let rowNumber = 0
  table.data.rows.ascend(null, null, (row) => {
    const converted = convert(row, ++rowNumber)
    rebuilt.noteAutoIncrement(converted)
    const key = rebuilt.newKey(converted)
    const conflict = data.conflict(converted, key, null)
    if (conflict !== null) throw duplicateEntry(rebuilt, conflict.index, converted)
    data.change(key, null, key, converted)
  })
  if (rebuilt.nextAutoIncrement < table.nextAutoIncrement && schema.autoIncrementColumn >= 0) {
    rebuilt.nextAutoIncrement = table.nextAutoIncrement
  }
  const wanted = alteration.autoIncrement
  if (wanted !== null && wanted > rebuilt.nextAutoIncrement) rebuilt.nextAutoIncrement = wanted
  return rebuilt
}

/** Same columns of the same types in the same places: rows can stay as they are. */
function sharesRows(table: Table, { schema, origins }: Alteration): boolean {
  return schema.columns.length === table.schema.columns.length
    && schema.columns.every((column, place) => origins[place] === place && holdsSame(table.schema.columns[place]!, column))
}

function holdsSame(before: ColumnSchema, after: ColumnSchema): boolean {
  const { type: a } = before
  const { type: b } = after
  return a.name === b.name && a.length === b.length && a.scale === b.scale && a.unsigned === b.unsigned
    && before.collation === after.collation && (after.nullable || !before.nullable)
    && a.values.join('\u0000') === b.values.join('\u0000')
}

function rowConverter(
  table: Table, origins: readonly number[], columns: readonly ColumnSchema[],
): (row: Row, rowNumber: number) => Row {
  const converters = columns.map((column, place) => valueConverter(table, origins[place]!, column))
  return (row, rowNumber) => Object.freeze(converters.map((convert) => convert(row, rowNumber)))
}

function valueConverter(table: Table, origin: number, column: ColumnSchema): (row: Row, rowNumber: number) => Value {
  if (origin < 0) {
    const given = defaultValue(column, 0)
    const value = given === undefined ? implicitDefault(column) : given
    return () => value
  }
  const before = table.schema.columns[origin]!
  const type = columnValueType(before)
  const store = storeFor(column)
  return (row, rowNumber) => {
    const value = row[origin]!
    if (value !== null) return store(value, type, rowNumber)
    if (column.nullable) return null
    throw mysqlError(1138, 'Invalid use of NULL value')
  }
}
