import { mysqlError } from '../mysql-error.ts'
import type { Databases } from '../storage/databases.ts'
import type { TableData } from '../storage/table-data.ts'
import type { Table } from '../storage/table.ts'

/** All that was committed at one moment. Taking it copies nothing: committed data is never changed in place. */
export class Snapshot {
  private readonly data = new Map<Table, TableData>()

  constructor(databases: Databases) {
    for (const table of databases.tables()) this.data.set(table, table.data)
  }

  /** Error 1412 for a table that was defined, or defined anew, since. */
  of(table: Table): TableData {
    const data = this.data.get(table)
    if (data === undefined) throw mysqlError(1412, 'Table definition has changed, please retry transaction')
    return data
  }
}
