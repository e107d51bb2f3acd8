import type { Ctx } from '../../sim/index.ts'
import type { BindVariables, Field, QueryResult, Row, SelectStatement, TableSourceRef } from '../../sql/index.ts'
import { type Compilation, compileQuery, fieldsOf, fixedFields, type QueryPlan, type Run } from '../engine/index.ts'
import type { Session } from '../server/session.ts'
import type { TableData } from '../storage/table-data.ts'
import type { Table } from '../storage/table.ts'
import type { Transaction } from '../transaction/transaction.ts'
import type { ValueType } from '../values/index.ts'
import type { Answer } from './answer.ts'
import { prepare, type Ready, tableOf, viewsOf } from './plan-cache.ts'
import { RowFinder } from './row-finder.ts'
import { runLocking } from './run-statement.ts'
import { TableScope } from './table-scope.ts'
import { waitFunction } from './wait-functions.ts'

interface SelectPlan {
  readonly query: QueryPlan
  /** Of a locking SELECT from one table: the rows to lock. */
  readonly finder: RowFinder | null
  /** Null if they differ from run to run. */
  readonly fields: readonly Field[] | null
}

/**
 * Runs a SELECT. Outside a transaction it sees what is committed now; within one, what was committed when the transaction
 * first read; with FOR UPDATE or LOCK IN SHARE MODE, what is committed now, and locks it.
 */
export function select(ctx: Ctx, session: Session, statement: SelectStatement, binds: BindVariables): Answer {
  const waiting = waitFunction(statement)
  if (waiting !== null) return waiting(ctx, session, binds)
  const prepared = prepare(session, statement, binds, (compilation) => plan(statement, compilation))
  if (statement.kind === 'select' && statement.lock !== 'none') {
    const mode = statement.lock === 'for update' ? 'exclusive' : 'shared'
    return runLocking(ctx, session, (transaction) => lockAndRead(session, transaction, prepared, binds, mode))
  }
  const { owner } = session
  const transaction = owner.transaction ?? (session.autocommit ? null : session.openTransaction())
  return result(session, prepared, binds, transaction === null ? committed : (table) => transaction.consistent(table))
}

/** The rows of a SELECT that another statement needs, with the types of its columns: they are read as changes are. */
export function selectRows(
  session: Session, transaction: Transaction, statement: SelectStatement, binds: BindVariables,
): { readonly rows: readonly Row[]; readonly types: readonly ValueType[] } {
  const prepared = prepare(session, statement, binds, (compilation) => plan(statement, compilation))
  const { rows } = result(session, prepared, binds, (table) => transaction.current(table))
  return { rows, types: prepared.plan.query.columns.map((column) => column.type) }
}

const committed = (table: Table): TableData => table.data

function plan(statement: SelectStatement, compilation: Compilation): SelectPlan {
  const query = compileQuery(statement, compilation, null)
  return { query, finder: lockingFinder(statement, compilation), fields: fixedFields(query.columns) }
}

function lockingFinder(statement: SelectStatement, compilation: Compilation): RowFinder | null {
  if (statement.kind !== 'select' || statement.lock === 'none') return null
  const [source] = statement.from
  if (statement.from.length !== 1 || source?.kind !== 'table' || statement.groupBy.length > 0) return null
  const scope = new TableScope(compilation, compilation.table(source.table).schema, aliasOf(source))
  return new RowFinder(scope, statement.where, statement.orderBy, statement.limit)
}

function aliasOf(source: TableSourceRef): string {
  return source.alias ?? source.table.name
}

function lockAndRead(
  session: Session, transaction: Transaction, prepared: Ready<SelectPlan>, binds: BindVariables,
  mode: 'exclusive' | 'shared',
): QueryResult {
  const { finder } = prepared.plan
  const read = (table: Table): TableData => transaction.current(table)
  if (finder !== null) {
    const table = tableOf(session, prepared, 0)
    const run = newRun(session, prepared, binds, read)
    session.server.locks.checkWrite(session.owner, table)
    finder.find(session, table, transaction.current(table), run, mode)
  }
  return result(session, prepared, binds, read)
}

function newRun(
  session: Session, prepared: Ready<unknown>, binds: BindVariables, read: (table: Table) => TableData,
): Run {
  return {
    values: prepared.parameters.values(binds), session, memo: null, foundRows: null,
    views: viewsOf(session, prepared, (table) => {
      session.server.locks.checkRead(session.owner, table)
      return read(table)
    }),
  }
}

function result(
  session: Session, prepared: Ready<SelectPlan>, binds: BindVariables, read: (table: Table) => TableData,
): QueryResult {
  const { query, fields } = prepared.plan
  const run = newRun(session, prepared, binds, read)
  const rows = query.run([], run, Infinity)
  session.foundRows = run.foundRows ?? rows.length
  session.rowCount = -1
  return Object.freeze({
    fields: fields ?? Object.freeze(fieldsOf(query.columns, run, rows[0])),
    rows: Object.isFrozen(rows) ? rows : Object.freeze(rows),
    rowsAffected: 0,
    insertId: 0,
  })
}

