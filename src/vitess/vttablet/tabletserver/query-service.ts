import { QueryService, type TabletAlias } from '../../wire/index.ts'
import type { Process } from '../../../sim/index.ts'
import type { TabletServer } from './tablet-server.ts'

/**
 * The query service as the network sees it. Failures are as the tablet words them: the prefix `vttablet: rpc
 * error: code = … desc = …` is the client's, in Vitess as here.
 */
export function serveQueries(process: Process, server: TabletServer, alias: TabletAlias): void {
  process.serve(QueryService, {
    execute: (ctx, request) =>
      server.execute(ctx, request, request.target, request.transactionId, request.options),
    executeBatch: (ctx, { queries, target, asTransaction, transactionId, options }) =>
      server.executeBatch(ctx, queries, target, asTransaction, transactionId, options),
    begin: async (ctx, { target, options }) =>
      ({ transactionId: await server.begin(ctx, target, options), alias }),
    beginExecute: async (ctx, request) => {
      const { transactionId, result, error } =
        await server.beginExecute(ctx, request, request.target, request.options)
      if (error === undefined) return { transactionId, alias, result }
      const { code, message, definite, errno, sqlState } = error
      return { transactionId, alias, error: { code, message, definite, errno, sqlState } }
    },
    commit: async (ctx, { target, transactionId }) => {
      await server.commit(ctx, target, transactionId)
      return null
    },
    rollback: async (ctx, { target, transactionId }) => {
      await server.rollback(ctx, target, transactionId)
      return null
    },
    streamExecute: (ctx, { sql, bindVariables, target, transactionId }, out) =>
      server.streamExecute(ctx, { sql, bindVariables }, target, transactionId, out),
    streamHealth: (ctx, _request, out) => server.health.stream(ctx, out),
  })
}
