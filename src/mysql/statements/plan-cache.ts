import type { BindVariables, Statement } from '../../sql/index.ts'
import { informationSchema, informationSchemaTable } from '../catalog/information-schema.ts'
import { Compilation, type Parameters, type PlannedTable, type TableView } from '../engine/index.ts'
import type { Session } from '../server/session.ts'
import type { Databases } from '../storage/databases.ts'
import type { TableData } from '../storage/table-data.ts'
import type { Table } from '../storage/table.ts'

/** A plan, and what it was made for. */
export interface Prepared<Plan> {
  readonly database: string
  readonly tables: readonly PlannedTable[]
  readonly parameters: Parameters
  readonly plan: Plan
}

const plans = new WeakMap<Statement, Prepared<unknown>[]>()

/**
 * The plan of a statement: made once for a statement (trees are kept by their text), a default database, the definitions
 * of its tables (definitions are one object each, in all worlds) and the types of its bind variables.
 */
export function prepare<Plan>(
  session: Session, statement: Statement, binds: BindVariables, make: (compilation: Compilation) => Plan,
): Prepared<Plan> {
  const { database, server: { databases } } = session
  let known = plans.get(statement)
  if (known === undefined) plans.set(statement, (known = []))
  for (const entry of known) {
    if (entry.database === database && isCurrent(databases, entry.tables) && entry.parameters.fit(binds)) {
      return entry as Prepared<Plan>
    }
  }
  const views = { view: (of: string, name: string) => findView(databases, of, name, committed) }
  const compilation = new Compilation(views, database, binds)
  const plan = make(compilation)
  const entry: Prepared<Plan> = { database, tables: compilation.tables, parameters: compilation.parameters, plan }
  known.push(entry)
  return entry
}

const committed = (table: Table): TableData => table.data

function isCurrent(databases: Databases, tables: readonly PlannedTable[]): boolean {
  for (const { database, name, schema } of tables) {
    if (database === informationSchema) continue
    if (databases.findTable(database, name)?.schema !== schema) return false
  }
  return true
}

/** The tables of a plan by number, as this statement reads them. */
export function viewsOf(session: Session, tables: readonly PlannedTable[], read: (table: Table) => TableData): TableView[] {
  return tables.map(({ database, name }) => findView(session.server.databases, database, name, read)!)
}

/** Null if there is no such table. Error 1049 for an unknown database. */
function findView(
  databases: Databases, database: string, name: string, read: (table: Table) => TableData,
): TableView | null {
  if (database.toLowerCase() === informationSchema) return informationSchemaTable(databases, name) ?? null
  const table = databases.get(database).tables.get(name)
  return table === undefined ? null : read(table)
}
