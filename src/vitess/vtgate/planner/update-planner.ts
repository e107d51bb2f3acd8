import type { Expression, Update as UpdateStatement } from '../../../sql/index.ts'
import type { ColumnVindex, KeyspaceTable } from '../../keys/index.ts'
import type { PlanValue, Update } from '../engine/primitive.ts'
import { isValue } from './ast-walk.ts'
import { ownedVindexQuery, planDml } from './dml-planner.ts'
import { planFailure } from './plan-failure.ts'
import { planValue } from './plan-value.ts'
import type { PlanContext } from './planning.ts'

/** Source: planbuilder/update.go buildUpdatePlan. */
export function planUpdate(context: PlanContext, statement: UpdateStatement): Update {
  const { ksidColumn, ksidVindex, ...dml } = planDml(context, statement)
  const plan: Update = { kind: 'update', ...dml, ksidVindex: null, ownedVindexQuery: '',
    changedVindexValues: new Map() }
  if (dml.opcode === 'Unsharded' || dml.table === null) return plan
  const changed = changedVindexValues(statement, dml.table)
  if (changed.size === 0) return plan
  return { ...plan, ksidVindex, changedVindexValues: changed,
    ownedVindexQuery: ownedVindexQuery(statement, dml.table, ksidColumn) }
}

/** Which lookups the assignments change, and to what. Source: update.go buildChangedVindexesValues. */
function changedVindexValues(
  statement: UpdateStatement, table: KeyspaceTable,
): Map<string, ReadonlyMap<string, PlanValue>> {
  const changed = new Map<string, ReadonlyMap<string, PlanValue>>()
  for (const [i, columnVindex] of table.columnVindexes.entries()) {
    const values = assignedValues(statement, columnVindex)
    if (values.size === 0) continue
    const refuse = (reason: string) =>
      planFailure(`unsupported: ${reason}. Invalid update on vindex: ${columnVindex.name}`, 'UNIMPLEMENTED')
    if (statement.limit !== null && statement.orderBy.length === 0) {
      throw refuse('Need to provide order by clause when using limit')
    }
    if (i === 0) throw refuse("You can't update primary vindex columns")
    if (columnVindex.vindex.kind !== 'lookup') throw refuse('You can only update lookup vindexes')
    if (!columnVindex.owned) throw refuse('You can only update owned vindexes')
    changed.set(columnVindex.name, values)
  }
  return changed
}

function assignedValues(statement: UpdateStatement, vindex: ColumnVindex): Map<string, PlanValue> {
  const values = new Map<string, PlanValue>()
  for (const column of vindex.columns) {
    const name = column.toLowerCase()
    for (const assignment of statement.assignments) {
      if (assignment.column.name.toLowerCase() !== name) continue
      if (values.has(name)) {
        throw planFailure(`column has duplicate set values: '${assignment.column.name}'`, 'INVALID_ARGUMENT')
      }
      values.set(name, assignedValue(assignment.value, column))
    }
  }
  return values
}

function assignedValue(value: Expression, column: string): PlanValue {
  if (value.kind === 'null' || isValue(value)) return planValue(value)
  throw planFailure(`unsupported: Only values are supported. Invalid update on column: ${column}`,
    'UNIMPLEMENTED')
}
