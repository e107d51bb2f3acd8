import { type Ctx, Failure, Signal, type Sink } from '../../../sim/index.ts'
import type { QueryResult } from '../../../sql/index.ts'
import {
  mysqldAddress, tabletAliasString, type ExecuteOptions, type Query, type TabletType, type Target,
} from '../../wire/index.ts'
import { blocksForgotten, requestsEndFirst } from '../guards.ts'
import type { VttabletConfig } from '../spec.ts'
import { ConnectionPool, leavesInDoubt } from './connection-pool.ts'
import { statementFailure } from './error-conversion.ts'
import { HealthStreamer } from './health-streamer.ts'
import { QueryExecutor } from './query-executor.ts'
import { SchemaEngine } from './schema-engine.ts'
import { ServingState } from './serving-state.ts'
import { type OpenTransaction, TransactionPool } from './transaction-pool.ts'

const consistentSnapshot = 'start transaction with consistent snapshot, read only'

/** The statement that failures of these calls name. */
const beginQuery: Query = { sql: 'begin', bindVariables: {} }
const commitQuery: Query = { sql: 'commit', bindVariables: {} }
const rollbackQuery: Query = { sql: 'rollback', bindVariables: {} }

/** About so many bytes has a row of the examples: what turns the buffer of a stream into a number of rows. */
const rowBytes = 64

/**
 * The query service of one tablet: its state, its pools, its transactions. What a client may read of a
 * failure is made here; the prefix of the wire is not. Source: go/vt/vttablet/tabletserver/tabletserver.go
 * TabletServer.
 */
export class TabletServer {
  readonly state: ServingState
  readonly health = new HealthStreamer()
  readonly schema: SchemaEngine
  readonly executor: QueryExecutor
  private readonly pools: readonly ConnectionPool[]
  private readonly streamPool: ConnectionPool
  private readonly transactions: TransactionPool
  private readonly terminateStreams = new Signal('streams are terminated')
  private readWrite = false
  private checkingMysql = false
  /** How often requests were answered since the last health check, for its report. */
  queries = 0

  constructor(private readonly config: VttabletConfig, readonly dbName: string) {
    const common = {
      address: mysqldAddress(config.alias), user: 'app' as const, database: dbName, timeoutMs: null,
      exhausted: 'query pool wait timed out', onLost: (ctx: Ctx) => this.stopService(ctx, 'mysqld was lost'),
    }
    const queryPool = new ConnectionPool({ ...common, name: 'query pool', capacity: config.poolSize })
    const transactionConnections = new ConnectionPool({
      ...common, name: 'transaction pool', capacity: config.transactionCap,
      timeoutMs: config.transactionPoolTimeoutMs, exhausted: 'transaction pool connection limit exceeded',
    })
    this.streamPool = new ConnectionPool({ ...common, name: 'stream pool', capacity: config.streamPoolSize })
    this.pools = [queryPool, transactionConnections, this.streamPool]
    this.state = new ServingState(config.keyspace, config.shard)
    this.schema = new SchemaEngine(queryPool, dbName)
    this.transactions = new TransactionPool(transactionConnections, config.transactionTimeoutMs)
    this.executor = new QueryExecutor({
      queryPool, transactionConnections, transactions: this.transactions, schema: this.schema,
      callerId: config.callerId, queryTimeoutMs: config.queryTimeoutMs, passthroughDmls: config.passthroughDmls,
    })
  }

  /** A statement by itself, or in the transaction of this id. */
  execute(
    ctx: Ctx, query: Query, target: Target, transactionId: number, options?: ExecuteOptions,
  ): Promise<QueryResult> {
    return this.serving(ctx, target, transactionId !== 0, query, () => {
      if (transactionId === 0) return this.executor.execute(ctx, query, options)
      return this.inTransaction(ctx, transactionId, 'for query', transaction =>
        this.executor.executeIn(ctx, transaction, query, options))
    })
  }

  /** Source: tabletserver.go ExecuteBatch. */
  async executeBatch(
    ctx: Ctx, queries: readonly Query[], target: Target, asTransaction: boolean, transactionId: number,
    options?: ExecuteOptions,
  ): Promise<QueryResult[]> {
    if (queries.length === 0) throw invalid('Empty query list')
    if (asTransaction && transactionId !== 0) {
      throw invalid('cannot start a new transaction in the scope of an existing one')
    }
    // One statement is a transaction by itself.
    if (asTransaction && queries.length > 1) return this.executeAsTransaction(ctx, queries, target, options)
    if (queries.length === 1) return [await this.execute(ctx, queries[0]!, target, transactionId, options)]
    const results: QueryResult[] = []
    for (const query of queries) {
      results.push(await this.execute(ctx, query, target, transactionId, options))
    }
    return results
  }

