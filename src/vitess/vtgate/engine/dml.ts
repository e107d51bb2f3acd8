import { Failure, type Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import { allShards, destinationString, type Destination } from '../../keys/index.ts'
import type { Awaitable, ResolvedShard } from '../srvtopo/topology-view.ts'
import { aggregateFailures } from '../aggregate-failures.ts'
import type { EngineCursor } from './cursor.ts'
import { cell, resolveValue } from './plan-values.ts'
import type { Delete, PlanKeyspace, Update } from './primitive.ts'
import { noResult } from './results.ts'
import { mapOne } from './route.ts'

/**
 * A row whose lookup entries have to follow a change: its keyspace id, and its values from the second column
 * on.
 */
export interface OwnedRow { readonly keyspaceId: string; readonly value: (column: number) =>
  ReturnType<typeof cell> }

/**
 * What UPDATE and DELETE do alike; `follow` brings the lookups in line first. Source: engine/update.go,
 * delete.go, dml.go.
 */
export async function executeDml(
  ctx: Ctx, cursor: EngineCursor, plan: Update | Delete, binds: BindVariables,
    follow: (ctx: Ctx, row: OwnedRow) => Promise<void>,
): Promise<QueryResult> {
  if (plan.queryTimeoutMs > 0) {
    return ctx.timeout(plan.queryTimeoutMs, (inner) =>
      executeDml(inner, cursor, { ...plan, queryTimeoutMs: 0 }, binds, follow))
  }
  const shards = await targetShards(ctx, cursor, plan, binds)
  cursor.routed(ctx, plan.kind === 'update' ? `Update${plan.opcode}`
    : `Delete${plan.opcode}`, plan.keyspace.name, shards)
  if (shards.length === 0) return noResult
  if (plan.ownedVindexQuery !== '') await followOwned(ctx, cursor, plan, shards, binds, follow)
  return executeOnShards(ctx, cursor, plan.query, binds, shards, plan.multiShardAutocommit)
}

function targetShards(
  ctx: Ctx, cursor: EngineCursor, plan: Update | Delete, binds: BindVariables,
): Awaitable<readonly ResolvedShard[]> {
  const keyspace = plan.keyspace.name
  switch (plan.opcode) {
    case 'Unsharded': return onlyShard(ctx, cursor, plan.keyspace)
    case 'Scatter': return cursor.resolveDestinations(ctx, keyspace, [allShards])
    case 'ByDestination': return cursor.resolveDestinations(ctx, keyspace, [plan.destination!])
    case 'Equal': return shardOfValue(
      ctx, cursor, keyspace, mapOne(ctx, cursor, plan.vindex!, resolveValue(plan.values[0]!, binds)))
  }
}

async function shardOfValue(
  ctx: Ctx, cursor: EngineCursor, keyspace: string, mapped: Awaitable<Destination>,
): Promise<readonly ResolvedShard[]> {
  const destination = await mapped
  if (destination.kind === 'none') return []
  if (destination.kind !== 'keyspace-id') {
    throw wrong(`cannot map vindex to unique keyspace id: ${destinationString(destination)}`)
  }
  return await cursor.resolveDestinations(ctx, keyspace, [destination])
}

/** An unsharded keyspace must have one shard only. */
export async function onlyShard(
  ctx: Ctx, cursor: EngineCursor, keyspace: PlanKeyspace,
): Promise<readonly ResolvedShard[]> {
  const shards = await cursor.resolveDestinations(ctx, keyspace.name, [allShards])
  if (shards.length === 1) return shards
  throw new Failure('FAILED_PRECONDITION',
    `Keyspace does not have exactly one shard: [${shards.map(({ target }) => target.shard).join(' ')}]`)
}

/** Source: dml.go execMultiShard: a single shard needs no transaction of ours if nothing was begun. */
export async function executeOnShards(
  ctx: Ctx, cursor: EngineCursor, sql: string, binds: BindVariables, shards: readonly ResolvedShard[],
    multiShardAutocommit: boolean,
): Promise<QueryResult> {
  const autocommit = (shards.length === 1 || multiShardAutocommit) && cursor.autocommitApproval()
  const queries = shards.map(({ target }) => ({ target, sql, bindVariables: binds }))
  const { result, failures } = await cursor.executeMultiShard(ctx, queries, true, autocommit)
  if (failures.length > 0) throw aggregateFailures(failures)
  return result
}

async function followOwned(
  ctx: Ctx, cursor: EngineCursor, plan: Update | Delete, shards: readonly ResolvedShard[],
    binds: BindVariables,
  follow: (ctx: Ctx, row: OwnedRow) => Promise<void>,
): Promise<void> {
  const queries = shards.map(({ target }) => ({ target, sql: plan.ownedVindexQuery, bindVariables: binds }))
  const { result, failures } = await cursor.executeMultiShard(ctx, queries, false, false)
  if (failures.length > 0) throw aggregateFailures(failures)
  for (const row of result.rows) {
    const destination = await mapOne(ctx, cursor, plan.ksidVindex!, cell(result.fields, row, 0))
    if (destination.kind !== 'keyspace-id') {
      throw wrong(`cannot map vindex to unique keyspace id: ${destinationString(destination)}`)
    }
    await follow(ctx, { keyspaceId: destination.keyspaceId, value: (column) =>
      cell(result.fields, row, column) })
  }
}

const wrong = (message: string) => new Failure('UNKNOWN', message, { definite: true })
