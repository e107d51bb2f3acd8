import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import type { EngineCursor } from './cursor.ts'
import { executeDelete } from './delete.ts'
import { executeInsert } from './insert.ts'
import { executeJoin, joinFields } from './join.ts'
import { executeLimit } from './limit.ts'
import { executeMemorySort } from './memory-sort.ts'
import { aggregateFields, executeOrderedAggregate } from './ordered-aggregate.ts'
import { executePullout, pulloutFields } from './pullout-subquery.ts'
import type { Primitive } from './primitive.ts'
import { truncateColumns } from './results.ts'
import { executeRoute, routeFields } from './route.ts'
import { executeSend } from './send.ts'
import { executeProjection, projectFields } from './subquery-projection.ts'
import { executeUpdate } from './update.ts'
import { executeVindexFunction } from './vindex-function.ts'

/**
 * Runs a plan. With `wantFields`, the columns are asked for even if no row is. Source: engine.Primitive
 * Execute.
 */
export function executePrimitive(
  ctx: Ctx, cursor: EngineCursor, plan: Primitive, binds: BindVariables, wantFields: boolean,
): Promise<QueryResult> {
  switch (plan.kind) {
    case 'route': return executeRoute(ctx, cursor, plan, binds, wantFields)
    case 'join': return executeJoin(ctx, cursor, plan, binds, wantFields)
    case 'ordered-aggregate': return executeOrderedAggregate(ctx, cursor, plan, binds, wantFields)
    case 'limit': return executeLimit(ctx, cursor, plan, binds, wantFields)
    case 'memory-sort': return executeMemorySort(ctx, cursor, plan, binds, wantFields)
    case 'pullout-subquery': return executePullout(ctx, cursor, plan, binds, wantFields)
    case 'subquery': return executeProjection(ctx, cursor, plan, binds, wantFields)
    case 'vindex-function': return executeVindexFunction(ctx, cursor, plan, binds)
    case 'send': return executeSend(ctx, cursor, plan, binds)
    case 'insert': return executeInsert(ctx, cursor, plan, binds)
    case 'update': return executeUpdate(ctx, cursor, plan, binds)
    case 'delete': return executeDelete(ctx, cursor, plan, binds)
  }
}

/** The columns that a plan would return, without its rows. Source: engine.Primitive GetFields. */
export async function planFields(
  ctx: Ctx, cursor: EngineCursor, plan: Primitive, binds: BindVariables,
): Promise<QueryResult> {
  switch (plan.kind) {
    case 'route': return routeFields(ctx, cursor, plan, binds)
    case 'join': return joinFields(ctx, cursor, plan, binds)
    case 'ordered-aggregate': return aggregateFields(plan, await planFields(ctx, cursor, plan.input, binds))
    case 'limit': return planFields(ctx, cursor, plan.input, binds)
    case 'memory-sort':
      return truncateColumns(await planFields(ctx, cursor, plan.input, binds), plan.truncateColumnCount)
    case 'pullout-subquery': return pulloutFields(ctx, cursor, plan, binds)
    case 'subquery': return projectFields(plan, await planFields(ctx, cursor, plan.input, binds))
    case 'vindex-function': return { fields: plan.fields, rows: [], rowsAffected: 0, insertId: 0 }
    default: return executePrimitive(ctx, cursor, plan, binds, true)
  }
}
