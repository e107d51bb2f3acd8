import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import type { EngineCursor } from './cursor.ts'
import { executePrimitive } from './execute.ts'
import { resolveCount } from './plan-values.ts'
import type { Limit } from './primitive.ts'

/** Source: engine/limit.go Execute. */
export async function executeLimit(
  ctx: Ctx, cursor: EngineCursor, plan: Limit, binds: BindVariables, wantFields: boolean,
): Promise<QueryResult> {
  const count = resolveCount(plan.count, binds)
  const offset = plan.offset === null ? 0 : resolveCount(plan.offset, binds)
  // No shard has to send more than what could be wanted if all of it were its own.
  const upper = { type: 'INT64', value: count + offset } as const
  const result = await executePrimitive(
    ctx, cursor, plan.input, { ...binds, __upper_limit: upper }, wantFields)
  const rows = result.rows.slice(offset, offset + count)
  return { ...result, rows, rowsAffected: rows.length }
}
