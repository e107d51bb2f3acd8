import type { Boot, Ctx, Sink } from '../../sim/index.ts'
import type { QueryResult, Row } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import { Mysqld, type MysqlUser } from '../protocol.ts'
import { execute } from '../statements/execute.ts'
import { rollback } from './commit.ts'
import { ServerDisk } from './disk.ts'
import { type MysqldSpec, MysqlServer } from './mysql-server.ts'
import { Session } from './session.ts'

/**
 * A mysqld. At every start it recovers what had reached the binlog, is read-only (unless the spec says otherwise), and
 * goes on replicating from the master that it knows.
 */
export function bootMysqld(spec: MysqldSpec): Boot {
  return async (ctx) => {
    const server = startServer(ctx, spec)
    serve(ctx, server)
    if (server.disk.master.isConfigured && spec.skipSlaveStart !== true) server.replica.start(ctx, [], null)
  }
}

/** The server itself, on the disk of this process, without its network. */
export function startServer(ctx: Ctx, spec: MysqldSpec): MysqlServer {
  const logBaseName = spec.logBaseName ?? `vt-${String(spec.serverId).padStart(10, '0')}-bin`
  const disk = ServerDisk.of(ctx.process, spec.serverUuid, logBaseName)
  disk.recover()
  ctx.emit('mysql/recovered', {
    executed: disk.log.executed.toString(),
    tables: disk.databases.all().flatMap(({ name, tables }) =>
      [...tables].map(([table, { data }]) => ({ database: name, table, rows: data.rows.size }))),
  })
  return new MysqlServer(ctx, spec, disk)
}

function serve(ctx: Ctx, server: MysqlServer): void {
  ctx.process.serve(Mysqld, {
    connect: (own, { user, database }, out) => serveConnection(own, server, user, database, out),
    query: (own, { connectionId, sql, bindVariables }) =>
      execute(own, session(server, connectionId), sql, bindVariables),
    queryBatch: async (own, { connectionId, statements }) => {
      const results: QueryResult[] = []
      for (const { sql, bindVariables } of statements) {
        const answer = execute(own, session(server, connectionId), sql, bindVariables)
        results.push(answer instanceof Promise ? await answer : answer)
      }
      return Object.freeze(results)
    },
    queryStream: async (own, { connectionId, sql, bindVariables, chunkRows }, out) => {
      const result = await execute(own, session(server, connectionId), sql, bindVariables)
      await streamResult(own, result, chunkRows, out)
    },
    binlogDump: (own, request, out) => server.dumps.serve(own, request, out),
  })
}

/** Lives as long as the client's stream, or until a KILL. */
async function serveConnection(
  ctx: Ctx, server: MysqlServer, user: MysqlUser, database: string, out: Sink<{ readonly connectionId: number }>,
): Promise<void> {
  if (database !== '') server.databases.get(database)
  const opened = new Session(server, server.nextConnectionId(), user, database)
  opened.sinceUnixMs = ctx.unixMs
  server.sessions.set(opened.connectionId, opened)
  server.locks.owners.add(opened.owner)
  try {
    await out.send(ctx, Object.freeze({ connectionId: opened.connectionId }))
    await opened.killed.wait(ctx)
  } finally {
    server.sessions.delete(opened.connectionId)
    await close(ctx.background(), server, opened)
  }
}

/** A statement that still waits is given up, a commit under way ends; then what was not committed is rolled back. */
async function close(ctx: Ctx, server: MysqlServer, closed: Session): Promise<void> {
  closed.running?.cancel()
  if (!closed.turn.tryAcquire(ctx)) await closed.turn.acquire(ctx)
  const { owner } = closed
  server.locks.setTableLocks(owner, new Map())
  server.locks.setGlobalReadLock(owner, false)
  rollback(ctx, server, owner)
  server.locks.owners.delete(owner)
}

function session(server: MysqlServer, connectionId: number): Session {
  const found = server.sessions.get(connectionId)
  if (found === undefined) throw mysqlError(2006, 'MySQL server has gone away')
  return found
}

async function streamResult(ctx: Ctx, result: QueryResult, chunkRows: number, out: Sink<QueryResult>): Promise<void> {
  const { rows } = result
  await out.send(ctx, Object.freeze({ ...result, rows: Object.freeze([]) }))
  for (let at = 0; at < rows.length; at += chunkRows) {
    const chunk: Row[] = []
    for (let i = at; i < rows.length && i < at + chunkRows; i++) chunk.push(rows[i]!)
    await out.send(ctx, Object.freeze({ fields: Object.freeze([]), rows: Object.freeze(chunk), rowsAffected: 0, insertId: 0 }))
  }
}
