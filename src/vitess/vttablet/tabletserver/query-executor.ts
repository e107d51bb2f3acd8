import type { MysqlConnection } from '../../../mysql/index.ts'
import { type Ctx, Failure } from '../../../sim/index.ts'
import { type BindVariables, type QueryResult, SqlError } from '../../../sql/index.ts'
import type { ExecuteOptions, Query } from '../../wire/index.ts'
import { type ConnectionPool, leavesInDoubt } from './connection-pool.ts'
import { limitedText, maxResultSize, planOf, type QueryPlan } from './query-plan.ts'
import { type BlacklistRule, noBlacklist } from './query-rules.ts'
import type { SchemaEngine } from './schema-engine.ts'
import { SequenceCache } from './sequence.ts'
import type { OpenTransaction, TransactionPool } from './transaction-pool.ts'

const noOptions: ExecuteOptions = Object.freeze({})

export interface ExecutorParts {
  /** For reads outside of transactions. */
  readonly queryPool: ConnectionPool
  /** For changes: in a transaction, or committing by themselves. */
  readonly transactionConnections: ConnectionPool
  readonly transactions: TransactionPool
  readonly schema: SchemaEngine
  readonly callerId: string
  readonly queryTimeoutMs: number
  readonly passthroughDmls: boolean
}

/** Runs one statement by its plan. Source: go/vt/vttablet/tabletserver/query_executor.go. */
export class QueryExecutor {
  blacklist: BlacklistRule = noBlacklist
  readonly sequences: SequenceCache

  constructor(private readonly parts: ExecutorParts) {
    this.sequences = new SequenceCache({ update: (ctx, table, change) =>
      this.updateSequence(ctx, table, change) })
  }

  plan(sql: string): QueryPlan {
    let plan: QueryPlan
    try {
      plan = planOf(sql)
    } catch (error) {
      if (!(error instanceof SqlError)) throw error
      throw new Failure('INVALID_ARGUMENT', error.message, { definite: true })
    }
    this.blacklist.check(plan.tables)
    return plan
  }

  /** Outside of any transaction: one round trip to mysqld, for what cannot change too many rows. */
  execute(ctx: Ctx, query: Query, options: ExecuteOptions = noOptions): Promise<QueryResult> {
    const plan = this.plan(query.sql)
    const { queryPool, transactionConnections } = this.parts
    switch (plan.kind) {
      case 'Nextval': return this.nextval(ctx, plan, query.bindVariables)
      case 'SelectLock':
        throw new Failure('FAILED_PRECONDITION', `${plan.kind} disallowed outside transaction`,
          { definite: true })
      case 'Select': case 'Set': case 'OtherRead': case 'OtherAdmin':
        return this.runPooled(ctx, queryPool, plan, query, options)
      case 'DDL': return this.executeDdl(ctx, plan, query, options)
      case 'UpdateLimit': case 'DeleteLimit':
        if (this.mayChangeTooMuch(plan)) return this.executeUndoable(ctx, plan, query, options)
        return this.runPooled(ctx, transactionConnections, plan, query, options)
      case 'Insert': case 'Update': case 'Delete':
        return this.runPooled(ctx, transactionConnections, plan, query, options)
    }
  }

  private async executeDdl(
    ctx: Ctx, plan: QueryPlan, query: Query, options: ExecuteOptions,
  ): Promise<QueryResult> {
    const result = await this.runPooled(ctx, this.parts.transactionConnections, plan, query, options)
    await this.parts.schema.tryReload(ctx)
    return result
  }

  /** In a transaction, of which the caller has taken hold. */
  executeIn(
    ctx: Ctx, transaction: OpenTransaction, query: Query, options: ExecuteOptions = noOptions,
  ): Promise<QueryResult> {
    const plan = this.plan(query.sql)
    if (plan.kind === 'Nextval') return this.nextval(ctx, plan, query.bindVariables)
    return this.run(ctx, transaction.connection, plan, query, options)
  }

  /**
   * BEGIN and the first statement in one round trip. A statement that MySQL refuses is `error`: the
   * transaction is open.
   */
  async beginExecute(
    ctx: Ctx, begin: string, readOnly: boolean, query: Query, options: ExecuteOptions = noOptions,
  ): Promise<{ transaction: OpenTransaction; result?: QueryResult; error?: Failure }> {
    const { transactions } = this.parts
    const plan = this.plan(query.sql)
    if (plan.kind === 'Nextval') {
      const transaction = await transactions.begin(ctx, begin, readOnly)
      return { transaction, result: await this.nextval(ctx, plan, query.bindVariables) }
    }
    const { transaction, first } = await transactions.beginWith(ctx, readOnly, async connection => {
      try {
        const statement = { sql: this.textFor(plan, query, options), bindVariables: query.bindVariables }
        const results = await this.bounded(ctx,
          inner => connection.executeBatch(inner, [{ sql: begin }, statement]))
        return { result: this.checked(plan, results[1]!, options) }
      } catch (error) {
        if (!(error instanceof Failure) || leavesInDoubt(error)) throw error
        return { error }
      }
    })
    return { transaction, ...first }
  }

  private async run(
    ctx: Ctx, connection: MysqlConnection, plan: QueryPlan, query: Query, options: ExecuteOptions,
  ): Promise<QueryResult> {
    const sql = this.textFor(plan, query, options)
    return this.checked(plan,
      await this.bounded(ctx, inner => connection.execute(inner, sql, query.bindVariables)), options)
  }

