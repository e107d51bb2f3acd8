import type { TableDefinition } from '../wire/index.ts'
import type { TypeName } from '../../sql/index.ts'
import { type SqlEncoder, sqlEncoder } from './sql-text.ts'

/** A table as the clone reads and writes it: its columns with the primary key first. */
export interface CloneTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly columnTypes: readonly TypeName[]
  /** The first columns of `columns`, in the order of the key. */
  readonly primaryKeyColumns: readonly string[]
  readonly type: TableDefinition['type']
  readonly rowCount: number
  readonly encoders: readonly SqlEncoder[]
}

/** Source: go/vt/worker/diff_utils.go reorderColumnsPrimaryKeyFirst. */
export function cloneTable(definition: TableDefinition): CloneTable {
  const { columns, columnTypes, primaryKeyColumns } = definition
  const order = [...primaryKeyColumns, ...columns.filter(column => !primaryKeyColumns.includes(column))]
  const types = order.map(column => columnTypes[columns.indexOf(column)] as TypeName)
  return {
    name: definition.name, columns: order, columnTypes: types, primaryKeyColumns, type: definition.type,
    rowCount: definition.rowCount, encoders: types.map(sqlEncoder),
  }
}
