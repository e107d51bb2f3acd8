import type { MysqlConnection } from '../../../mysql/index.ts'
import type { Ctx } from '../../../sim/index.ts'
import type { SchemaChangeResult } from '../../wire/index.ts'
import { readSchema } from '../tabletserver/schema-reader.ts'

const preflight = '_vt_preflight'
const everything = { tables: [], excludeTables: [], includeViews: true }

/**
 * What each change would make of the schema, tried out on an empty copy of the database that nobody else
 * sees. Source: go/vt/mysqlctl/schema.go PreflightSchemaChange.
 */
export async function preflightSchema(
  ctx: Ctx, connection: MysqlConnection, database: string, changes: readonly string[],
): Promise<SchemaChangeResult[]> {
  const original = await readSchema(ctx, connection, database, everything)
  const run = (...list: string[]): Promise<unknown> =>
    connection.executeBatch(ctx, list.map(sql => ({ sql })))
  await run('SET sql_log_bin = 0', `DROP DATABASE IF EXISTS ${preflight}`, `CREATE DATABASE ${preflight}`,
    `USE ${preflight}`,
    ...original.tableDefinitions.filter(table => table.type === 'BASE TABLE').map(table => table.schema),
    ...original.tableDefinitions.filter(table => table.type === 'VIEW').map(table =>
      table.schema.replaceAll('{{.DatabaseName}}', preflight)))
  try {
    const results: SchemaChangeResult[] = []
    for (const change of changes) {
      const beforeSchema = await readSchema(ctx, connection, preflight, everything)
      await run(`USE ${preflight}`, change)
      results.push({ beforeSchema, afterSchema: await readSchema(ctx, connection, preflight, everything) })
    }
    return results
  } finally {
    await connection.executeBatch(ctx.background(), [
      { sql: `DROP DATABASE IF EXISTS ${preflight}` },
      { sql: `USE \`${database}\`` },
      { sql: 'SET sql_log_bin = 1' },
    ])
  }
}
