import type { MysqlConnection } from '../../../mysql/index.ts'
import { type Ctx, Failure } from '../../../sim/index.ts'
import type { QueryResult } from '../../../sql/index.ts'
import type { ConnectionPool } from '../tabletserver/connection-pool.ts'

export interface FetchRequest {
  readonly sql: string
  /** '' for the one that the connection has. */
  readonly dbName: string
  readonly maxRows: number
  readonly disableBinlogs: boolean
}

/**
 * Runs one statement as an operator's tool asked for it. Source: go/vt/vttablet/tabletmanager/rpc_query.go.
 */
export function executeFetch(ctx: Ctx, pool: ConnectionPool, request: FetchRequest): Promise<QueryResult> {
  const { sql, dbName, disableBinlogs } = request
  return pool.with(ctx, async connection => {
    const list = [sql]
    if (dbName !== '') list.unshift(`USE \`${dbName}\``)
    if (disableBinlogs) list.unshift('SET sql_log_bin = OFF')
    try {
      return limited(await last(ctx, connection, list), request)
    } catch (error) {
      throw error instanceof Failure ? duringQuery(error, sql) : error
    } finally {
      // Others get this connection next, and want their binlog.
      if (disableBinlogs) await connection.execute(ctx.background(), 'SET sql_log_bin = ON')
    }
  })
}

async function last(ctx: Ctx, connection: MysqlConnection, list: readonly string[]): Promise<QueryResult> {
  if (list.length === 1) return connection.execute(ctx, list[0]!)
  return (await connection.executeBatch(ctx, list.map(sql => ({ sql })))).at(-1)!
}

function limited(result: QueryResult, { sql, maxRows }: FetchRequest): QueryResult {
  if (result.rows.length <= maxRows) return result
  const detail = { definite: true, errno: 10001, sqlState: 'HY000' }
  throw duringQuery(new Failure('UNKNOWN', `Row count exceeded ${maxRows}`, detail), sql)
}

/** MySQL's failure as Go prints it. Source: go/mysql/sql_error.go Error. */
export function duringQuery(failure: Failure, sql: string): Failure {
  const { code, definite, errno, sqlState } = failure
  if (errno === undefined) return failure
  const text = sql.length <= 512 ? sql : `${sql.slice(0, 500)} [TRUNCATED]`
  const message = `${failure.message} (errno ${errno}) (sqlstate ${sqlState ?? 'HY000'}) during query: ${text}`
  return new Failure(code, message, { definite, errno, sqlState })
}
