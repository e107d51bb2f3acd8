import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import { aggregateFailures } from '../aggregate-failures.ts'
import type { EngineCursor } from './cursor.ts'
import { executeOnShards, onlyShard } from './dml.ts'
import { routeInsert } from './insert-routing.ts'
import type { Insert } from './primitive.ts'
import { noResult } from './results.ts'
import { generateValues } from './sequence.ts'

/** Source: engine/insert.go Execute. */
export async function executeInsert(
  ctx: Ctx, cursor: EngineCursor, plan: Insert, binds: BindVariables,
): Promise<QueryResult> {
  if (plan.queryTimeoutMs > 0) {
    return ctx.timeout(plan.queryTimeoutMs, (inner) =>
      executeInsert(inner, cursor, { ...plan, queryTimeoutMs: 0 }, binds))
  }
  const generated = plan.generate === null ? null : await generateValues(ctx, cursor, plan.generate, binds)
  const all = generated === null ? binds : generated.binds
  const result = plan.opcode === 'InsertUnsharded' ? await insertUnsharded(ctx, cursor, plan, all)
    : await insertSharded(ctx, cursor, plan, all)
  // What the sequence gave counts, whatever MySQL says.
  if (generated === null || generated.insertId === 0) return result
  const { fields, rows, rowsAffected } = result
  return { fields, rows, rowsAffected, insertId: generated.insertId }
}

async function insertUnsharded(
  ctx: Ctx, cursor: EngineCursor, plan: Insert, binds: BindVariables,
): Promise<QueryResult> {
  const shards = await onlyShard(ctx, cursor, plan.keyspace)
  cursor.routed(ctx, plan.opcode, plan.keyspace.name, shards)
  return executeOnShards(ctx, cursor, plan.query, binds, shards, false)
}

async function insertSharded(
  ctx: Ctx, cursor: EngineCursor, plan: Insert, binds: BindVariables,
): Promise<QueryResult> {
  const routed = await routeInsert(ctx, cursor, plan, binds)
  cursor.routed(ctx, plan.opcode, plan.keyspace.name, routed.shards)
  if (routed.shards.length === 0) return noResult
  const queries = routed.shards.map(({ target, rows }) => ({
    target, bindVariables: routed.binds, sql: textFor(plan, rows),
  }))
  const autocommit = (queries.length === 1 || plan.multiShardAutocommit) && cursor.autocommitApproval()
  const { result, failures } = await cursor.executeMultiShard(ctx, queries, true, autocommit)
  if (failures.length > 0) throw aggregateFailures(failures)
  return result
}

/** Of each plan, by the rows: a text that is the same each time is found again sooner, wherever it comes. */
const texts = new WeakMap<Insert, Map<string, string>>()
const cachedRowsMax = 4

/** The statement with some of its rows. */
function textFor(plan: Insert, rows: readonly number[]): string {
  if (plan.tuples.length > cachedRowsMax) return textOf(plan, rows)
  let known = texts.get(plan)
  if (known === undefined) texts.set(plan, known = new Map())
  const key = rows.join(',')
  let text = known.get(key)
  if (text === undefined) known.set(key, text = textOf(plan, rows))
  return text
}

const textOf = (plan: Insert, rows: readonly number[]): string =>
  plan.prefix + rows.map((row) => plan.tuples[row]!).join(',') + plan.suffix
