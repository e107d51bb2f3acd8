import { service, streaming, unary } from '../sim/index.ts'
import type { BindVariables, QueryResult, Row } from '../sql/index.ts'

/** The accounts that Vitess makes in `init_db.sql`. `dba` has SUPER; the others obey read_only. */
export type MysqlUser = 'app' | 'dba' | 'allprivs' | 'repl' | 'filtered'

export interface QueryRequest {
  readonly connectionId: number
  readonly sql: string
  readonly bindVariables?: BindVariables
}

export interface QueryBatchRequest {
  readonly connectionId: number
  readonly statements: readonly { readonly sql: string; readonly bindVariables?: BindVariables }[]
}

/**
 * The emulated MySQL server as its clients see it.
 * Failures carry errno, sqlState and MySQL's own text; their code is always UNKNOWN, as it is the client who judges.
 */
export const Mysqld = service('Mysqld', {
  /**
   * Opens a connection, which lives as long as this stream: when the client leaves it or crashes, the session is
   * rolled back and its locks are released. One item comes at once, then none. `database` may be ''.
   * Error 1049 for an unknown database.
   */
  connect: streaming<{ user: MysqlUser; database: string }, { readonly connectionId: number }>(),
  query: unary<QueryRequest, QueryResult>(),
  /** Several statements, one after the other, in one round trip. The first that fails ends it; what went before stays done. */
  queryBatch: unary<QueryBatchRequest, readonly QueryResult[]>(),
  /** The first item has the fields and no rows, the next have up to `chunkRows` rows and no fields. */
  queryStream: streaming<QueryRequest & { chunkRows: number }, QueryResult>(),
  /**
   * The binlog from the first transaction that is not in `gtidSet` (auto-position), then as it grows. An item holds
   * all transactions that were there to be sent together. Error 1236 if some of what is asked for was purged.
   * A semi-sync replica tells the GTID up to which it has everything in its relay log.
   */
  binlogDump: streaming<BinlogDumpRequest, readonly BinlogTransaction[], string>(),
}, { repeated: [] })

export interface BinlogDumpRequest {
  readonly gtidSet: string
  /** This reader acknowledges receipt; commits of a semi-sync master wait for one such reader. */
  readonly semiSync: boolean
  /** Who reads: an address, for SHOW SLAVE HOSTS and the trace. */
  readonly replica: string
}

/** One committed transaction. Frozen, and shared by master, relay logs and readers. */
export interface BinlogTransaction {
  /** `uuid:n`. */
  readonly gtid: string
  /** Commit time at its first server, Unix seconds. */
  readonly timestampS: number
  /** The session's default database. */
  readonly database: string
  readonly events: readonly BinlogEvent[]
}

export type BinlogEvent = RowsEvent | DdlEvent

/** One changed row with full images: `after` for an insert, `before` for a delete, both for an update. */
export interface RowsEvent {
  readonly kind: 'rows'
  readonly database: string
  readonly table: string
  readonly change: 'insert' | 'update' | 'delete'
  readonly before?: Row
  readonly after?: Row
}

export interface DdlEvent {
  readonly kind: 'ddl'
  readonly database: string
  readonly sql: string
}
