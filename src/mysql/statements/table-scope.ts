import type { ColumnRef } from '../../sql/index.ts'
import { BlockScope, columnsByName, type Compilation, tableColumns } from '../engine/index.ts'
import type { ColumnPlace } from '../expressions/index.ts'
import type { TableSchema } from '../storage/table-schema.ts'
import { columnValueType } from '../values/index.ts'

/** The names in a statement that changes one table: its row is source 0. */
export class TableScope extends BlockScope {
  readonly schema: TableSchema
  private readonly hasInserted: boolean

  /** `hasInserted`: `values(column)` finds the row that was to be inserted, which is source 1. */
  constructor(compilation: Compilation, schema: TableSchema, alias: string, hasInserted = false) {
    super(compilation, null)
    this.schema = schema
    this.hasInserted = hasInserted
    const columns = tableColumns(schema)
    this.parts.push({
      database: schema.database, alias, columns, byName: columnsByName(columns), source: 0, offset: 0, merged: new Set(),
    })
    this.sourceCount = hasInserted ? 2 : 1
  }

  override inserted(column?: ColumnRef): ColumnPlace | null {
    if (column === undefined) return null
    const place = this.schema.columnByName.get(column.name.toLowerCase())
    if (!this.hasInserted || place === undefined) return null
    return { source: 1, column: place, type: columnValueType(this.schema.columns[place]!) }
  }
}
