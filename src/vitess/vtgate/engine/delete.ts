import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import type { TypedValue } from '../../keys/index.ts'
import type { EngineCursor } from './cursor.ts'
import { executeDml, type OwnedRow } from './dml.ts'
import type { Delete } from './primitive.ts'

/** The entries of owned lookups go first, then the rows. Source: engine/delete.go. */
export function executeDelete(
  ctx: Ctx, cursor: EngineCursor, plan: Delete, binds: BindVariables,
): Promise<QueryResult> {
  return executeDml(ctx, cursor, plan, binds, (inner, row) => deleteEntries(inner, cursor, plan, row))
}

async function deleteEntries(ctx: Ctx, cursor: EngineCursor, plan: Delete, row: OwnedRow): Promise<void> {
  let at = 1
  for (const { columns, vindex } of plan.table!.owned) {
    const values = columns.map((_, i) => row.value(at + i) as TypedValue)
    at += columns.length
    if (vindex.kind === 'lookup') await vindex.delete(ctx, cursor, [values], row.keyspaceId)
  }
}
