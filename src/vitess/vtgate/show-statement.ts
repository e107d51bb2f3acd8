import { byCodeUnit } from '../../base/index.ts'
import { Failure, type Ctx } from '../../sim/index.ts'
import { parseCached, print, type QueryResult, type Row, type Show } from '../../sql/index.ts'
import { keyspaceShardString } from '../keys/index.ts'
import { tabletAliasString, type TabletType } from '../wire/index.ts'
import { executeAnyShard } from './destination-statements.ts'
import type { Executor } from './executor.ts'
import type { SafeSession } from './safe-session.ts'
import { showVSchemaTables, showVSchemaVindexes } from './show-vschema.ts'
import type { SessionTarget } from './target.ts'

/** Source: executor.go handleShow. */
export async function executeShow(
  ctx: Ctx, executor: Executor, session: SafeSession, target: SessionTarget, sql: string,
): Promise<QueryResult> {
  const show = parseCached(sql)
  if (show.kind !== 'show') {
    throw new Failure('INVALID_ARGUMENT', `unrecognized SHOW statement: ${sql}`, { definite: true })
  }
  switch (show.what) {
    case 'databases': case 'keyspaces': case 'vitess_keyspaces':
      return table(['Databases'], [...executor.vschema.keyspaces.keys()].sort(byCodeUnit).map(
        (name) => [name]))
    case 'shards': case 'vitess_shards':
      return table(['Shards'], await shardRows(ctx, executor, target.tabletType))
    case 'tablets': case 'vitess_tablets': return tabletsTable(executor)
    case 'vitess_targets': return table(['Target'], [[session.value.targetString]])
    case 'vschema tables': return showVSchemaTables(executor.vschema, target)
    case 'vschema vindexes': return showVSchemaVindexes(executor.vschema, target, show)
    case 'warnings':
      return table(['Level', 'Type', 'Message'],
        session.value.warnings.map(({ code, message }) => ['Warning', code, message]))
    case 'status': return table(['Variable_name', 'Value'], [])
    case 'engines':
      return table(['Engine', 'Support', 'Comment', 'Transactions', 'XA', 'Savepoints'], [
        ['InnoDB', 'DEFAULT', 'Supports transactions, row-level locking, and foreign keys', 'YES', 'YES',
          'YES'],
      ])
    case 'plugins':
      return table(['Name', 'Status', 'Type', 'Library', 'License'],
        [['InnoDB', 'ACTIVE', 'STORAGE ENGINE', null, 'GPL']])
    case 'character set':
      return table(['Charset', 'Description', 'Default collation', 'Maxlen'], [
        ['utf8', 'UTF-8 Unicode', 'utf8_general_ci', 3],
          ['utf8mb4', 'UTF-8 Unicode', 'utf8mb4_general_ci', 4],
      ])
    case 'variables': case 'collation': return atAnyKeyspace(ctx, executor, session, target, show)
    default: return atKeyspace(ctx, executor, session, target, show)
  }
}

/** One result in the form of SHOW: text columns. */
export function table(names: readonly string[], rows: readonly Row[]): QueryResult {
  const fields = names.map((name) => ({ name, type: 'VARCHAR', charset: 'utf8' } as const))
  return { fields, rows, rowsAffected: rows.length, insertId: 0 }
}

/** Of every keyspace that can be read, the shards that serve the type. */
async function shardRows(ctx: Ctx, executor: Executor, tabletType: TabletType): Promise<Row[]> {
  const rows: Row[] = []
  for (const keyspace of [...await executor.topology.getSrvKeyspaceNames(ctx)].sort(byCodeUnit)) {
    try {
      const { partitions } = await executor.topology.getSrvKeyspace(ctx, keyspace)
      const partition = partitions.find(({ servedType }) => servedType === tabletType)
      for (const { name } of partition?.shardReferences ?? []) rows.push(
        [keyspaceShardString(keyspace, name)])
    } catch (error) {
      if (!(error instanceof Failure) || ctx.canceled !== null) throw error
    }
  }
  return rows
}

/** Straight from the health check: what this vtgate believes. */
function tabletsTable(executor: Executor): QueryResult {
  const rows = executor.gateway.tabletHealth().map(({ alias, target, hostname, isServing }): Row => [
    alias.cell, target.keyspace, target.shard, target.tabletType, isServing ? 'SERVING'
      : 'NOT_SERVING', tabletAliasString(alias), hostname,
  ])
  return table(['Cell', 'Keyspace', 'Shard', 'TabletType', 'State', 'Alias', 'Hostname'], rows)
}

/**
 * Tables, columns, indexes: one shard knows. The shard's database has another name than the keyspace, so that
 * is left out.
 */
function atKeyspace(
  ctx: Ctx, executor: Executor, session: SafeSession, target: SessionTarget, show: Show,
): Promise<QueryResult> {
  const named = show.database ?? show.table?.database ?? null
  const local = named !== null && executor.vschema.keyspaces.has(named)
    ? { ...show, database: null, table: show.table === null ? null : { ...show.table, database: null } }
      : show
  const keyspace = named !== null && executor.vschema.keyspaces.has(named) ? named : target.keyspace
  return executeAnyShard(ctx, executor, session, { ...target, keyspace }, print(local), {})
}

function atAnyKeyspace(
  ctx: Ctx, executor: Executor, session: SafeSession, target: SessionTarget, show: Show,
): Promise<QueryResult> {
  const [first] = [...executor.vschema.keyspaces.keys()].sort(byCodeUnit)
  if (first === undefined) {
    throw new Failure('FAILED_PRECONDITION', 'no keyspaces available', { definite: true })
  }
  return executeAnyShard(ctx, executor, session, { ...target, keyspace: target.keyspace || first },
    print(show), {})
}
