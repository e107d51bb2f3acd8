import {
  argumentNames, commentDirectives, print, type Delete as DeleteStatement, type Expression,
    type SelectStatement, type Statement,
  type TableExpression, type TableSourceRef, type Update as UpdateStatement,
} from '../../../sql/index.ts'
import { binaryOfHex, createVindex, type KeyspaceTable } from '../../keys/index.ts'
import {
  isRoutingVindex, type Dml, type PlanValue, type SingleColumnVindex,
} from '../engine/primitive.ts'
import { hasSubquery, isValue, rewrite, splitAnd, walk, type Node } from './ast-walk.ts'
import { FromPlanner } from './from-planner.ts'
import { planFailure } from './plan-failure.ts'
import { planValue } from './plan-value.ts'
import { Planning, type PlanContext } from './planning.ts'
import { isSystemDatabase, RouteBuilder } from './route-builder.ts'
import { SelectPlanner } from './select-planner.ts'

/** What UPDATE and DELETE have in common, before it is known whether their lookups have to be kept in step. */
export interface DmlPlan extends Omit<Dml, 'ownedVindexQuery'> {
  /** The column that the keyspace id of a row is computed from. */
  readonly ksidColumn: string
}

/** Source: planbuilder/dml.go buildDMLPlan. */
export function planDml(context: PlanContext, statement: UpdateStatement | DeleteStatement): DmlPlan {
  const planning = new Planning(context, new Set(argumentNames(statement)))
  const planner = new SelectPlanner(planning)
  const route = planDmlTables(planner, statement.tables)
  const { option } = route
  const directives = commentDirectives(statement.comments)
  const timeout = directives.get('QUERY_TIMEOUT_MS')
  const common = {
    keyspace: option.keyspace, table: null, vindex: null, values: [], destination: null, ksidVindex: null,
      ksidColumn: '',
    multiShardAutocommit: isOn(directives.get('MULTI_SHARD_AUTOCOMMIT')),
      queryTimeoutMs: typeof timeout === 'number' ? timeout : 0,
  }
  if (!option.keyspace.sharded) {
    if (!subqueriesFit(planner, route, partsBesidesTables(statement))) {
      throw planFailure('unsupported: sharded subqueries in DML')
    }
    return { ...common, opcode: 'Unsharded', query: localQuery(planning, statement) }
  }
  if (hasSubquery(statement)) throw planFailure('unsupported: subqueries in sharded DML')
  const query = localQuery(planning, statement)
  const { table } = option
  if (table === null || statement.tables.length !== 1) {
    throw planFailure(`unsupported: multi-table ${statement.kind} statement in sharded keyspace`)
  }
  const routing = dmlRouting(statement.where, table)
  const plan = { ...common, query, table, ksidVindex: routing.ksidVindex, ksidColumn: routing.ksidColumn }
  if (option.destination !== null) {
    if (option.tabletType !== 'MASTER') {
      throw planFailure(`unsupported: ${statement.kind} statement with a replica target`)
    }
    return { ...plan, opcode: 'ByDestination', destination: option.destination }
  }
  if (routing.vindex === null && statement.limit !== null) {
    throw planFailure(`unsupported: multi shard ${statement.kind} with limit`)
  }
  return { ...plan, opcode: routing.vindex === null ? 'Scatter'
    : 'Equal', vindex: routing.vindex, values: routing.values }
}

const isOn = (directive: string | number | boolean | undefined): boolean => directive === true
  || directive === 1

/** The one route that all tables of a change have to be in; its name substitutions are made. */
export function planDmlTables(planner: SelectPlanner, tables: readonly TableExpression[]): RouteBuilder {
  new FromPlanner(planner).process(tables)
  const { builder } = planner
  if (!(builder instanceof RouteBuilder)) {
    throw planFailure('unsupported: multi-shard or vindex write statement')
  }
  substitute(builder)
  return builder
}

function substitute(route: RouteBuilder): void {
  for (const [from, to] of route.option.substitutions) route.planning.substitutions.set(from, to)
}

function partsBesidesTables(statement: UpdateStatement | DeleteStatement): object[] {
  const { where, orderBy, limit } = statement
  return [statement.kind === 'update' ? statement.assignments : [], where ?? [], orderBy, limit ?? []]
}

