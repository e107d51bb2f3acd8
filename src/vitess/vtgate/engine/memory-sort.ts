import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import { sortRows } from './compare.ts'
import type { EngineCursor } from './cursor.ts'
import { executePrimitive } from './execute.ts'
import { resolveCount } from './plan-values.ts'
import type { MemorySort } from './primitive.ts'
import { truncateColumns } from './results.ts'

/** Source: engine/memory_sort.go Execute. */
export async function executeMemorySort(
  ctx: Ctx, cursor: EngineCursor, plan: MemorySort, binds: BindVariables, wantFields: boolean,
): Promise<QueryResult> {
  const result = await executePrimitive(ctx, cursor, plan.input, binds, wantFields)
  const sorted = sortRows(result.fields, result.rows, plan.orderBy)
  const rows = plan.upperLimit === null ? sorted : sorted.slice(0, resolveCount(plan.upperLimit, binds))
  return truncateColumns({ ...result, rows, rowsAffected: rows.length }, plan.truncateColumnCount)
}
