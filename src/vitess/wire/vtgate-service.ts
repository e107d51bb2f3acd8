import type { BindVariables, QueryResult } from '../../sql/index.ts'
import { service, streaming, unary } from '../../sim/index.ts'
import type { ExecuteOptions, FailureRecord, Target } from './query-service.ts'
import type { TabletAlias } from './records.ts'

/**
 * What applications speak to vtgate. The session is a value that the client holds and sends with each statement;
 * it comes back with every answer, with a failed one too. Source: go/vt/proto/vtgate, go/vt/vtgate/vtgate.go.
 */
export const VtgateService = service('VtgateService', {
  execute: unary<{ session: Session; sql: string; bindVariables: BindVariables }, ExecuteReply>(),
  streamExecute: streaming<{ session: Session; sql: string; bindVariables: BindVariables }, QueryResult>(),
}, { repeated: [] })

/** Exactly one of `result` and `error` is there. */
export interface ExecuteReply { readonly session: Session; readonly result?: QueryResult; readonly error?: FailureRecord }

export type TransactionMode = 'UNSPECIFIED' | 'SINGLE' | 'MULTI' | 'TWOPC'

export interface ShardSession { readonly target: Target; readonly transactionId: number; readonly alias: TabletAlias }

/** Source: go/vt/proto/vtgate Session. */
export interface Session {
  readonly inTransaction: boolean
  readonly autocommit: boolean
  /** `keyspace`, `keyspace/shard`, `keyspace[range]`, each with `@type`. */
  readonly targetString: string
  readonly transactionMode: TransactionMode
  readonly shardSessions: readonly ShardSession[]
  readonly preSessions: readonly ShardSession[]
  readonly postSessions: readonly ShardSession[]
  readonly options: ExecuteOptions
  readonly lastInsertId: number | bigint
  readonly foundRows: number
  readonly warnings: readonly { readonly code: number; readonly message: string }[]
  readonly userDefinedVariables: BindVariables
}

/** What a client starts with. */
export const emptySession: Session = Object.freeze({
  inTransaction: false, autocommit: true, targetString: '', transactionMode: 'UNSPECIFIED',
  shardSessions: Object.freeze([]), preSessions: Object.freeze([]), postSessions: Object.freeze([]), options: Object.freeze({}),
  lastInsertId: 0, foundRows: 0, warnings: Object.freeze([]), userDefinedVariables: Object.freeze({}),
})
