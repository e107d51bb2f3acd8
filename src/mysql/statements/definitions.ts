import { assert } from '../../base/index.ts'
import {
  type AlterTable, type CreateDatabase, type CreateTable, type DefinitionStatement, type DropTable, parseCached,
  type RenameTable, type TableName,
} from '../../sql/index.ts'
import { alterTable } from '../catalog/alter-table.ts'
import { defaultCollation, serverCharset } from '../catalog/charset.ts'
import { defineTable, draftOf, finishTable } from '../catalog/define-table.ts'
import { mysqlError } from '../mysql-error.ts'
import type { MysqlServer } from '../server/mysql-server.ts'
import { Database } from '../storage/databases.ts'
import type { TableSchema } from '../storage/table-schema.ts'
import { Table } from '../storage/table.ts'
import type { LockOwner } from '../transaction/lock-owner.ts'
import { rebuildTable } from './rebuild-table.ts'

/** A definition on its way: who makes it, where, and in which database names without one are meant. */
export interface DefinitionContext {
  readonly server: MysqlServer
  readonly owner: LockOwner
  readonly database: string
}

/** Applies a definition that a master has logged. */
export function applyDefinition(server: MysqlServer, owner: LockOwner, database: string, sql: string): void {
  const statement = parseCached(sql)
  assert(isDefinition(statement.kind), 'only definitions are logged as text')
  executeDefinition({ server, owner, database }, statement as DefinitionStatement)
}

export function isDefinition(kind: string): boolean {
  return executors.has(kind as DefinitionStatement['kind'])
}

/**
 * Makes a definition at once: its transaction was committed before. Throws `LockConflict` while anybody else uses the
 * table, and MySQL's errors. Gives the number of rows affected.
 */
export function executeDefinition(context: DefinitionContext, statement: DefinitionStatement): number {
  const execute = executors.get(statement.kind)
  if (execute === undefined) throw mysqlError(1235, `This version of MySQL doesn't yet support '${statement.kind}'`)
  return execute(context, statement)
}

type Executor = (context: DefinitionContext, statement: any) => number

const executors = new Map<DefinitionStatement['kind'], Executor>([
  ['create-database', createDatabase],
  ['drop-database', (context, statement) => dropDatabase(context, statement.name, statement.ifExists)],
  ['alter-database', (context, statement) => Number(context.server.databases.get(statement.name) !== undefined)],
  ['create-table', createTable],
  ['alter-table', alter],
  ['create-index', (context, { table, index }) => alterWith(context, table, { kind: 'add-constraint', constraint: index })],
  ['drop-index-statement', (context, { table, name }) => alterWith(context, table, { kind: 'drop-index', name })],
  ['drop-table', dropTables],
  ['truncate-table', (context, statement) => truncate(context, statement.table)],
  ['rename-table-statement', renameTables],
])

function createDatabase({ server }: DefinitionContext, statement: CreateDatabase): number {
  if (server.databases.find(statement.name) !== undefined) {
    if (statement.ifNotExists) return 1
    throw mysqlError(1007, `Can't create database '${statement.name}'; database exists`)
  }
  const option = (pattern: RegExp): string | undefined =>
    statement.options.find(({ name }) => pattern.test(name))?.value.toLowerCase()
  const charset = option(/charset|character set/) ?? serverCharset
  server.databases.add(new Database(statement.name, charset, option(/collate/) ?? defaultCollation(charset)))
  return 1
}

function dropDatabase({ server, owner }: DefinitionContext, name: string, ifExists: boolean): number {
  const database = server.databases.find(name)
  if (database === undefined) {
    if (ifExists) return 0
    throw mysqlError(1008, `Can't drop database '${name}'; database doesn't exist`)
  }
  for (const table of database.tables.values()) server.locks.checkDefinition(owner, table)
  server.databases.remove(name)
  return database.tables.size
}

function createTable(context: DefinitionContext, statement: CreateTable): number {
  const { server, owner } = context
  const database = server.databases.get(statement.table.database ?? context.database)
  server.locks.checkDefinition(owner, undefined)
  if (database.tables.has(statement.table.name)) {
    if (statement.ifNotExists) return 0
    throw mysqlError(1050, `Table '${statement.table.name}' already exists`)
  }
  server.databases.put(new Table(schemaOf(context, statement, database)))
  return 0
}

function schemaOf(context: DefinitionContext, statement: CreateTable, database: Database): TableSchema {
  if (statement.like === null) return defineTable(statement, database.name, database)
  const model = find(context, statement.like)
  return finishTable({
    ...draftOf(model.schema), database: database.name, name: statement.table.name, constraints: [],
  })
}

function alter(context: DefinitionContext, statement: AlterTable): number {
  const { server, owner } = context
  const table = find(context, statement.table)
  server.locks.checkDefinition(owner, table)
  const alteration = alterTable(table.schema, statement.actions, context.database)
  const { schema } = alteration
  const isRenamed = schema.name !== table.schema.name || schema.database !== table.schema.database
  if (isRenamed) checkFree(context, schema)
  const altered = rebuildTable(table, alteration)
  if (isRenamed) server.databases.drop(table)
  server.databases.put(altered)
  return 0
}

function alterWith(context: DefinitionContext, table: TableName, action: AlterTable['actions'][number]): number {
  return alter(context, { kind: 'alter-table', table, actions: [action] })
}

function dropTables(context: DefinitionContext, statement: DropTable): number {
  const { server, owner } = context
  const missing: string[] = []
  const found: Table[] = []
  for (const name of statement.tables) {
    const database = databaseOf(context, name)
    const table = server.databases.findTable(database, name.name)
    if (table === undefined) missing.push(`${database}.${name.name}`)
    else found.push(table)
  }
  for (const table of found) server.locks.checkDefinition(owner, table)
  // All or nothing, as in MySQL 8.0; 5.7 drops those that are there and fails all the same.
  if (missing.length > 0 && !statement.ifExists) throw mysqlError(1051, `Unknown table '${missing.join(',')}'`)
  for (const table of found) server.databases.drop(table)
  return 0
}

function truncate(context: DefinitionContext, name: TableName): number {
  const table = find(context, name)
  context.server.locks.checkDefinition(context.owner, table)
  context.server.databases.put(new Table(table.schema))
  return 0
}

function renameTables(context: DefinitionContext, statement: RenameTable): number {
  const { server, owner } = context
  for (const { from } of statement.renames) {
    const table = server.databases.findTable(databaseOf(context, from), from.name)
    if (table !== undefined) server.locks.checkDefinition(owner, table)
  }
  for (const { from, to } of statement.renames) {
    const table = find(context, from)
    const schema = finishTable({ ...draftOf(table.schema), database: databaseOf(context, to), name: to.name })
    checkFree(context, schema)
    server.databases.drop(table)
    server.databases.put(rebuildTable(table, { schema, origins: schema.columns.map((_, i) => i), autoIncrement: null }))
  }
  return 0
}

function checkFree({ server }: DefinitionContext, schema: TableSchema): void {
  if (server.databases.get(schema.database).tables.has(schema.name)) {
    throw mysqlError(1050, `Table '${schema.name}' already exists`)
  }
}

function find(context: DefinitionContext, name: TableName): Table {
  return context.server.databases.table(databaseOf(context, name), name.name)
}

function databaseOf(context: DefinitionContext, name: TableName): string {
  return name.database ?? context.database
}
