import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import type { EngineCursor } from './cursor.ts'
import { executePrimitive } from './execute.ts'
import type { SubqueryProjection } from './primitive.ts'

/** Source: engine/subquery.go Execute. */
export async function executeProjection(
  ctx: Ctx, cursor: EngineCursor, plan: SubqueryProjection, binds: BindVariables, wantFields: boolean,
): Promise<QueryResult> {
  const result = await executePrimitive(ctx, cursor, plan.input, binds, wantFields)
  const rows = result.rows.map((row) => plan.columns.map((at) => row[at]!))
  return { ...projectFields(plan, result), rows, rowsAffected: result.rowsAffected }
}

export function projectFields(plan: SubqueryProjection, result: QueryResult): QueryResult {
  const fields = result.fields.length === 0 ? [] : plan.columns.map((at) => result.fields[at]!)
  return { fields, rows: [], rowsAffected: 0, insertId: 0 }
}