  private async executeAsTransaction(
    ctx: Ctx, [first, ...rest]: readonly Query[], target: Target, options?: ExecuteOptions,
  ): Promise<QueryResult[]> {
    const { transactionId, result, error } = await this.beginExecute(ctx, first!, target, options)
    try {
      if (error !== undefined) throw error
      const results = [result!]
      for (const query of rest) results.push(await this.execute(ctx, query, target, transactionId, options))
      await this.commit(ctx, target, transactionId)
      return results
    } catch (failure) {
      await this.rollbackQuietly(ctx.background(), target, transactionId)
      throw failure
    }
  }

  begin(ctx: Ctx, target: Target, options?: ExecuteOptions): Promise<number> {
    return this.serving(ctx, target, false, beginQuery, async () => {
      const readOnly = options?.transactionIsolation === 'CONSISTENT_SNAPSHOT_READ_ONLY'
      this.mayBegin(readOnly)
      return (await this.transactions.begin(ctx, readOnly ? consistentSnapshot : 'begin', readOnly)).id
    })
  }

  /** The transaction is open also when there is an `error`; what fails otherwise has opened none. */
  beginExecute(
    ctx: Ctx, query: Query, target: Target, options?: ExecuteOptions,
  ): Promise<{ transactionId: number; result?: QueryResult; error?: Failure }> {
    return this.serving(ctx, target, false, query, async () => {
      const readOnly = options?.transactionIsolation === 'CONSISTENT_SNAPSHOT_READ_ONLY'
      this.mayBegin(readOnly)
      const { transaction, result, error } =
        await this.executor.beginExecute(ctx, readOnly ? consistentSnapshot : 'begin', readOnly, query, options)
      if (error === undefined) return { transactionId: transaction.id, result: result! }
      const failure = statementFailure(error, this.config.callerId, query.sql, query.bindVariables)
      return { transactionId: transaction.id, error: failure }
    })
  }

  commit(ctx: Ctx, target: Target, transactionId: number): Promise<void> {
    return this.serving(ctx, target, true, commitQuery, () => {
      const transaction = this.transactions.take(transactionId, 'for commit')
      return this.transactions.conclude(ctx, transaction, 'transaction committed', 'commit')
    })
  }

  rollback(ctx: Ctx, target: Target, transactionId: number): Promise<void> {
    return this.serving(ctx, target, true, rollbackQuery, () => {
      const transaction = this.transactions.take(transactionId, 'for rollback')
      return this.transactions.conclude(ctx, transaction, 'transaction rolled back', 'rollback')
    })
  }

  /** Rows as they come, until the end or until the tablet stops serving. */
  async streamExecute(
    ctx: Ctx, query: Query, target: Target, transactionId: number, out: Sink<QueryResult>,
  ): Promise<void> {
    await this.serving(ctx, target, transactionId !== 0, query, async () => {
      this.executor.plan(query.sql)
      const chunkRows = Math.max(1, Math.floor(this.config.streamBufferBytes / rowBytes))
      const copy = async (inner: Ctx, connection: OpenTransaction['connection']): Promise<void> => {
        for await (const item of connection.stream(inner, query.sql, query.bindVariables,
          chunkRows)) await out.send(inner, item)
      }
      if (transactionId !== 0) {
        return this.inTransaction(ctx, transactionId, 'for streaming query',
          transaction => copy(ctx, transaction.connection))
      }
      await ctx.race<void>([
        inner => this.streamPool.with(inner, connection => copy(inner, connection)),
        async inner => {
          await this.terminateStreams.wait(inner)
          throw new Failure('UNKNOWN', 'Query execution was interrupted',
            { definite: true, errno: 1317, sqlState: '70100' })
        },
      ])
    })
  }

  /** Starts or stops the service; true if its state changed. Source: tabletserver.go SetServingType. */
  async setServingType(
    ctx: Ctx, type: TabletType, serving: boolean, reason: string, alsoAllow: readonly TabletType[] = [],
  ): Promise<boolean> {
    const before = this.state.tabletType
    const action = this.state.decide(type, serving, alsoAllow)
    switch (action) {
      case 'none':
        if (before !== type) this.report(ctx, reason)
        return false
      case 'graceful-stop':
        this.report(ctx, reason)
        await this.gracefulStop(ctx)
        this.state.state = 'NotServing'
        break
      case 'full-start':
        await this.fullStart(ctx)
        break
      case 'serve-new-type':
        if (!this.schema.loaded) await this.schema.tryReload(ctx)
        await this.serveNewType(ctx)
        break
    }
    this.report(ctx, reason)
    return true
  }

