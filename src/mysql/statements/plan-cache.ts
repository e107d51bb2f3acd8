import type { BindVariables, Statement } from '../../sql/index.ts'
import { informationSchema, informationSchemaTable } from '../catalog/information-schema.ts'
import { Compilation, type Parameters, type PlannedTable, type TableView } from '../engine/index.ts'
import type { Session } from '../server/session.ts'
import type { Databases } from '../storage/databases.ts'
import type { TableData } from '../storage/table-data.ts'
import type { Table } from '../storage/table.ts'

/** A plan, and what it was made for. */
interface Prepared<Plan> {
  readonly database: string
  readonly named: readonly PlannedTable[]
  readonly parameters: Parameters
  readonly plan: Plan
}

/** A plan with the tables of one server, by number; null for those of information_schema, which are made when read. */
export interface Ready<Plan> extends Prepared<Plan> {
  readonly tables: readonly (Table | null)[]
}

const plans = new WeakMap<Statement, Prepared<unknown>[]>()

/** The plans that a server has used last, until a definition changes. */
export class ReadyPlans {
  private readonly ready = new Map<Statement, Ready<unknown>>()
  private version = -1

  of(databases: Databases): Map<Statement, Ready<unknown>> {
    if (this.version !== databases.version) {
      this.ready.clear()
      this.version = databases.version
    }
    return this.ready
  }
}

/**
 * The plan of a statement: made once for a statement (trees are kept by their text), a default database, the definitions
 * of its tables (definitions are one object each, in all worlds) and the types of its bind variables.
 */
export function prepare<Plan>(
  session: Session, statement: Statement, binds: BindVariables, make: (compilation: Compilation) => Plan,
): Ready<Plan> {
  const { database, server: { databases, plans } } = session
  const usedLast = plans.of(databases)
  const last = usedLast.get(statement)
  if (last !== undefined && last.database === database && last.parameters.fit(binds)) return last as Ready<Plan>
  const prepared = find(databases, database, statement, binds, make)
  const tables = prepared.named.map((table) => databases.findTable(table.database, table.name) ?? null)
  const { named, parameters, plan } = prepared
  const ready: Ready<Plan> = { database, named, parameters, plan, tables }
  usedLast.set(statement, ready)
  return ready
}

function find<Plan>(
  databases: Databases, database: string, statement: Statement, binds: BindVariables,
  make: (compilation: Compilation) => Plan,
): Prepared<Plan> {
  let known = plans.get(statement)
  if (known === undefined) plans.set(statement, (known = []))
  for (const entry of known) {
    if (entry.database === database && isCurrent(databases, entry.named) && entry.parameters.fit(binds)) {
      return entry as Prepared<Plan>
    }
  }
  const views = { view: (of: string, name: string) => findView(databases, of, name, committed) }
  const compilation = new Compilation(views, database, binds)
  const plan = make(compilation)
  const entry: Prepared<Plan> = { database, named: compilation.tables, parameters: compilation.parameters, plan }
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

/** A table that the statement changes. Error 1146 for one of information_schema. */
export function tableOf(session: Session, { tables, named }: Ready<unknown>, number: number): Table {
  return tables[number] ?? session.server.databases.table(named[number]!.database, named[number]!.name)
}

/** The tables of a plan by number, as this statement reads them. */
export function viewsOf(
  session: Session, { tables, named }: Ready<unknown>, read: (table: Table) => TableData,
): readonly TableView[] {
  const views: TableView[] = []
  for (let i = 0; i < tables.length; i++) {
    const table = tables[i]!
    views.push(table === null ? informationSchemaTable(session.server.databases, named[i]!.name)! : read(table))
  }
  return views
}

/** Null if there is no such table. Error 1049 for an unknown database. */
function findView(
  databases: Databases, database: string, name: string, read: (table: Table) => TableData,
): TableView | null {
  if (database.toLowerCase() === informationSchema) return informationSchemaTable(databases, name) ?? null
  const table = databases.get(database).tables.get(name)
  return table === undefined ? null : read(table)
}
