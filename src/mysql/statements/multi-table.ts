import {
  type Assignment, type BindVariables, type ColumnRef, type Delete, type Expression, okResult, type QueryResult, type Row,
  type Select, type TableExpression, type TableName, type TableSourceRef, type Update, type Value,
} from '../../sql/index.ts'
import { defaultValue } from '../catalog/column-default.ts'
import { type Compilation, compileQuery, type QueryPlan, type Run } from '../engine/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Session } from '../server/session.ts'
import type { Key } from '../storage/ordered-map.ts'
import type { ColumnSchema, TableSchema } from '../storage/table-schema.ts'
import { sameRow, type Table } from '../storage/table.ts'
import type { Transaction } from '../transaction/transaction.ts'
import { storeFor } from '../values/index.ts'
import { prepare, type Ready, tableOf, viewsOf } from './plan-cache.ts'
import { RowWriter, touchedBy } from './row-writer.ts'

/** A table that rows are changed in, and where a row of the join says which and how. */
interface Target {
  /** Its number among the tables of the plan. */
  readonly table: number
  /** Where in a row of the join its primary key begins. */
  readonly key: number
  readonly keyLength: number
  readonly updates: readonly TargetUpdate[]
  readonly touched: readonly ColumnSchema[]
}

interface TargetUpdate {
  readonly column: ColumnSchema
  /** Where in a row of the join its new value is; -1 for DEFAULT. */
  readonly value: number
}

interface MultiTablePlan {
  readonly query: QueryPlan
  readonly targets: readonly Target[]
}

/**
 * `delete a, b from a join b …`: the join is read first, then the rows that it names are deleted. Every changed table
 * needs a primary key.
 */
export function deleteFromSeveral(
  session: Session, transaction: Transaction, statement: Delete, binds: BindVariables,
): QueryResult {
  const prepared = prepare(session, statement, binds, (compilation) => {
    const sources = baseTables(statement.tables)
    const parts = statement.targets.map((name) => ({ source: named(sources, name), assignments: [] }))
    return plan(compilation, statement.tables, statement.where, parts)
  })
  return change(session, transaction, prepared, binds, (writer, row, key) => {
    writer.delete(row, key)
    return true
  })
}

/** `update a join b … set …`: as above; new values are computed from the rows as they were. */
export function updateSeveral(
  session: Session, transaction: Transaction, statement: Update, binds: BindVariables,
): QueryResult {
  const prepared = prepare(session, statement, binds, (compilation) => {
    const sources = baseTables(statement.tables)
    const parts = new Map<TableSourceRef, Assignment[]>()
    for (const assignment of statement.assignments) {
      const source = owner(compilation, sources, assignment.column)
      parts.set(source, [...parts.get(source) ?? [], assignment])
    }
    return plan(compilation, statement.tables, statement.where, [...parts].map(([source, assignments]) => ({ source, assignments })))
  })
  const types = prepared.plan.query.columns.map((column) => column.type)
  return change(session, transaction, prepared, binds, (writer, row, key, joined, { updates, touched }) => {
    const after: Value[] = [...row]
    for (const { column, value } of updates) {
      after[column.index] = value < 0
        ? defaultValue(column, session.unixMicros) ?? null
        : storeFor(column)(joined[value]!, types[value]!)
    }
    if (sameRow(row, after)) return false
    writer.touch(row, after, touched)
    writer.update(row, key, Object.freeze(after))
    return true
  })
}

interface Part {
  readonly source: TableSourceRef
  readonly assignments: readonly Assignment[]
}