/**
 * True if every subquery is one route in the same keyspace. Source: expr.go finalizeUnshardedDMLSubqueries.
 */
export function subqueriesFit(
  planner: SelectPlanner, route: RouteBuilder, parts: readonly object[],
): boolean {
  let fits = true
  const check = (select: SelectStatement): void => {
    try {
      const { builder } = SelectPlanner.plan(planner.planning, select, planner.symbols)
      if (!(builder instanceof RouteBuilder) || builder.option.keyspace.name !== route.option.keyspace.name) {
        fits = false
      }
      else substitute(builder)
    } catch {
      fits = false
    }
  }
  walk(parts, (node: Node) => {
    if (node.kind === 'subquery') check((node as Node & { select: SelectStatement }).select)
    // What is inside has been planned as part of it.
    return node.kind !== 'subquery'
  })
  return fits
}

/** The statement as a shard sees it: without keyspaces, with the tables' real names. */
export function localQuery(planning: Planning, statement: Statement): string {
  return print(rewrite(statement, (node) => {
    if (node.kind === 'table') {
      return (planning.substitutions.get(node as unknown as TableSourceRef) ?? node)
    }
    const database = (node as Node & { database?: string | null }).database
    const isName = node.kind === 'table-name' || node.kind === 'column' || node.kind === 'star'
    return isName && typeof database === 'string' && !isSystemDatabase(database)
      ? { ...node, database: null } as Node : node
  }))
}

/**
 * The first unique vindex, by cost, that the conditions give a value for; and the first one at all, which
 * tells the keyspace ids of rows. IN is not looked at. Source: dml.go getDMLRouting.
 */
function dmlRouting(where: Expression | null, table: KeyspaceTable) {
  if (table.pinned !== null) {
    const pin: PlanValue = { kind: 'value', value: { type: 'VARBINARY', value: binaryOfHex(table.pinned) } }
    return { vindex: pinVindex, values: [pin], ksidVindex: pinVindex, ksidColumn: '' }
  }
  const usable = table.ordered.flatMap(({ vindex, columns }) =>
    vindex.isUnique && isRoutingVindex(vindex) ? [{ vindex, column: columns[0]! }] : [])
  const first = usable[0]
  if (first === undefined) throw planFailure('table without a primary vindex is not expected', 'INTERNAL')
  const found = { ksidVindex: first.vindex, ksidColumn: first.column }
  for (const { vindex, column } of usable) {
    const value = matchingValue(where, column)
    if (value !== null) return { ...found, vindex, values: [value] }
  }
  return { ...found, vindex: null, values: [] }
}

const pinVindex = createVindex('binary', 'binary') as SingleColumnVindex

/** The value of `column = value`, if that is one of the conditions. */
function matchingValue(where: Expression | null, column: string): PlanValue | null {
  for (const filter of splitAnd(where)) {
    if (filter.kind !== 'comparison' || filter.operator !== '=' || filter.left.kind !== 'column') continue
    if (filter.left.name.toLowerCase() !== column.toLowerCase() || !isValue(filter.right)) continue
    try {
      return planValue(filter.right)
    } catch {
      // A number that no column can hold; perhaps another condition helps.
    }
  }
  return null
}

/**
 * Reads and locks the rows whose lookup entries a change will have to follow. Source: dml.go
 * generateDMLSubquery.
 */
export function ownedVindexQuery(
  statement: UpdateStatement | DeleteStatement, table: KeyspaceTable, ksidColumn: string,
): string {
  const columns = [ksidColumn, ...table.owned.flatMap((vindex) => vindex.columns)]
  const source = statement.tables[0]!
  const alias = statement.kind === 'update' && source.kind === 'table' ? source.alias : null
  const from: TableSourceRef = {
    kind: 'table', table: { kind: 'table-name', database: null, name: table.name }, alias, partitions: [],
      hints: [],
  }
  return print({
    kind: 'select', comments: [], distinct: false, cache: null, straightJoin: false, calcFoundRows: false,
    items: columns.map((name) => ({
      kind: 'item', alias: null, expression: { kind: 'column', database: null, table: null, name },
    })),
    from: [from], where: statement.where, groupBy: [], having: null, orderBy: statement.orderBy,
      limit: statement.limit,
    lock: 'for update',
  })
}
