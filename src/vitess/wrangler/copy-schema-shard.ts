import { type Ctx } from '../../sim/index.ts'
import {
  diffSchemas, failure, filterTables, ignoringFailure, tabletManager, wrapped, wrapping,
} from '../command/index.ts'
import { getShard, getTablet, getTabletMapForShard, tabletDbName } from '../topo/index.ts'
import { type SchemaDefinition, sqlString, type TabletAlias, tabletAliasString } from '../wire/index.ts'
import type { Wrangler } from './wrangler.ts'

/** Each statement. Source: go/vt/wrangler/schema.go applySQLShard. */
const applySqlTimeoutMs = 30_000

export interface CopySchema {
  readonly source: TabletAlias
  readonly tables: readonly string[]
  readonly excludeTables: readonly string[]
  readonly includeViews: boolean
  readonly keyspace: string
  readonly shard: string
  readonly waitSlaveTimeoutMs: number
}

/**
 * The master of the shard that the schema is taken from. Source: go/vt/wrangler/schema.go
 * CopySchemaShardFromShard.
 */
export async function sourceMaster(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string,
): Promise<TabletAlias> {
  const { record } = await wrapping(`GetShard(${keyspace}, ${shard}) failed`, () => getShard(ctx, wr.topo,
    keyspace, shard))
  if (record.masterAlias === null) {
    throw failure(`no master in shard record ${keyspace}/${shard}. Consider running 'vtctl InitShardMaster'`
      + ` in case of a new shard`
      + ' or reparenting the shard to fix the topology data, or providing a non-master tablet alias')
  }
  return record.masterAlias
}

/**
 * Makes the destination have the tables and views that the source has. No lock is taken; it does nothing if
 * both are equal already, and fails if they are not in the end. Source: go/vt/wrangler/schema.go
 * CopySchemaShard.
 */
export async function copySchemaShard(ctx: Ctx, wr: Wrangler, copy: CopySchema): Promise<void> {
  const { keyspace, shard, source } = copy
  const { record } = await wrapping(`GetShard(${keyspace}, ${shard}) failed`, () => getShard(ctx, wr.topo,
    keyspace, shard))
  if (record.masterAlias === null) {
    throw failure(`no master in shard record ${keyspace}/${shard}. Consider to run 'vtctl InitShardMaster'`
      + ` in case of a new shard`
      + ' or to reparent the shard to fix the topology data')
  }
  const destination = record.masterAlias
  await wrapping('copyShardMetadata failed', () => copyShardMetadata(ctx, wr, source, destination))

  const wanted = await schemaOf(ctx, copy, source)
  if ((await differences(ctx, copy, destination, wanted)).length === 0) return
  const { record: tablet } = await getTablet(ctx, wr.topo, destination)
  await createAll(ctx, destination, tabletDbName(tablet), wanted)
  const position = await wrapping("can't get master position after schema applied",
    () => tabletManager(destination).masterPosition(ctx, {}))
  const left = await differences(ctx, copy, destination, wanted)
  if (left.length > 0) {
    throw failure(`CopySchemaShard was not successful because the schemas between the two tablets`
      + ` ${tabletAliasString(source)} and`
      + ` ${tabletAliasString(destination)} differ: [${left.map(text => JSON.stringify(text)).join(' ')}]`)
  }
  await ignoringFailure(ctx, () => ctx.timeout(copy.waitSlaveTimeoutMs, inner => reloadSchemaShard(inner, wr,
    keyspace, shard, position, true)))
}

async function schemaOf(ctx: Ctx, copy: CopySchema, alias: TabletAlias): Promise<SchemaDefinition> {
  const { tables, excludeTables, includeViews } = copy
  const schema = await wrapping(`GetSchema(${tabletAliasString(alias)}, ${list(tables)},`
    + ` ${list(excludeTables)}, ${includeViews}) failed`, () =>
    tabletManager(alias).getSchema(ctx, { tables, excludeTables, includeViews }))
  return filterTables(schema, tables, excludeTables, includeViews)
}
const list = (texts: readonly string[]): string => `[${texts.join(' ')}]`