/** A SELECT of the primary keys of the changed tables, and of the new values. */
function plan(
  compilation: Compilation, tables: readonly TableExpression[], where: Expression | null, parts: readonly Part[],
): MultiTablePlan {
  const expressions: Expression[] = []
  const targets = parts.map(({ source, assignments }): Target => {
    const { table, schema } = compilation.table(source.table)
    if (schema.primaryKey === null) {
      throw mysqlError(1235, `This version of MySQL doesn't yet support 'a join that changes a table without primary key'`)
    }
    const key = expressions.length
    const column = (place: number): ColumnRef =>
      ({ kind: 'column', database: null, table: aliasOf(source), name: schema.columns[place]!.name })
    expressions.push(...schema.primaryKey.columns.map(column))
    const updates = assignments.map(({ column: { name }, value }): TargetUpdate => ({
      column: schema.columns[schema.columnByName.get(name.toLowerCase())!]!,
      value: value.kind === 'default' ? -1 : expressions.push(value) - 1,
    }))
    const touched = touchedBy(schema, updates.map(({ column: { index } }) => index))
    return { table, key, keyLength: schema.primaryKey.columns.length, updates, touched }
  })
  const select: Select = {
    kind: 'select', comments: [], distinct: false, cache: null, straightJoin: false, calcFoundRows: false,
    items: expressions.map((expression) => ({ kind: 'item', expression, alias: null })),
    from: tables, where, groupBy: [], having: null, orderBy: [], limit: null, lock: 'none',
  }
  return { query: compileQuery(select, compilation, null), targets }
}

type ChangeRow = (writer: RowWriter, row: Row, key: Key, joined: Row, target: Target) => boolean

function change(
  session: Session, transaction: Transaction, prepared: Ready<MultiTablePlan>, binds: BindVariables, apply: ChangeRow,
): QueryResult {
  const run: Run = {
    values: prepared.parameters.values(binds), session, memo: null, foundRows: null,
    views: viewsOf(session, prepared, (table) => transaction.current(table)),
  }
  const { query, targets } = prepared.plan
  const joined = query.run([], run, Infinity)
  let changed = 0
  for (const target of targets) {
    const table = tableOf(session, prepared, target.table)
    changed += changeTable(new RowWriter(session, transaction, table), transaction, table, target, joined, apply)
  }
  session.rowCount = changed
  return okResult(changed)
}

/** A row that the join shows several times is changed once, as its first appearance says. */
function changeTable(
  writer: RowWriter, transaction: Transaction, table: Table, target: Target, joined: readonly Row[], apply: ChangeRow,
): number {
  const done = new Set<Key>()
  let changed = 0
  for (const each of joined) {
    const values = each.slice(target.key, target.key + target.keyLength)
    // An outer join found nothing here.
    if (values.includes(null)) continue
    const key = table.shape.rowCodec.ofValues(values)
    if (done.has(key)) continue
    done.add(key)
    writer.lockKey(key)
    const row = transaction.current(table).rows.get(key)
    if (row !== undefined && apply(writer, row, key, each, target)) changed++
  }
  return changed
}

function baseTables(tables: readonly TableExpression[]): TableSourceRef[] {
  return tables.flatMap((table): TableSourceRef[] => {
    switch (table.kind) {
      case 'table': return [table]
      case 'join': return baseTables([table.left, table.right])
      case 'paren-tables': return baseTables(table.tables)
      default: return []
    }
  })
}

function aliasOf(source: TableSourceRef): string {
  return source.alias ?? source.table.name
}

function named(sources: readonly TableSourceRef[], name: TableName): TableSourceRef {
  const source = sources.find((each) => aliasOf(each) === name.name)
  if (source === undefined) throw mysqlError(1109, `Unknown table '${name.name}' in MULTI DELETE`)
  return source
}

/** The table that a column of SET belongs to. Errors: 1054, 1052. */
function owner(compilation: Compilation, sources: readonly TableSourceRef[], column: ColumnRef): TableSourceRef {
  const has = (schema: TableSchema): boolean => schema.columnByName.has(column.name.toLowerCase())
  const owners = sources.filter((source) =>
    (column.table === null || column.table === aliasOf(source)) && has(compilation.table(source.table).schema))
  const text = column.table === null ? column.name : `${column.table}.${column.name}`
  if (owners.length > 1) throw mysqlError(1052, `Column '${text}' in field list is ambiguous`)
  if (owners.length === 0) throw mysqlError(1054, `Unknown column '${text}' in 'field list'`)
  return owners[0]!
}
