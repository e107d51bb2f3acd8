import type { BindVariables, QueryResult } from '../../sql/index.ts'
import { service, streaming, unary } from '../../sim/index.ts'
import type { TabletAlias, TabletType } from './records.ts'

/** Whom a caller believes that it talks to; the tablet refuses what it is not. */
export interface Target { readonly keyspace: string; readonly shard: string; readonly tabletType: TabletType }

export interface Query { readonly sql: string; readonly bindVariables: BindVariables }

export interface ExecuteOptions {
  readonly workload?: 'UNSPECIFIED' | 'OLTP' | 'OLAP' | 'DBA'
  readonly sqlSelectLimit?: number
  readonly clientFoundRows?: boolean
  readonly transactionIsolation?: 'DEFAULT' | 'CONSISTENT_SNAPSHOT_READ_ONLY'
}

/**
 * The query service of vttablet: what vtgate and vtworker speak to it.
 * Source: go/vt/vttablet/queryservice/queryservice.go.
 */
export const QueryService = service('QueryService', {
  /** `transactionId` 0: autocommit. */
  execute: unary<Query & { target: Target; transactionId: number; options?: ExecuteOptions }, QueryResult>(),
  /** All queries in one transaction of their own if `asTransaction`: one BEGIN … COMMIT on the tablet, none seen by the client. */
  executeBatch: unary<
    { target: Target; queries: readonly Query[]; asTransaction: boolean; transactionId: number; options?: ExecuteOptions },
    readonly QueryResult[]>(),
  begin: unary<{ target: Target; options?: ExecuteOptions }, { transactionId: number; alias: TabletAlias }>(),
  /** A failed query leaves the transaction open: the reply then has `error` in place of `result`. */
  beginExecute: unary<Query & { target: Target; options?: ExecuteOptions },
    { transactionId: number; alias: TabletAlias; result?: QueryResult; error?: FailureRecord }>(),
  commit: unary<{ target: Target; transactionId: number }, null>(),
  rollback: unary<{ target: Target; transactionId: number }, null>(),
  /** First item: fields and no rows. Each item holds at most about `-queryserver-config-stream-buffer-size` (32 KiB) of rows. */
  streamExecute: streaming<Query & { target: Target; transactionId: number; options?: ExecuteOptions }, QueryResult>(),
  /** At once, then at every change of state and every health check. */
  streamHealth: streaming<Record<string, never>, StreamHealthResponse>(),
}, { repeated: [] })

/** A failure in a reply, where the reply itself must still carry something. Same fields as the simulator's Failure. */
export interface FailureRecord {
  readonly code: string
  readonly message: string
  readonly definite: boolean
  readonly errno?: number
  readonly sqlState?: string
}

/** Source: go/vt/proto/query StreamHealthResponse. */
export interface StreamHealthResponse {
  readonly target: Target
  readonly serving: boolean
  /** When this tablet became MASTER, in Unix seconds; 0 for others. */
  readonly tabletExternallyReparentedTimestampS: number
  readonly tabletAlias: TabletAlias
  readonly realtimeStats: RealtimeStats
}
export interface RealtimeStats {
  /** '' if healthy. */
  readonly healthError: string
  readonly secondsBehindMaster: number
  readonly binlogPlayersCount: number
  readonly secondsBehindMasterFilteredReplication: number
  readonly qps: number
}