async function differences(
  ctx: Ctx, copy: CopySchema, destination: TabletAlias, wanted: SchemaDefinition,
): Promise<string[]> {
  return diffSchemas('source', wanted, 'dest', await schemaOf(ctx, copy, destination))
}

/** Source: go/vt/mysqlctl/tmutils/schema.go SchemaDefinitionToSQLStrings. */
async function createAll(
  ctx: Ctx, destination: TabletAlias, dbName: string, schema: SchemaDefinition,
): Promise<void> {
  const template = (sql: string): string => sql.replaceAll('{{.DatabaseName}}', dbName)
  const ofType = (type: 'BASE TABLE' | 'VIEW'): string[] => schema.tableDefinitions.filter(table =>
    table.type === type).map(table => table.schema)
  const statements = [schema.databaseSchema, ...ofType('BASE TABLE'), ...ofType('VIEW')].filter(sql =>
    sql !== '').map(template)
  for (const [i, sql] of statements.entries()) {
    try {
      // With binlogs on, so that replicas follow; the last one makes the master read its schema again.
      await ctx.timeout(applySqlTimeoutMs, inner => tabletManager(destination).executeFetchAsDba(inner, {
        sql, dbName, maxRows: 0, disableBinlogs: false, reloadSchema: i === statements.length - 1,
      }))
    } catch (error) {
      throw wrapped(error, 'creating a table failed. Most likely some tables already exist on the'
        + ' destination and differ from the source.'
        + ` Please remove all to be copied tables from the destination manually and`
          + ` run this command again. Full error`)
    }
  }
}

/** Source: go/vt/wrangler/schema.go copyShardMetadata. */
async function copyShardMetadata(
  ctx: Ctx, wr: Wrangler, source: TabletAlias, destination: TabletAlias,
): Promise<void> {
  const fetch = (alias: TabletAlias, sql: string, maxRows: number) => tabletManager(alias).executeFetchAsDba(
    ctx, {
    sql, dbName: '', maxRows, disableBinlogs: false, reloadSchema: false,
  })
  const exists = await fetch(source, "SELECT 1 FROM information_schema.tables WHERE table_schema = '_vt' AND"
    + " table_name = 'shard_metadata'", 1)
  if (exists.rows.length === 0) {
    wr.logger.info(ctx, 'schema.go:345', '_vt.shard_metadata doesn\'t exist on the'
      + ' source tablet: skipping its copy.')
    return
  }
  const data = await fetch(source, 'SELECT db_name, name, value FROM _vt.shard_metadata', 100)
  for (const [dbName, name, value] of data.rows) {
    const row = [dbName, name, value].map(text => sqlString(String(text))).join(', ')
    await fetch(destination, `INSERT INTO _vt.shard_metadata (db_name, name, value) VALUES (${row}) ON`
      + ` DUPLICATE KEY UPDATE value = VALUES(value)`, 0)
  }
}

/**
 * Has the tablets of a shard read their schema again once they have reached `position`; who fails is named in
 * a warning. Source: go/vt/wrangler/schema.go ReloadSchemaShard.
 */
export async function reloadSchemaShard(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string, position: string, includeMaster: boolean,
): Promise<void> {
  const { tablets, partial } = await getTabletMapForShard(ctx, wr.topo, keyspace, shard)
  if (partial !== null) {
    wr.logger.warning(ctx, 'schema.go:141', `ReloadSchemaShard(${keyspace}/${shard}) got a partial tablet`
      + ` list. Some tablets may not have schema reloaded (use vtctl ReloadSchema to fix individual tablets)`)
  }
  await ctx.all([...tablets].filter(([, { record }]) => includeMaster
    || record.type !== 'MASTER').map(([name, { record }]) => async (own: Ctx): Promise<void> => {
    let done = false
    await ignoringFailure(own, async () => {
      await tabletManager(record.alias).reloadSchema(own, { waitPosition: record.type === 'MASTER' ? ''
        : position })
      done = true
    })
    if (!done) {
      wr.logger.warning(own, 'schema.go:161', `Failed to reload schema on slave tablet ${name} in`
        + ` ${keyspace}/${shard} (use vtctl ReloadSchema to try again)`)
    }
  }))
}