  /**
   * Its mysqld is gone: nothing is answered until a health check starts the service again. Source:
   * tabletserver.go StopService.
   */
  stopService(ctx: Ctx, reason: string): void {
    if (this.state.state !== 'Serving') return
    this.state.state = 'NotConnected'
    this.schema.loaded = false
    for (const pool of this.pools) pool.clear()
    this.terminateStreams.notify(ctx)
    this.report(ctx, reason)
  }

  /**
   * Source: tabletserver.go fullStart: a schema that cannot be read is tolerated, a mysqld that is not there
   * is not.
   */
  private async fullStart(ctx: Ctx): Promise<void> {
    try {
      await this.streamPool.with(ctx, connection => connection.execute(ctx, 'select 1 from dual'))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      ctx.log('E', 'tabletserver.go:560', `error creating db app connection: ${error.message}`)
      this.state.state = 'NotConnected'
      throw error
    }
    await this.schema.tryReload(ctx)
    await this.serveNewType(ctx)
  }

  private async serveNewType(ctx: Ctx): Promise<void> {
    const readWrite = this.state.tabletType === 'MASTER'
    if (!readWrite) {
      // As go/vt/vttablet/tabletserver/tx_engine.go AcceptReadOnly: a master that steps down waits for its
      // transactions.
      if (this.readWrite) await this.transactions.waitForEmpty(ctx, true)
      this.forgetSequences(ctx)
    }
    this.readWrite = readWrite
    this.state.state = 'Serving'
  }

  /**
   * No new request, transactions run to their end (or to the transaction killer), streams are cut. Source:
   * gracefulStop.
   */
  private async gracefulStop(ctx: Ctx): Promise<void> {
    const waits = ctx.guard(requestsEndFirst)
    if (waits) await this.transactions.waitForEmpty(ctx, false)
    this.terminateStreams.notify(ctx)
    if (waits) await this.state.waitForRequests(ctx)
    this.forgetSequences(ctx)
    this.readWrite = false
  }

  private forgetSequences(ctx: Ctx): void {
    if (ctx.guard(blocksForgotten)) this.executor.sequences.clear()
  }

  private report(ctx: Ctx, reason: string): void {
    const { keyspace, shard, alias } = this.config
    ctx.emit('tablet/state', {
      alias: tabletAliasString(alias), keyspace, shard, type: this.state.tabletType, state: this.state.name,
        reason,
    })
  }

  private mayBegin(readOnly: boolean): void {
    if (this.readWrite || readOnly) return
    throw new Failure('UNAVAILABLE', 'tx engine can only accept read-only transactions in current state',
      { definite: true })
  }

  /** What every request goes through: state, target, and the words of its failure. */
  private async serving<T>(
    ctx: Ctx, target: Target, allowOnShutdown: boolean, query: Query, body: () => Promise<T>,
  ): Promise<T> {
    // Refusals are bare: what they say is not about the statement.
    this.state.startRequest(target, allowOnShutdown)
    this.queries++
    try {
      return await body()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (error.errno === 2006
        || (error.code === 'UNAVAILABLE' && error.errno === undefined)) this.checkMysql(ctx)
      throw statementFailure(error, this.config.callerId, query.sql, query.bindVariables)
    } finally {
      this.state.endRequest(ctx)
    }
  }

  private async inTransaction<T>(
    ctx: Ctx, id: number, purpose: string, body: (transaction: OpenTransaction) => Promise<T>,
  ): Promise<T> {
    const transaction = this.transactions.take(id, purpose)
    try {
      const result = await body(transaction)
      this.transactions.release(transaction)
      return result
    } catch (error) {
      if (leavesInDoubt(error)) await this.transactions.conclude(ctx.background(), transaction, 'closed', '')
      else this.transactions.release(transaction)
      throw error
    }
  }

  private async rollbackQuietly(ctx: Ctx, target: Target, transactionId: number): Promise<void> {
    try {
      await this.rollback(ctx, target, transactionId)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
    }
  }

  /**
   * After a lost connection: is mysqld still there? Source: go/vt/vttablet/tabletserver/tabletserver.go
   * CheckMySQL.
   */
  private checkMysql(ctx: Ctx): void {
    if (this.checkingMysql) return
    this.checkingMysql = true
    ctx.spawn('check-mysql', async inner => {
      try {
        await inner.timeout(this.config.queryTimeoutMs, body =>
          this.streamPool.with(body, connection => connection.execute(body, 'select 1 from dual')))
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        inner.log('E', 'tabletserver.go:1130',
          `Check MySQL failed. Shutting down query service: ${error.message}`)
        this.stopService(inner, 'mysqld is unreachable')
      }
      await inner.sleep(1000)
      this.checkingMysql = false
    }, { daemon: true })
  }
}

const invalid = (message: string): Failure => new Failure('INVALID_ARGUMENT', message, { definite: true })
