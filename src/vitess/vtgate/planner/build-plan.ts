import { argumentNames, print, type SelectStatement, type Statement } from '../../../sql/index.ts'
import { destinationString } from '../../keys/index.ts'
import type { Primitive, Send } from '../engine/primitive.ts'
import { planDelete } from './delete-planner.ts'
import { planInsert } from './insert-planner.ts'
import { planFailure } from './plan-failure.ts'
import { Planning, type PlanContext } from './planning.ts'
import { SelectPlanner } from './select-planner.ts'
import { planUpdate } from './update-planner.ts'

/**
 * Makes the plan of a statement that selects or changes rows. Fails with Vitess's text if it cannot be done.
 * Source: go/vt/vtgate/planbuilder/builder.go BuildFromStmt.
 */
export function buildPlan(context: PlanContext, statement: Statement): Primitive {
  if (context.destination !== null) return planBypass(context, statement)
  switch (statement.kind) {
    case 'select': case 'union': case 'paren-select': return planSelect(context, statement)
    case 'insert': return planInsert(context, statement)
    case 'update': return planUpdate(context, statement)
    case 'delete': return planDelete(context, statement)
    default: throw planFailure(`unsupported construct: ${constructName(statement)}`)
  }
}

function planSelect(context: PlanContext, statement: SelectStatement): Primitive {
  const planning = new Planning(context, new Set(argumentNames(statement)))
  const { builder } = SelectPlanner.plan(planning, statement, null)
  builder.wireup(builder)
  return builder.primitive()
}

/**
 * The session names its shards: nothing is looked at, nothing is kept in step. Source: planbuilder/bypass.go.
 */
function planBypass(context: PlanContext, statement: Statement): Send {
  const destination = context.destination!
  switch (statement.kind) {
    case 'insert':
      if (destination.kind === 'exact-key-range' || destination.kind === 'exact-key-ranges') {
        throw planFailure(`range queries not supported for inserts: ${destinationString(destination)}`)
      }
      break
    case 'select': case 'union': case 'paren-select': case 'update': case 'delete': break
    default: throw planFailure(`unsupported construct: ${constructName(statement)}`)
  }
  const isDml = statement.kind === 'insert' || statement.kind === 'update' || statement.kind === 'delete'
  return { kind: 'send', keyspace: context.defaultKeyspace(), destination, query: print(statement), isDml }
}

function constructName(statement: Statement): string {
  switch (statement.kind) {
    case 'show': case 'set': return statement.kind
    case 'set-transaction': return 'set'
    case 'explain': case 'describe': return 'other read'
    case 'other': return 'other admin'
    default: return 'ddl'
  }
}
