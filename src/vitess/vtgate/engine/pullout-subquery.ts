import { Failure, type Ctx } from '../../../sim/index.ts'
import type { BindVariable, BindVariables, QueryResult } from '../../../sql/index.ts'
import type { EngineCursor } from './cursor.ts'
import { executePrimitive, planFields } from './execute.ts'
import { cell, nullBind } from './plan-values.ts'
import type { PulloutSubquery } from './primitive.ts'

/** Source: engine/pullout_subquery.go Execute. */
export async function executePullout(
  ctx: Ctx, cursor: EngineCursor, plan: PulloutSubquery, binds: BindVariables, wantFields: boolean,
): Promise<QueryResult> {
  const result = await executePrimitive(ctx, cursor, plan.subquery, binds, false)
  return executePrimitive(ctx, cursor, plan.underlying, { ...binds, ...pulledOut(plan, result) }, wantFields)
}

export function pulloutFields(
  ctx: Ctx, cursor: EngineCursor, plan: PulloutSubquery, binds: BindVariables,
): Promise<QueryResult> {
  const none: QueryResult = { fields: [], rows: [], rowsAffected: 0, insertId: 0 }
  return planFields(ctx, cursor, plan.underlying, { ...binds, ...pulledOut(plan, none) })
}

const integerBind = (value: number): BindVariable => ({ type: 'INT64', value })

function pulledOut(plan: PulloutSubquery, { fields, rows }: QueryResult): BindVariables {
  const hasValues = { [plan.hasValuesName]: integerBind(rows.length === 0 ? 0 : 1) }
  switch (plan.opcode) {
    case 'PulloutExists': return hasValues
    case 'PulloutValue':
      if (rows.length > 1) throw wrong('subquery returned more than one row')
      if (rows.length === 0) return { [plan.resultName]: nullBind }
      checkOneColumn(rows[0]!.length)
      return { [plan.resultName]: cell(fields, rows[0]!, 0) }
    case 'PulloutIn': case 'PulloutNotIn': {
      if (rows.length > 0) checkOneColumn(rows[0]!.length)
      // A value that is never looked at, since an empty list is no SQL.
      const values = rows.length === 0 ? [integerBind(0)] : rows.map((row) => cell(fields, row, 0))
      return { ...hasValues, [plan.resultName]: { type: 'TUPLE', values } }
    }
  }
}

function checkOneColumn(width: number): void {
  if (width !== 1) throw wrong('subquery returned more than one column')
}

const wrong = (message: string) => new Failure('UNKNOWN', message, { definite: true })
