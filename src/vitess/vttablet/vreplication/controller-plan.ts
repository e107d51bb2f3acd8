import { Failure } from '../../../sim/index.ts'
import {
  type Expression, parse, print, SqlError, type Statement, type TableName,
} from '../../../sql/index.ts'

/** What a statement of VReplicationExec does to the streams. */
export type ControllerPlan =
  | { readonly kind: 'insert'; readonly rows: number }
  /** `applier` has the list argument `::ids`. */
  | { readonly kind: 'update'; readonly selector: string; readonly applier: string }
  | {
    readonly kind: 'delete'
    readonly selector: string
    readonly applier: string
    readonly copyStateApplier: string
  }
  | { readonly kind: 'passthrough' }

const streams = 'vreplication'
const passthrough = ['resharding_journal', 'copy_state']

/**
 * Only statements that keep the rows and the streams in step are let through. Source:
 * go/vt/vttablet/tabletmanager/vreplication/controller_plan.go buildControllerPlan.
 */
export function buildControllerPlan(query: string): ControllerPlan {
  let plan = plans.get(query)
  if (plan === undefined) {
    plan = planOf(query)
    if (plans.size >= plansMax) plans.clear()
    plans.set(query, plan)
  }
  return plan
}

/** By their text, shared by all worlds: most are asked for again and again. */
const plans = new Map<string, ControllerPlan>()
const plansMax = 500

function planOf(query: string): ControllerPlan {
  const statement = parsed(query)
  switch (statement.kind) {
    case 'insert': return planInsert(statement)
    case 'update': return planUpdate(statement)
    case 'delete': return planDelete(statement)
    case 'select': {
      const table = statement.from.length === 1 && statement.from[0]!.kind === 'table'
        ? statement.from[0]!.table : null
      if (table === null) throw unsupported(statement)
      checkTable(table, [streams, ...passthrough])
      return { kind: 'passthrough' }
    }
    default: throw unsupported(statement)
  }
}

function planInsert(insert: Extract<Statement, { kind: 'insert' }>): ControllerPlan {
  if (checkTable(insert.table, [streams, 'resharding_journal']) !== streams) return { kind: 'passthrough' }
  if (insert.action !== 'insert' || insert.ignore || insert.partitions.length > 0
    || insert.onDuplicate.length > 0
    || insert.source.kind !== 'values') throw unsupported(insert)
  const idAt = insert.columns.findIndex(column => column.toLowerCase() === 'id')
  for (const row of insert.source.rows) {
    if (row.kind !== 'tuple') throw unsupported(insert)
    if (row.items.length !== insert.columns.length) throw failed(`malformed statement: ${print(insert)}`)
    const id = row.items[idAt]
    if (id !== undefined && id.kind !== 'null') throw failed(`id should not have a value: ${print(id)}`)
  }
  return { kind: 'insert', rows: insert.source.rows.length }
}

function planUpdate(update: Extract<Statement, { kind: 'update' }>): ControllerPlan {
  if (checkTable(onlyTable(update),
    [streams, 'resharding_journal']) !== streams) return { kind: 'passthrough' }
  if (update.orderBy.length > 0 || update.limit !== null) throw unsupported(update)
  for (const { column, value } of update.assignments) {
    if (column.name.toLowerCase() === 'id') throw failed(`id cannot be changed: ${print(value)}`)
  }
  return { kind: 'update', selector: selector(update.where),
    applier: print({ ...update, where: withIds('id') }) }
}

function planDelete(statement: Extract<Statement, { kind: 'delete' }>): ControllerPlan {
  if (checkTable(onlyTable(statement),
    [streams, 'resharding_journal']) !== streams) return { kind: 'passthrough' }
  if (statement.targets.length > 0 || statement.partitions.length > 0 || statement.orderBy.length > 0
    || statement.limit !== null) {
    throw unsupported(statement)
  }
  return {
    kind: 'delete', selector: selector(statement.where),
      applier: print({ ...statement, where: withIds('id') }),
    copyStateApplier: 'delete from _vt.copy_state where vrepl_id in ::ids',
  }
}

const selector = (where: Expression | null): string =>
  `select id from _vt.vreplication${where === null ? '' : ` where ${print(where)}`}`

const withIds = (column: string): Expression => ({
  kind: 'comparison', operator: 'in', left: { kind: 'column', database: null, table: null, name: column },
  right: { kind: 'argument', name: 'ids', list: true },
})

function onlyTable(statement: Extract<Statement, { kind: 'update' | 'delete' }>): TableName {
  const [table] = statement.tables
  if (statement.tables.length !== 1 || table!.kind !== 'table') throw unsupported(statement)
  return table!.table
}

function checkTable(table: TableName, allowed: readonly string[]): string {
  if (table.database === '_vt' && allowed.includes(table.name)) return table.name
  throw failed(`invalid table name: ${print(table)}`)
}

function parsed(query: string): Statement {
  try {
    return parse(query)
  } catch (error) {
    if (error instanceof SqlError) throw failed(error.message)
    throw error
  }
}

const unsupported = (statement: Statement): Failure => failed(`unsupported construct: ${print(statement)}`)
const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
