import { Failure, type Ctx } from '../../../sim/index.ts'
import type { BindVariable, BindVariables, QueryResult } from '../../../sql/index.ts'
import {
  allShards, anyShard, noDestination, type Destination, type LookupVindex, type TypedValue,
} from '../../keys/index.ts'
import { aggregateFailures } from '../aggregate-failures.ts'
import { sqlErrorOf } from '../sql-error-code.ts'
import type { Awaitable } from '../srvtopo/topology-view.ts'
import { sortRows } from './compare.ts'
import type { EngineCursor, ShardQuery } from './cursor.ts'
import { resolveList, resolveValue } from './plan-values.ts'
import type { Route, SingleColumnVindex } from './primitive.ts'
import { noResult, truncateColumns } from './results.ts'

/** Source: engine/route.go Execute. */
export async function executeRoute(
  ctx: Ctx, cursor: EngineCursor, route: Route, binds: BindVariables, wantFields: boolean,
): Promise<QueryResult> {
  if (route.queryTimeoutMs > 0) {
    return ctx.timeout(route.queryTimeoutMs, (inner) =>
      executeRoute(inner, cursor, { ...route, queryTimeoutMs: 0 }, binds, wantFields))
  }
  const queries = await shardQueries(ctx, cursor, route, binds)
  cursor.routed(ctx, route.opcode, route.keyspace.name, queries)
  // No shard is concerned. The client still wants to know the columns.
  if (queries.length === 0) return wantFields ? routeFields(ctx, cursor, route, binds) : noResult
  const { result, failures } = await cursor.executeMultiShard(ctx, queries, false, false)
  if (failures.length > 0) {
    if (!route.scatterErrorsAsWarnings) throw aggregateFailures(failures)
    for (const failure of failures) {
      if (!(failure instanceof Failure)) throw failure
      cursor.addWarning(sqlErrorOf(failure).errno, failure.message)
    }
  }
  if (route.orderBy.length === 0) return result
  // Each shard has sorted its rows; the stable sort of all merges them.
  const sorted = queries.length === 1 ? result
    : { ...result, rows: sortRows(result.fields, result.rows, route.orderBy) }
  return truncateColumns(sorted, route.truncateColumnCount)
}

/** Source: route.go GetFields. */
export async function routeFields(
  ctx: Ctx, cursor: EngineCursor, route: Route, binds: BindVariables,
): Promise<QueryResult> {
  const [shard] = await cursor.resolveDestinations(ctx, route.keyspace.name, [anyShard])
  const result = await cursor.executeStandalone(
    ctx, { target: shard!.target, sql: route.fieldQuery, bindVariables: binds })
  return truncateColumns(result, route.truncateColumnCount)
}

function shardQueries(
  ctx: Ctx, cursor: EngineCursor, route: Route, binds: BindVariables,
): Promise<readonly ShardQuery[]> {
  switch (route.opcode) {
    case 'SelectUnsharded': case 'SelectNext': case 'SelectDBA': case 'SelectReference':
      return sameQuery(ctx, cursor, route, binds, anyShard)
    case 'SelectScatter': return sameQuery(ctx, cursor, route, binds, allShards)
    case 'SelectEqualUnique': case 'SelectEqual': {
      const value = resolveValue(route.values[0]!, binds)
      return sameQuery(ctx, cursor, route, binds, mapOne(ctx, cursor, route.vindex!, value))
    }
    case 'SelectIN': return queriesOfList(ctx, cursor, route, binds)
  }
}

async function sameQuery(
  ctx: Ctx, cursor: EngineCursor, route: Route, binds: BindVariables, mapped: Awaitable<Destination>,
): Promise<readonly ShardQuery[]> {
  const destination = await mapped
  if (destination.kind === 'none') return []
  const shards = await cursor.resolveDestinations(ctx, route.keyspace.name, [destination])
  return shards.map(({ target }) => ({ target, sql: route.query, bindVariables: binds }))
}

/** IN: each shard is asked for its own values only. */
async function queriesOfList(
  ctx: Ctx, cursor: EngineCursor, route: Route, binds: BindVariables,
): Promise<readonly ShardQuery[]> {
  const values = resolveList(route.values[0]!, binds)
  const destinations = await mapAll(ctx, cursor, route.vindex!, values)
  const shards = await cursor.resolveDestinations(ctx, route.keyspace.name, destinations)
  return shards.map(({ target, destinations: indexes }) => {
    const own: BindVariable = { type: 'TUPLE', values: indexes.map((i) => values[i] as BindVariable) }
    return { target, sql: route.query, bindVariables: { ...binds, __vals: own } }
  })
}

/** Where one value leads: at once, unless a lookup has to be asked. */
export function mapOne(
  ctx: Ctx, cursor: EngineCursor, vindex: SingleColumnVindex, value: TypedValue,
): Awaitable<Destination> {
  if (vindex.kind === 'lookup') return firstOf(lookUp(ctx, cursor, vindex, [value]))
  const destination = functionalDestination(vindex.keyspaceId(value.value ?? null, value.type))
  cursor.mapped(ctx, vindex.name, [value], [destination])
  return destination
}

/** As {@link mapOne}, for many. */
export function mapAll(
  ctx: Ctx, cursor: EngineCursor, vindex: SingleColumnVindex, values: readonly TypedValue[],
): Awaitable<readonly Destination[]> {
  if (vindex.kind === 'lookup') return lookUp(ctx, cursor, vindex, values)
  const destinations = values.map(
    (value) => functionalDestination(vindex.keyspaceId(value.value ?? null, value.type)))
  cursor.mapped(ctx, vindex.name, values, destinations)
  return destinations
}

async function lookUp(
  ctx: Ctx, cursor: EngineCursor, vindex: LookupVindex, values: readonly TypedValue[],
): Promise<readonly Destination[]> {
  const destinations = await vindex.map(ctx, cursor, values)
  cursor.mapped(ctx, vindex.name, values, destinations)
  return destinations
}

const firstOf = async (destinations: Promise<readonly Destination[]>): Promise<Destination> =>
  (await destinations)[0]!

function functionalDestination(keyspaceId: string | null): Destination {
  return keyspaceId === null ? noDestination : { kind: 'keyspace-id', keyspaceId }
}
