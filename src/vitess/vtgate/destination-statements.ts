import { Failure, type Ctx } from '../../sim/index.ts'
import { parseCached, print, type BindVariables, type QueryResult, type Statement } from '../../sql/index.ts'
import { allShards, anyShard, destinationString, type Destination } from '../keys/index.ts'
import { aggregateFailures } from './aggregate-failures.ts'
import type { Executor } from './executor.ts'
import type { SafeSession } from './safe-session.ts'
import { noKeyspace } from './session-plan-context.ts'
import type { ResolvedShard } from './srvtopo/topology-view.ts'
import type { SessionTarget } from './target.ts'

/** DDL goes to all shards, or to those that the session names. Source: executor.go handleDDL. */
export async function executeDefinition(
  ctx: Ctx, executor: Executor, session: SafeSession, target: SessionTarget, sql: string,
    binds: BindVariables,
): Promise<QueryResult> {
  const { statement, keyspace } = withoutKeyspace(parsed(sql), executor)
  if (statement?.kind === 'alter-vschema') {
    // `-vschema_ddl_authorized_users` is empty.
    throw new Failure('PERMISSION_DENIED', 'not authorized to perform vschema operations', { definite: true })
  }
  const text = statement === null || keyspace === null ? sql : print(statement)
  return executeAt(ctx, executor, session, { ...target, keyspace: keyspace ?? target.keyspace }, text, binds,
    target.destination ?? allShards)
}

/** EXPLAIN, DESCRIBE and the like: one shard has to do. Source: executor.go handleOther. */
export async function executeAnyShard(
  ctx: Ctx, executor: Executor, session: SafeSession, target: SessionTarget, sql: string,
    binds: BindVariables,
): Promise<QueryResult> {
  const keyspace = target.keyspace
  if (keyspace === '') throw noKeyspace()
  const destination = target.destination ?? anyShard
  const shards = await executor.topology.resolveDestinations(ctx, keyspace, target.tabletType, [destination])
  if (shards.length !== 1) {
    throw new Failure('INVALID_ARGUMENT',
      `Destination can only be a single shard for statement: ${sql}, got: ${destinationString(destination)}`,
        { definite: true })
  }
  return executeAt(ctx, executor, session, target, sql, binds,
    { kind: 'shard', shard: shards[0]!.target.shard })
}

/**
 * A statement without a plan. If a shard does not serve, the shards are looked up again, and if they have
 * changed meanwhile it is sent to the new ones: what planned statements do not get. Source:
 * go/vt/vtgate/resolver.go Execute.
 */
async function executeAt(
  ctx: Ctx, executor: Executor, session: SafeSession, target: SessionTarget, sql: string,
    bindVariables: BindVariables,
  destination: Destination,
): Promise<QueryResult> {
  if (target.keyspace === '') throw noKeyspace()
  const resolve = () => executor.topology.resolveDestinations(
    ctx, target.keyspace, target.tabletType, [destination])
  let shards = await resolve()
  const autocommit = shards.length === 1 && session.autocommitApproval()
  for (;;) {
    const queries = shards.map((shard) => ({ target: shard.target, sql, bindVariables }))
    const { result, failures } = await executor.scatter.executeMultiShard(ctx, queries, session, autocommit)
    if (failures.length === 0) return result
    const failure = aggregateFailures(failures)
    if (!(failure instanceof Failure) || failure.code !== 'FAILED_PRECONDITION') throw failure
    const now = await resolve()
    if (isSame(shards, now)) throw failure
    shards = now
  }
}

function isSame(a: readonly ResolvedShard[], b: readonly ResolvedShard[]): boolean {
  return a.length === b.length && a.every((shard, i) => shard.target.shard === b[i]!.target.shard)
}

/** A statement that does not parse is sent as it is: MySQL may know it. */
function parsed(sql: string): Statement | null {
  try {
    return parseCached(sql)
  } catch {
    return null
  }
}

/** `create table customer.t …` is for keyspace customer, whose shards have another name for it. */
function withoutKeyspace(
  statement: Statement | null, executor: Executor,
): { statement: Statement | null; keyspace: string | null } {
  if (statement === null || !('table' in statement) || statement.table === null
    || typeof statement.table !== 'object') {
    return { statement, keyspace: null }
  }
  const { database } = statement.table
  if (database === null || !executor.vschema.keyspaces.has(database)) return { statement, keyspace: null }
  return { statement: { ...statement, table: { ...statement.table, database: null } },
    keyspace: database }
}
