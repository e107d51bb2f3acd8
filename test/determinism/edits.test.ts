/**
 * Goal: a stored run log survives edits of the program. Method: logs that make a lost update happen are replayed in worlds
 * that were edited since; the failure must still be there, because events are named by chain, kind and count.
 */
import { expect, test } from 'vitest'
import { client, random, replay, service, Simulation, unary, type RunLog, type Strategy } from '../../src/sim/index.ts'

const Register = service('EditedRegister', { read: unary<object, { value: number }>(), write: unary<{ value: number }, object>() })
const register = client(Register, 'register')

interface Edit {
  readonly heartbeat?: boolean
  readonly yields?: boolean
  readonly watcher?: boolean
}

/** Two clients add one each, reading before they write. Their starts are apart, so the dull run loses nothing. */
async function lostUpdate(strategy: Strategy, edit: Edit): Promise<{ lost: boolean; log: RunLog }> {
  const simulation = new Simulation({ strategy })
  let value = 0
  simulation.process('register', 'host', async ctx => {
    ctx.process.serve(Register, {
      read: async c => { if (edit.yields) await c.sleep(0); return { value } },
      write: async (_c, request) => { value = request.value; return {} },
    })
    if (edit.heartbeat) ctx.spawn('heartbeat', async c => { for (;;) await c.sleep(0.2) })
  })
  simulation.process('app', 'host', async () => {})
  if (edit.watcher) simulation.spawn('app', 'watcher', async ctx => { await ctx.sleep(1); await register.read(ctx, {}) })
  for (const [i, startMs] of [1, 1.25].entries()) {
    simulation.spawn('app', `client-${i}`, async ctx => {
      await ctx.sleep(startMs)
      const { value: seen } = await register.read(ctx, {})
      await register.write(ctx, { value: seen + 1 })
    })
  }
  const run = await simulation.run()
  expect(run.error).toBeUndefined()
  return { lost: value !== 2, log: run.log() }
}

test.each<[string, Edit, number]>([
  ['nothing', {}, 1], ['a heartbeat', { heartbeat: true }, 0.9], ['a handler that yields', { yields: true }, 0.5], ['another client', { watcher: true }, 0.9],
])('after adding %s the failure is still there', async (_name, edit, share) => {
  const logs: RunLog[] = []
  for (let seed = 0; seed < 2000 && logs.length < 30; seed++) {
    const { lost, log } = await lostUpdate(random(seed), {})
    if (lost) logs.push(log)
  }
  expect(logs.length).toBe(30)
  let still = 0
  for (const log of logs) if ((await lostUpdate(replay(log), edit)).lost) still++
  expect(still / logs.length).toBeGreaterThanOrEqual(share)
})
