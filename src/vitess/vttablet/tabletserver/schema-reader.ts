import { byText } from '../../../base/index.ts'
import type { MysqlConnection } from '../../../mysql/index.ts'
import type { Ctx } from '../../../sim/index.ts'
import type { Field, QueryResult, Value } from '../../../sql/index.ts'
import { type SchemaDefinition, sqlString, type TableDefinition } from '../../wire/index.ts'

/** One table as a tablet sees it: columns in the order in which the binlog's rows have them. */
export interface TableSchema {
  readonly name: string
  readonly type: 'BASE TABLE' | 'VIEW'
  readonly comment: string
  readonly fields: readonly Field[]
  readonly primaryKeyColumns: readonly string[]
  readonly dataLengthBytes: number
  readonly rowCount: number
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** All tables of a database, by name: two round trips. Source: go/vt/mysqlctl/schema.go GetSchema. */
export async function readTables(
  ctx: Ctx, connection: MysqlConnection, database: string,
    keep: (table: string, type: string) => boolean = () => true,
): Promise<TableSchema[]> {
  const schema = sqlString(database)
  const [tables, keys] = await connection.executeBatch(ctx, [
    { sql: 'SELECT table_name, table_type, data_length, table_rows, table_comment FROM information_schema.tables '
      + `WHERE table_schema = ${schema}` },
    { sql: 'SELECT table_name, column_name, ordinal_position FROM information_schema.key_column_usage '
      + `WHERE table_schema = ${schema} AND constraint_name = 'PRIMARY'` },
  ])
  const wanted = tables!.rows.filter(row =>
    keep(String(row[0]), String(row[1]))).sort(byText(row => String(row[0])))
  if (wanted.length === 0) return []
  const shapes = await connection.executeBatch(ctx, wanted.map(row => (
    { sql: `SELECT * FROM ${quoted(database)}.${quoted(String(row[0]))} WHERE 1 != 1` })))
  return wanted.map(([name, type, length, rows, comment], i) => ({
    name: String(name),
    type: type === 'VIEW' ? 'VIEW' : 'BASE TABLE',
    comment: String(comment ?? ''),
    fields: shapes[i]!.fields,
    primaryKeyColumns: keyColumns(keys!, String(name)),
    dataLengthBytes: countOf(length!),
    rowCount: countOf(rows!),
  }))
}

export interface SchemaFilter {
  /** Names, or `/regular expressions/`; none: all. */
  readonly tables: readonly string[]
  readonly excludeTables: readonly string[]
  readonly includeViews: boolean
}

/** The database as `GetSchema` gives it to operators' tools. */
export async function readSchema(
  ctx: Ctx, connection: MysqlConnection, database: string,
  filter: SchemaFilter,
): Promise<SchemaDefinition> {
  const wanted = filter.tables.map(tablePattern)
  const unwanted = filter.excludeTables.map(tablePattern)
  const tables = await readTables(ctx, connection, database, (table, type) =>
    (wanted.length === 0 || wanted.some(matches => matches(table)))
      && !unwanted.some(matches => matches(table))
    && (filter.includeViews || type === 'BASE TABLE'))
  const [createDatabase, ...creates] = await connection.executeBatch(ctx, [
    { sql: `SHOW CREATE DATABASE IF NOT EXISTS ${quoted(database)}` },
    ...tables.map(({ name }) => ({ sql: `SHOW CREATE TABLE ${quoted(database)}.${quoted(name)}` })),
  ])
  return {
    databaseSchema: String(createDatabase!.rows[0]![1]).replace(quoted(database), '{{.DatabaseName}}'),
    tableDefinitions: tables.map((table, i) =>
      tableDefinition(table, String(creates[i]!.rows[0]![1]), database)),
  }
}

function tableDefinition(table: TableSchema, create: string, database: string): TableDefinition {
  return {
    name: table.name,
    // A view's text names the database; the counter is not part of the schema.
    schema: table.type === 'VIEW'
      ? create.replaceAll(quoted(database), '{{.DatabaseName}}') : create.replace(/ AUTO_INCREMENT=\d+/i, ''),
    columns: table.fields.map(field => field.name),
    columnTypes: table.fields.map(field => field.type),
    primaryKeyColumns: table.primaryKeyColumns,
    type: table.type,
    dataLengthBytes: table.dataLengthBytes,
    rowCount: table.rowCount,
  }
}

/** A name, or a `/regular expression/`. */
function tablePattern(text: string): (table: string) => boolean {
  if (text.length < 2 || !text.startsWith('/') || !text.endsWith('/')) return table => table === text
  const pattern = new RegExp(text.slice(1, -1))
  return table => pattern.test(table)
}

function keyColumns(keys: QueryResult, table: string): string[] {
  const rows = keys.rows.filter(row => row[0] === table)
  return [...rows].sort((a, b) => Number(a[2]) - Number(b[2])).map(row => String(row[1]))
}

const countOf = (value: Value): number =>
  (typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0)
