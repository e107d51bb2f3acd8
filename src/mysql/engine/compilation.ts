import { assert } from '../../base/index.ts'
import type { BindVariables, TableName } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { TableSchema } from '../storage/table-schema.ts'
import type { TableView } from './access-path.ts'
import { Parameters } from './parameters.ts'

/** The tables that a statement can read. */
export interface TableViews {
  /** Null if there is no such table. Error 1049 for a database that does not exist. */
  view(database: string, name: string): TableView | null
}

/** A table as a plan knows it: by number, and by the schema that it was made for. */
export interface PlannedTable { readonly database: string; readonly name: string; readonly schema: TableSchema }

/** Bits of one number tell the sources of a query and of those around it apart. */
export const SOURCES_MAX = 31

/** What all parts of one statement share while it is being compiled. */
export class Compilation {
  readonly parameters: Parameters
  readonly tables: PlannedTable[] = []

  constructor(
    private readonly views: TableViews,
    private readonly database: string | null,
    binds: BindVariables,
  ) {
    this.parameters = new Parameters(binds)
  }

  /** The number of a table, looking it up by name. Errors: 1046, 1146. */
  table(name: TableName): { readonly table: number; readonly schema: TableSchema } {
    const database = name.database ?? this.database
    if (database === null || database === '') throw mysqlError(1046, 'No database selected')
    const known = this.tables.findIndex((table) => table.database === database && table.name === name.name)
    if (known >= 0) return { table: known, schema: this.tables[known]!.schema }
    const view = this.views.view(database, name.name)
    if (view === null) throw mysqlError(1146, `Table '${database}.${name.name}' doesn't exist`)
    this.tables.push({ database, name: name.name, schema: view.schema })
    return { table: this.tables.length - 1, schema: view.schema }
  }

  /** Error 1116. */
  checkSources(count: number): void {
    assert(count >= 0, 'sources are counted')
    if (count > SOURCES_MAX) throw mysqlError(1116, `Too many tables; MySQL can only use ${SOURCES_MAX} tables in a join`)
  }
}
