import type { Delete as DeleteStatement } from '../../../sql/index.ts'
import type { Delete } from '../engine/primitive.ts'
import { ownedVindexQuery, planDml } from './dml-planner.ts'
import { planFailure } from './plan-failure.ts'
import type { PlanContext } from './planning.ts'

/** Source: planbuilder/delete.go buildDeletePlan. */
export function planDelete(context: PlanContext, statement: DeleteStatement): Delete {
  const { ksidColumn, ksidVindex, ...dml } = planDml(context, statement)
  const plan: Delete = { kind: 'delete', ...dml, ksidVindex: null, ownedVindexQuery: '' }
  if (dml.opcode === 'Unsharded' || dml.table === null) return plan
  const { targets } = statement
  if (targets.length > 1) throw planFailure('unsupported: multi-table delete statement in sharded keyspace')
  if (targets.length === 1 && targets[0]!.name !== dml.table.name) {
    throw planFailure(`Unknown table '${targets[0]!.name}' in MULTI DELETE`)
  }
  if (dml.table.owned.length === 0) return plan
  return { ...plan, ksidVindex, ownedVindexQuery: ownedVindexQuery(statement, dml.table, ksidColumn) }
}
