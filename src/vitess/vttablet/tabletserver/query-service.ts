import { type Ctx, Failure, type Process } from '../../../sim/index.ts'
import { QueryService, type TabletAlias } from '../../wire/index.ts'
import { overTheWire } from './error-conversion.ts'
import type { TabletServer } from './tablet-server.ts'

/**
 * The query service as the network sees it. Here failures get the prefix `vttablet: rpc error: code = … desc = …`, which in
 * Vitess the client library adds: every caller would have to. A call that never reached a tablet has none.
 */
export function serveQueries(process: Process, server: TabletServer, alias: TabletAlias): void {
  process.serve(QueryService, {
    execute: (ctx, { sql, bindVariables, target, transactionId, options }) =>
      edge(() => server.execute(ctx, { sql, bindVariables }, target, transactionId, options)),
    executeBatch: (ctx, { queries, target, asTransaction, transactionId, options }) =>
      edge(() => server.executeBatch(ctx, queries, target, asTransaction, transactionId, options)),
    begin: async (ctx, { target, options }) => ({ transactionId: await edge(() => server.begin(ctx, target, options)), alias }),
    beginExecute: async (ctx, { sql, bindVariables, target, options }) => {
      const { transactionId, result, error } = await edge(() => server.beginExecute(ctx, { sql, bindVariables }, target, options))
      if (error === undefined) return { transactionId, alias, result }
      const { code, message, definite, errno, sqlState } = overTheWire(error)
      return { transactionId, alias, error: { code, message, definite, errno, sqlState } }
    },
    commit: async (ctx, { target, transactionId }) => {
      await edge(() => server.commit(ctx, target, transactionId))
      return null
    },
    rollback: async (ctx, { target, transactionId }) => {
      await edge(() => server.rollback(ctx, target, transactionId))
      return null
    },
    streamExecute: (ctx, { sql, bindVariables, target, transactionId }, out) =>
      edge(() => server.streamExecute(ctx, { sql, bindVariables }, target, transactionId, out)),
    streamHealth: (ctx: Ctx, _request, out) => server.health.stream(ctx, out),
  })
}

async function edge<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    throw error instanceof Failure ? overTheWire(error) : error
  }
}
