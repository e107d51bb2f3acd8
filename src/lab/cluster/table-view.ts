import type { Process } from '../../sim/index.ts'
import { ServerDisk } from '../../mysql/index.ts'
import type { Row, TypeName } from '../../sql/index.ts'

/** A table of one mysqld as plain data, for those who look at a world from outside. */
export interface TableView {
  readonly database: string
  readonly name: string
  readonly columns: readonly string[]
  readonly types: readonly TypeName[]
  /** Indexes into `columns`. */
  readonly primaryKey: readonly number[]
}

/**
 * The tables of a database, in the order in which they were made; none if the server has no such database.
 */
export function viewTables(process: Process, database: string): TableView[] {
  return [
    ...ServerDisk.read(process).databases.find(database)?.tables.keys() ?? []
  ].map(name => viewTable(process, database, name)!)
}

/** undefined if there is no such table. */
export function viewTable(process: Process, database: string, name: string): TableView | undefined {
  const schema = ServerDisk.read(process).databases.findTable(database, name)?.schema
  if (schema === undefined) return undefined
  return {
    database, name,
    columns: schema.columns.map(column => column.name),
    types: schema.columns.map(column => column.typeName),
    primaryKey: schema.primaryKey?.columns ?? [],
  }
}

/** What is committed, in the order of the primary key. Rows are shared and frozen. */
export function viewRows(process: Process, database: string, name: string): Row[] {
  const table = ServerDisk.read(process).databases.findTable(database, name)
  const rows: Row[] = []
  table?.data.rows.ascend(null, null, row => {
    rows.push(row)
  })
  return rows
}
