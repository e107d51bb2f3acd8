import { type Ctx, type Profile, Simulation } from '../sim/index.ts'
import type { BindVariables, QueryResult } from '../sql/index.ts'
import { loadRelationalEngine } from './engine/index.ts'
import { startServer } from './server/boot.ts'
import { Session } from './server/session.ts'
import { execute } from './statements/execute.ts'

/** A session without a network: what a statement costs, and does, on the server itself. */
export interface InstantSession {
  readonly ctx: Ctx
  execute(sql: string, bindVariables?: BindVariables): Promise<QueryResult>
}

const instant: Profile = { name: 'instant', windows: { 'mysql.commit': [1, 1] } }

/**
 * Runs `body` with a session of `dba` on a new server that is alone in a world of its own, where a commit takes a
 * microsecond. For tests and measurements. Rejects as `body` does.
 */
export async function withInstantSession<T>(body: (session: InstantSession) => PromiseLike<T>): Promise<T> {
  await loadRelationalEngine()
  const address = 'mysqld alone'
  const simulation = new Simulation({ hash: 'off', profile: instant, maxSteps: Infinity })
  let outcome: { readonly value: T } | { readonly error: unknown } | null = null
  simulation.process(address, 'host', async (ctx) => {
    const serverUuid = '00000000-0000-0000-0000-000000000001'
    const server = startServer(ctx, { address, serverUuid, serverId: 1, readOnly: false })
    const session = new Session(server, 1, 'dba', '')
    server.locks.owners.add(session.owner)
    try {
      outcome = { value: await body({ ctx, execute: async (sql, binds) => await execute(ctx, session, sql, binds) }) }
    } catch (error) {
      outcome = { error }
    }
  })
  simulation.spawn(address, 'wait', async (ctx) => {
    while (outcome === null) await ctx.sleep(1)
  })
  const run = await simulation.run()
  const ended = outcome as { value: T } | { error: unknown } | null
  if (ended === null) throw run.error ?? new Error(`the session ended with ${run.outcome}`)
  if ('error' in ended) throw ended.error
  return ended.value
}
