import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import type { ExecuteOptions, FailureRecord, Query, TabletAlias, Target } from '../../wire/index.ts'

/** What a statement that opened a transaction gives back. It is open even if the statement failed: then `error` says how. */
export interface BegunExecution {
  readonly transactionId: number
  readonly alias: TabletAlias
  readonly result?: QueryResult
  readonly error?: FailureRecord
}

/** A tablet as the health check knows it, for `SHOW VITESS_TABLETS`. */
export interface TabletHealth {
  readonly alias: TabletAlias
  readonly target: Target
  readonly hostname: string
  readonly isServing: boolean
}

/**
 * How the scatter connection reaches tablets: by target, with retries on another tablet where that is safe. A failure carries
 * `target: ks.shard.type, used tablet: …` in its text, and the code of its cause. Source: go/vt/vtgate/gateway.go.
 */
export interface QueryGateway {
  /** `transactionId` 0: autocommit. In a transaction nothing is retried. */
  execute(ctx: Ctx, target: Target, sql: string, bindVariables: BindVariables, transactionId: number,
    options: ExecuteOptions): PromiseLike<QueryResult>
  /** All in one transaction of the tablet's own if `asTransaction`. */
  executeBatch(ctx: Ctx, target: Target, queries: readonly Query[], asTransaction: boolean, transactionId: number,
    options: ExecuteOptions): PromiseLike<readonly QueryResult[]>
  /** Fails only if no transaction was opened. */
  beginExecute(ctx: Ctx, target: Target, sql: string, bindVariables: BindVariables,
    options: ExecuteOptions): PromiseLike<BegunExecution>
  begin(ctx: Ctx, target: Target, options: ExecuteOptions): PromiseLike<{ transactionId: number; alias: TabletAlias }>
  commit(ctx: Ctx, target: Target, transactionId: number): PromiseLike<null>
  rollback(ctx: Ctx, target: Target, transactionId: number): PromiseLike<null>
  /** The callback gets the fields first, then rows. It is retried only before the first callback. */
  streamExecute(ctx: Ctx, target: Target, sql: string, bindVariables: BindVariables, transactionId: number,
    options: ExecuteOptions, callback: (ctx: Ctx, chunk: QueryResult) => PromiseLike<void>): PromiseLike<void>
  /** All tablets that the health check has seen, in the order of their aliases. */
  tabletHealth(): readonly TabletHealth[]
}
