import { Failure, type Ctx } from '../../sim/index.ts'
import type { QueryResult } from '../../sql/index.ts'
import type { FailureRecord } from '../wire/index.ts'
import type { ScatterResult, ShardQuery } from './engine/cursor.ts'
import { tooManyRows } from './engine/join.ts'
import { appendResults, noResult } from './engine/results.ts'
import type { QueryGateway } from './gateway/query-gateway.ts'
import type { SafeSession } from './safe-session.ts'
import type { TxConn } from './tx-conn.ts'

/** `-max_memory_rows`. */
export const maxMemoryRows = 300_000

/**
 * Sends queries to shards, in the transaction of the session. Rows come in the order of the shards, whichever
 * answers first (in Vitess: in the order of the answers). A shard that fails stops no other. Source:
 * go/vt/vtgate/scatter_conn.go.
 */
export class ScatterConn {
  constructor(private readonly gateway: QueryGateway, private readonly txConn: TxConn) {}

  async executeMultiShard(
    ctx: Ctx, queries: readonly ShardQuery[], session: SafeSession, autocommit: boolean,
      outsideTransaction = false,
  ): Promise<ScatterResult> {
    if (queries.length === 1) {
      try {
        const result = await this.executeShard(ctx, queries[0]!, session, autocommit, outsideTransaction)
        return session.mustRollback ? await this.finish(ctx, session, [result], [])
          : { result, failures: noFailures }
      } catch (error) {
        return this.finish(ctx, session, [], [asFailure(error)])
      }
    }
    const results: (QueryResult | null)[] = queries.map(() => null)
    const failures: (Failure | null)[] = queries.map(() => null)
    await ctx.all(queries.map((query, i) => async (inner: Ctx) => {
      try {
        results[i] = await this.executeShard(inner, query, session, autocommit, outsideTransaction)
      } catch (error) {
        failures[i] = asFailure(error)
      }
    }))
    return this.finish(ctx, session, results.filter((result) => result !== null),
      failures.filter((failure) => failure !== null))
  }

  /** Source: multiGoTransaction, endAction. */
  private async finish(
    ctx: Ctx, session: SafeSession, results: readonly QueryResult[], failures: readonly Failure[],
  ): Promise<ScatterResult> {
    // The tablet has ended the transaction by itself; what the other shards hold of it is worth nothing now.
    const isOver = failures.some(({ code }) => code === 'RESOURCE_EXHAUSTED' || code === 'ABORTED')
    if (isOver && session.inTransaction) session.mustRollback = true
    if (session.mustRollback) await this.txConn.rollbackQuietly(ctx, session)
    const result = results.length === 0 ? noResult : appendResults(results)
    return result.rows.length > maxMemoryRows ? { result: noResult, failures: [tooManyRows(maxMemoryRows)] }
      : { result, failures }
  }

  private executeShard(
    ctx: Ctx, query: ShardQuery, session: SafeSession, autocommit: boolean, outsideTransaction: boolean,
  ): PromiseLike<QueryResult> {
    if (autocommit) return this.executeAutocommit(ctx, query, session)
    const { target, sql, bindVariables } = query
    const transactionId = session.inTransaction ? session.find(target) : 0
    if (!session.inTransaction || transactionId !== 0 || outsideTransaction) {
      return this.gateway.execute(ctx, target, sql, bindVariables, transactionId, session.value.options)
    }
    return this.beginExecute(ctx, query, session)
  }

  private async executeAutocommit(ctx: Ctx, query: ShardQuery, session: SafeSession): Promise<QueryResult> {
    const { target, sql, bindVariables } = query
    const { options } = session.value
    const results = await this.gateway.executeBatch(ctx, target, [{ sql, bindVariables }], true, 0, options)
    return results[0]!
  }

  private async beginExecute(
    ctx: Ctx, { target, sql, bindVariables }: ShardQuery, session: SafeSession,
  ): Promise<QueryResult> {
    const { options } = session.value
    const begun = await this.gateway.beginExecute(ctx, target, sql, bindVariables, options)
    // Noted even if the statement failed: the transaction is open.
    session.append({ target, transactionId: begun.transactionId, alias: begun.alias }, this.txConn.mode)
    if (begun.result === undefined) throw failureOf(begun.error!)
    return begun.result
  }
}

const noFailures: readonly Failure[] = Object.freeze([])

/** A bug goes its own way. */
function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  throw error
}

function failureOf(record: FailureRecord): Failure {
  return new Failure(record.code as Failure['code'], record.message, record)
}