  /** `run` within `pool.with`, in one function, as nearly every statement comes here: each async one is a promise. */
  private async runPooled(
    ctx: Ctx, pool: ConnectionPool, plan: QueryPlan, query: Query, options: ExecuteOptions,
  ): Promise<QueryResult> {
    const connection = pool.takeIdle(ctx) ?? await pool.take(ctx)
    let result: QueryResult
    try {
      const sql = this.textFor(plan, query, options)
      result = this.checked(plan,
        await this.bounded(ctx, inner => connection.execute(inner, sql, query.bindVariables)), options)
    } catch (error) {
      await pool.release(ctx, connection, error)
      throw error
    }
    pool.give(ctx, connection)
    return result
  }

  /**
   * In a transaction of its own, which is rolled back if it changed too many rows. Source: execAsTransaction,
   * execDMLLimit.
   */
  private async executeUndoable(
    ctx: Ctx, plan: QueryPlan, query: Query, options: ExecuteOptions,
  ): Promise<QueryResult> {
    return this.parts.transactionConnections.with(ctx, async connection => {
      const statement = { sql: this.textFor(plan, query, options), bindVariables: query.bindVariables }
      try {
        const results = await this.bounded(ctx,
          inner => connection.executeBatch(inner, [{ sql: 'begin' }, statement]))
        const result = this.checked(plan, results[1]!, options)
        await connection.execute(ctx, 'commit')
        return result
      } catch (error) {
        if (!leavesInDoubt(error)) await connection.execute(ctx, 'rollback')
        throw error
      }
    })
  }

  private bounded<T>(ctx: Ctx, body: (ctx: Ctx) => PromiseLike<T>): PromiseLike<T> {
    return ctx.timeout(this.parts.queryTimeoutMs, body)
  }

  private textFor(plan: QueryPlan, query: Query, options: ExecuteOptions): string {
    if (plan.limitedSql === null || options.workload === 'DBA') return query.sql
    const change = plan.kind === 'UpdateLimit' || plan.kind === 'DeleteLimit'
    if (change) return this.mayChangeTooMuch(plan) ? plan.limitedSql : query.sql
    return rowsMax(options) === maxResultSize ? plan.limitedSql : limitedText(plan, rowsMax(options) + 1)!
  }

  /** Not if the WHERE names the whole primary key: then there is no need of a limit, nor of a way back. */
  private mayChangeTooMuch(plan: QueryPlan): boolean {
    if (this.parts.passthroughDmls) return false
    const key = this.parts.schema.table(plan.tables[0]!)?.primaryKeyColumns ?? []
    return key.length !== 1 || !plan.pinned.includes(key[0]!.toLowerCase())
  }

  private checked(plan: QueryPlan, result: QueryResult, options: ExecuteOptions): QueryResult {
    const change = plan.kind === 'UpdateLimit' || plan.kind === 'DeleteLimit'
    const max = change ? maxResultSize : rowsMax(options)
    const count = change && !this.parts.passthroughDmls ? result.rowsAffected : result.rows.length
    if (count <= max || options.workload === 'DBA') return result
    throw new Failure('RESOURCE_EXHAUSTED', `caller id: ${this.parts.callerId}: row count exceeded ${max}`,
      { definite: true, errno: 10001, sqlState: 'HY000' })
  }

  private async nextval(ctx: Ctx, plan: QueryPlan, bindVariables: BindVariables): Promise<QueryResult> {
    const table = plan.tables[0]!
    if (!this.parts.schema.isSequence(table)) {
      throw new Failure('UNKNOWN', `${table} is not a sequence`, { definite: true })
    }
    const value = await this.sequences.nextValue(ctx, table, countOf(plan, bindVariables))
    return { fields: [{ name: 'nextval', type: 'INT64' }], rows: [[value]], rowsAffected: 1, insertId: 0 }
  }

  private async updateSequence(
    ctx: Ctx, table: string, change: (rows: QueryResult['rows']) => number,
  ): Promise<void> {
    await this.parts.transactionConnections.with(ctx, async connection => {
      try {
        const [, row] = await this.bounded(ctx, inner => connection.executeBatch(inner, [
          { sql: 'begin' }, { sql: `select next_id, cache from ${quoted(table)} where id = 0 for update` },
        ]))
        const next = change(row!.rows)
        await this.bounded(ctx, inner => connection.executeBatch(inner, [
          { sql: `update ${quoted(table)} set next_id = ${next} where id = 0` }, { sql: 'commit' },
        ]))
      } catch (error) {
        if (!leavesInDoubt(error)) await connection.execute(ctx, 'rollback')
        throw error
      }
    })
  }
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** `sql_select_limit` lowers what may be returned. Source: query_executor.go getSelectLimit. */
function rowsMax(options: ExecuteOptions): number {
  const limit = options.sqlSelectLimit ?? 0
  return limit > 0 && limit < maxResultSize ? limit : maxResultSize
}

function countOf(plan: QueryPlan, bindVariables: BindVariables): number {
  const count = plan.nextCount!
  if (count.kind === 'literal') return Number(count.value)
  if (count.kind === 'argument'
    && Object.hasOwn(bindVariables, count.name)) return Number(bindVariables[count.name]!.value)
  throw new Failure('INVALID_ARGUMENT', 'missing bind var in `next :n values`', { definite: true })
}
