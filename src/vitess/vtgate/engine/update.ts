import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import type { TypedValue } from '../../keys/index.ts'
import type { EngineCursor } from './cursor.ts'
import { executeDml, type OwnedRow } from './dml.ts'
import { resolveValue } from './plan-values.ts'
import type { Update } from './primitive.ts'

/** The entries of changed lookups are moved first, then the rows are updated. Source: engine/update.go. */
export function executeUpdate(
  ctx: Ctx, cursor: EngineCursor, plan: Update, binds: BindVariables,
): Promise<QueryResult> {
  return executeDml(ctx, cursor, plan, binds, (inner, row) => updateEntries(inner, cursor, plan, binds, row))
}

async function updateEntries(
  ctx: Ctx, cursor: EngineCursor, plan: Update, binds: BindVariables, row: OwnedRow,
): Promise<void> {
  let at = 1
  for (const { name, columns, vindex } of plan.table!.owned) {
    const start = at
    at += columns.length
    const changed = plan.changedVindexValues.get(name)
    if (changed === undefined || vindex.kind !== 'lookup') continue
    const old = columns.map((_, i) => row.value(start + i) as TypedValue)
    const next = columns.map((column, i) => {
      const value = changed.get(column.toLowerCase())
      return value === undefined ? old[i]! : resolveValue(value, binds)
    })
    await vindex.update(ctx, cursor, old, row.keyspaceId, next)
  }
}
