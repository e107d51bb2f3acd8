import { mysqlError } from '../mysql-error.ts'
import type { Table } from './table.ts'

/** A database: tables by name. Names are compared as they are, as on Linux. */
export class Database {
  readonly name: string
  readonly charset: string
  readonly collation: string
  readonly tables = new Map<string, Table>()

  constructor(name: string, charset: string, collation: string) {
    this.name = name
    this.charset = charset
    this.collation = collation
  }
}

/** All databases of a server. On its disk. */
export class Databases {
  private readonly databases = new Map<string, Database>()
  /** Counts definitions: whoever keeps what he found by name looks again when it has changed. */
  version = 0

  all(): readonly Database[] {
    return [...this.databases.values()]
  }

  find(name: string): Database | undefined {
    return this.databases.get(name)
  }

  /** Error 1046 without a name, 1049 if there is none of this name. */
  get(name: string): Database {
    if (name === '') throw mysqlError(1046, 'No database selected')
    const database = this.databases.get(name)
    if (database === undefined) throw mysqlError(1049, `Unknown database '${name}'`)
    return database
  }

  add(database: Database): void {
    this.databases.set(database.name, database)
    this.version++
  }

  remove(name: string): void {
    this.databases.delete(name)
    this.version++
  }

  findTable(database: string, name: string): Table | undefined {
    return this.databases.get(database)?.tables.get(name)
  }

  /** Error 1046 without a database, 1146 if there is no such table. */
  table(database: string, name: string): Table {
    if (database === '') throw mysqlError(1046, 'No database selected')
    const table = this.databases.get(database)?.tables.get(name)
    if (table === undefined) throw mysqlError(1146, `Table '${database}.${name}' doesn't exist`)
    return table
  }

  /** Puts a table where its schema says, in the place of what was there. */
  put(table: Table): void {
    this.get(table.schema.database).tables.set(table.schema.name, table)
    this.version++
  }

  drop(table: Table): void {
    this.get(table.schema.database).tables.delete(table.schema.name)
    this.version++
  }

  tables(): Table[] {
    const tables: Table[] = []
    for (const database of this.databases.values()) for (const table of database.tables.values()) tables.push(table)
    return tables
  }
}
