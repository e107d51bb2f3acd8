import {
  argumentNames, commentDirectives, print, type Argument, type Expression, type Insert as InsertStatement,
    type TableSourceRef,
  type TupleExpression,
} from '../../../sql/index.ts'
import type { KeyspaceTable } from '../../keys/index.ts'
import type { Generate, Insert, PlanValue } from '../engine/primitive.ts'
import { argument, hasSubquery } from './ast-walk.ts'
import { localQuery, planDmlTables, subqueriesFit } from './dml-planner.ts'
import { planFailure } from './plan-failure.ts'
import { planValue } from './plan-value.ts'
import { Planning, type PlanContext } from './planning.ts'
import type { RouteBuilder } from './route-builder.ts'
import { SelectPlanner } from './select-planner.ts'

/** The statement while columns are being added to it. */
interface Draft {
  columns: string[]
  rows: Expression[][]
}

/** Source: planbuilder/insert.go buildInsertPlan. */
export function planInsert(context: PlanContext, statement: InsertStatement): Insert {
  const planning = new Planning(context, new Set(argumentNames(statement)))
  const planner = new SelectPlanner(planning)
  const source: TableSourceRef =
    { kind: 'table', table: statement.table, alias: null, partitions: [], hints: [] }
  const route = planDmlTables(planner, [source])
  const { option } = route
  // A table of an unsharded keyspace is known even if the VSchema does not mention it.
  const table = option.table!
  const named = { ...statement, table: { ...statement.table, database: null, name: table.name } }
  if (!table.keyspace.sharded) return planUnsharded(planner, route, named, table)
  if (option.destination !== null) throw planFailure('unsupported: INSERT with a target destination')
  if (statement.action === 'replace') throw planFailure('unsupported: REPLACE INTO with sharded schema')
  return planSharded(planning, named, table)
}

function planUnsharded(
  planner: SelectPlanner, route: RouteBuilder, statement: InsertStatement, table: KeyspaceTable,
): Insert {
  const { source } = statement
  if (source.kind !== 'values') {
    if (table.autoIncrement !== null) throw planFailure('unsupported: auto-inc and select in insert')
    if (!subqueriesFit(planner, route, [{ kind: 'subquery', select: source }])) {
      throw planFailure('unsupported: sharded subquery in insert values')
    }
    return insertPlan(statement, table, 'InsertUnsharded', localQuery(planner.planning, statement))
  }
  if (!subqueriesFit(planner, route, [source, statement.onDuplicate])) {
    throw planFailure('unsupported: sharded subquery in insert values')
  }
  const draft = draftOf(statement, source.rows)
  if (statement.columns.length === 0) {
    if (table.columnListAuthoritative) draft.columns = table.columns.map((column) => column.name)
    else if (table.autoIncrement !== null) throw planFailure(
      'column list required for tables with auto-inc columns')
  }
  checkWidths(draft)
  const generate = addAutoIncrement(draft, table)
  const query = localQuery(planner.planning, withRows(statement, draft))
  return { ...insertPlan(statement, table, 'InsertUnsharded', query), generate }
}

function planSharded(planning: Planning, statement: InsertStatement, table: KeyspaceTable): Insert {
  const changesVindex = statement.onDuplicate.some(({ column }) => table.columnVindexes.some((vindex) =>
    vindex.columns.some((name) => name.toLowerCase() === column.name.toLowerCase())))
  if (changesVindex) throw planFailure('unsupported: DML cannot change vindex column')
  const { source } = statement
  if (source.kind !== 'values') throw planFailure('unsupported: insert into select')
  const draft = draftOf(statement, source.rows)
  if (statement.columns.length === 0) {
    if (!table.columnListAuthoritative) throw planFailure('no column list')
    draft.columns = table.columns.map((column) => column.name)
  }
  checkWidths(draft)
  if (hasSubquery(source)) throw planFailure('unsupported: subquery in insert values')
  const generate = addAutoIncrement(draft, table)
  const vindexValues = table.columnVindexes.map(
    (vindex) => vindex.columns.map((column) => takeVindexValues(draft, column)))
  for (const { columns } of table.columnVindexes) {
    for (const column of columns) {
      const at = columnIndex(draft, column)
      draft.rows.forEach((row, i) => { row[at] = argument(`_${bindName(column)}${i}`) })
    }
  }
  const isIgnore = statement.ignore || statement.onDuplicate.length > 0
  const finished = withRows(statement, draft)
  const query = localQuery(planning, finished)
  const tuples = draft.rows.map((row) => print({ kind: 'tuple', items: row }))
  // The rows stand together between what is before and what is behind them.
  const body = tuples.join(', ')
  const at = query.indexOf(body)
  return {
    ...insertPlan(statement, table, isIgnore ? 'InsertShardedIgnore' : 'InsertSharded', query), generate,
      vindexValues, tuples,
    prefix: query.slice(0, at), suffix: query.slice(at + body.length),
  }
}

