import type { Ctx } from '../../../sim/index.ts'
import { valueText, type BindVariables, type QueryResult, type Row, type Value } from '../../../sql/index.ts'
import { binaryOfHex, type KeyRange } from '../../keys/index.ts'
import type { EngineCursor } from './cursor.ts'
import { resolveValue } from './plan-values.ts'
import type { VindexFunction } from './primitive.ts'
import { mapOne } from './route.ts'

/** Answered by vtgate itself. Source: engine/vindex_func.go. */
export async function executeVindexFunction(
  ctx: Ctx, cursor: EngineCursor, plan: VindexFunction, binds: BindVariables,
): Promise<QueryResult> {
  const value = resolveValue(plan.value, binds)
  const destination = await mapOne(ctx, cursor, plan.vindex, value)
  const id = valueText(value.value ?? null)
  const row = (keyspaceId: string | null, range: KeyRange | null): Row =>
    plan.columns.map((column): Value => {
    switch (column) {
      case 0: return id
      case 1: return keyspaceId === null ? null : binaryOfHex(keyspaceId)
      case 2: return range === null ? null : binaryOfHex(range.start)
      default: return range === null ? null : binaryOfHex(range.end)
    }
  })
  const rows = destination.kind === 'keyspace-id' ? [row(destination.keyspaceId, null)]
    : destination.kind === 'keyspace-ids' ? destination.keyspaceIds.map((keyspaceId) => row(keyspaceId, null))
      : destination.kind === 'key-range' ? [row(null, destination.keyRange)] : []
  return { fields: plan.fields, rows, rowsAffected: rows.length, insertId: 0 }
}
