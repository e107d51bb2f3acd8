import { type Ctx, Failure } from '../../sim/index.ts'
import { failure, failureText, ignoringFailure, tabletManager, wrapping } from '../command/index.ts'
import {
  findAllShardsInKeyspace, tabletDbName, getTablet, type TabletInfo, withKeyspaceLock,
} from '../topo/index.ts'
import { type SchemaDefinition, tabletAliasString } from '../wire/index.ts'
import { reloadSchemaShard } from './copy-schema-shard.ts'
import type { Wrangler } from './wrangler.ts'

/**
 * Above these a change is refused, unless it is asked for. Source: go/vt/schemamanager/tablet_executor.go.
 */
const bigAlterRows = 100_000
const bigDdlRows = 2_000_000

interface ShardOutcome { readonly shard: string; readonly error: string; readonly position: string }

/**
 * Runs statements on the masters of all shards of a keyspace, one statement after another. Source:
 * go/vt/schemamanager.
 */
export async function applySchema(
  ctx: Ctx, wr: Wrangler, keyspace: string, sqlText: string, allowLongUnavailability: boolean,
    waitSlaveTimeoutMs: number,
): Promise<void> {
  // As in Vitess statements are cut apart at every semicolon, wherever it stands. Source: plain_controller.go
  // NewPlainController.
  const statements = sqlText.split(';').map(sql => sql.trim()).filter(sql => sql !== '')
  if (statements.length === 0) throw failure('no schema change specified')
  const masters = await findMasters(ctx, wr, keyspace)
  await validate(ctx, masters, statements, allowLongUnavailability)
  await withKeyspaceLock(ctx, wr.topo, keyspace, 'ApplySchemaKeyspace', async () => {
    await preflight(ctx, masters[0]!, statements)
    for (const sql of statements) {
      const outcomes = await executeEverywhere(ctx, masters, sql)
      const failed = outcomes.filter(({ error }) => error !== '')
      if (failed.length > 0) throw failure(`schema change failed, ExecuteResult:`
        + ` ${resultText(statements, sql, outcomes)}\n`)
      await ignoringFailure(ctx, () => ctx.timeout(waitSlaveTimeoutMs,
        inner => inner.all(outcomes.map(({ shard, position }) => (own: Ctx) =>
        reloadSchemaShard(own, wr, keyspace, shard, position, false)))))
    }
  })
}

/** Source: tablet_executor.go Open. */
async function findMasters(ctx: Ctx, wr: Wrangler, keyspace: string): Promise<TabletInfo[]> {
  const shards = await wrapping(`unable to get shards for keyspace: ${keyspace}, error`,
    () => findAllShardsInKeyspace(ctx, wr.topo, keyspace))
  const masters: TabletInfo[] = []
  for (const shard of shards) {
    const { masterAlias } = shard.record
    if (masterAlias === null) throw failure(`shard: ${shard.shardName} does not have a master`)
    masters.push(await wrapping(`unable to get master tablet info, keyspace: ${keyspace}, shard:`
      + ` ${shard.shardName}, error`, () =>
      getTablet(ctx, wr.topo, masterAlias)))
  }
  if (masters.length === 0) throw failure(`keyspace: ${keyspace} does not contain any master tablets`)
  return masters
}

const isDdl = (sql: string): boolean => /^(create|alter|drop|truncate|rename)\b/i.test(sql)

/** Source: tablet_executor.go Validate, detectBigSchemaChanges. */
async function validate(
  ctx: Ctx, masters: readonly TabletInfo[], statements: readonly string[], allowLong: boolean,
): Promise<void> {
  const others = statements.filter(sql => !isDdl(sql))
  if (others.length > 0 && masters.length > 1) {
    throw failure(`non-ddl statements can only be executed for single shard keyspaces: ${others[0]}`)
  }
  const slow = statements.filter(sql => isDdl(sql) && !/^(drop|create|truncate|rename)\b/i.test(sql))
  if (allowLong || slow.length === 0) return
  const schema = await wrapping(`unable to get database schema, error`, () =>
    tabletManager(masters[0]!.record.alias).getSchema(ctx, { tables: [], excludeTables: [],
      includeViews: false }))
  for (const sql of slow) {
    const rows = rowsOf(schema, sql)
    if (rows <= (/^alter\b/i.test(sql) ? bigAlterRows : bigDdlRows)) continue
    throw failure(`big schema change detected. Disable check with -allow_long_unavailability. ddl: ${sql}`
      + ` alters a table with more than 100 thousand rows`)
  }
}

function rowsOf(schema: SchemaDefinition, sql: string): number {
  const name = /\btable\s+(?:`?\w+`?\.)?`?(\w+)`?/i.exec(sql)?.[1]
  return schema.tableDefinitions.find(table => table.name === name)?.rowCount ?? 0
}

/** Tries the statements on a copy of the schema. Source: tablet_executor.go preflightSchemaChanges. */
async function preflight(ctx: Ctx, master: TabletInfo, statements: readonly string[]): Promise<void> {
  const changes = statements.filter(isDdl)
  if (changes.length === 0) return
  try {
    await tabletManager(master.record.alias).preflightSchema(ctx, { changes })
  } catch (error) {
    if (error instanceof Failure && error.code === 'UNIMPLEMENTED') return
    throw error
  }
}

async function executeEverywhere(
  ctx: Ctx, masters: readonly TabletInfo[], sql: string,
): Promise<ShardOutcome[]> {
  return ctx.all(masters.map(({ record }) => async (own: Ctx): Promise<ShardOutcome> => {
    const tablet = tabletManager(record.alias)
    try {
      await tablet.executeFetchAsDba(own, { sql, dbName: tabletDbName(record), maxRows: 10,
        disableBinlogs: false, reloadSchema: true })
      return { shard: record.shard, error: '', position: await tablet.masterPosition(own, {}) }
    } catch (error) {
      if (own.canceled !== null) throw error
      return { shard: record.shard, error: `${tabletAliasString(record.alias)}: ${failureText(error)}`,
        position: '' }
    }
  }))
}

/** Source: go/vt/schemamanager/schemamanager.go ExecuteResult, as Go's encoder prints it. */
function resultText(statements: readonly string[], sql: string, outcomes: readonly ShardOutcome[]): string {
  return JSON.stringify({
    FailedShards: outcomes.filter(({ error }) => error !== '').map(({ shard, error }) =>
      ({ Shard: shard, Err: error })),
    SuccessShards: outcomes.filter(({ error }) => error === '').map(({ shard, position }) =>
      ({ Shard: shard, Position: position })),
    CurSQLIndex: statements.indexOf(sql), Sqls: statements, ExecutorErr: '', TotalTimeSpent: 0,
  }, null, 2)
}