const bindName = (column: string): string => column.replace(/[^A-Za-z0-9_]/g, '_')

function draftOf(statement: InsertStatement, rows: readonly (TupleExpression | Argument)[]): Draft {
  return {
    columns: [...statement.columns],
    rows: rows.map((row) => {
      if (row.kind !== 'tuple') throw planFailure('unsupported: row of bind variables in insert values')
      return [...row.items]
    }),
  }
}

function checkWidths(draft: Draft): void {
  if (draft.columns.length === 0) return
  if (draft.rows.some((row) => row.length !== draft.columns.length)) {
    throw planFailure("column list doesn't match values")
  }
}

const columnIndex = (draft: Draft, column: string): number =>
  draft.columns.findIndex((name) => name.toLowerCase() === column.toLowerCase())

/** The place of a column, which is added with NULLs if the statement does not have it. */
function findOrAdd(draft: Draft, column: string): number {
  const at = columnIndex(draft, column)
  if (at >= 0) return at
  draft.columns.push(column)
  for (const row of draft.rows) row.push({ kind: 'null' })
  return draft.columns.length - 1
}

/**
 * The values of an auto-increment column give way to `:__seq0`, `:__seq1`, … Source: insert.go
 * modifyForAutoinc.
 */
function addAutoIncrement(draft: Draft, table: KeyspaceTable): Generate | null {
  const auto = table.autoIncrement
  if (auto === null) return null
  const at = findOrAdd(draft, auto.column)
  const values = draft.rows.map((row, i) => {
    const value = insertedValue(row[at]!)
    row[at] = argument(`__seq${i}`)
    return value
  })
  return {
    keyspace: auto.sequence.keyspace, values,
    query: print({
      kind: 'select', comments: [], distinct: false, cache: null, straightJoin: false, calcFoundRows: false,
      items: [{ kind: 'next', count: argument('n') }],
      from: [{ kind: 'table', table: { kind: 'table-name', database: null, name: auto.sequence.name },
        alias: null, partitions: [], hints: [] }],
      where: null, groupBy: [], having: null, orderBy: [], limit: null, lock: 'none',
    }),
  }
}

function takeVindexValues(draft: Draft, column: string): PlanValue[] {
  const at = findOrAdd(draft, column)
  return draft.rows.map((row) => insertedValue(row[at]!))
}

function insertedValue(expression: Expression): PlanValue {
  if (expression.kind === 'default') return { kind: 'value', value: { type: 'NULL_TYPE', value: null } }
  try {
    return planValue(expression)
  } catch (error) {
    throw planFailure(`could not compute value for vindex or auto-inc column: ${(error as Error).message}`)
  }
}

function withRows(statement: InsertStatement, draft: Draft): InsertStatement {
  return {
    ...statement, columns: draft.columns,
    source: { kind: 'values', rows: draft.rows.map((items) => ({ kind: 'tuple', items })) },
  }
}

function insertPlan(
  statement: InsertStatement, table: KeyspaceTable, opcode: Insert['opcode'], query: string,
): Insert {
  const directives = commentDirectives(statement.comments)
  const timeout = directives.get('QUERY_TIMEOUT_MS')
  const autocommit = directives.get('MULTI_SHARD_AUTOCOMMIT')
  return {
    kind: 'insert', opcode, keyspace: table.keyspace, table, query, prefix: '', tuples: [], suffix: '',
      vindexValues: [], generate: null,
    multiShardAutocommit: autocommit === true
      || autocommit === 1, queryTimeoutMs: typeof timeout === 'number' ? timeout : 0,
  }
}
