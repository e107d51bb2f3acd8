import { describe, expect, test } from 'vitest'
import {
  client, dull, Failure, Mutex, pct, pos, Queue, random, replay, service, Simulation, streaming, unary,
  type Body, type Ctx, type SimulationOptions, type Strategy,
} from '../../../src/sim/index.ts'

const Db = service('Db', {
  get: unary<{ x: number }, { y: number }>(),
  slow: unary<object, object>(),
  fail: unary<object, object>(),
  tail: streaming<{ n: number }, { i: number }>(),
})
const db = client(Db, 'db')

const bootDb = (log: string[]) => async (ctx: Ctx): Promise<void> => {
  ctx.process.serve(Db, {
    get: async (c, { x }) => { await c.sleep(1); return { y: x + 1 } },
    slow: async c => {
      try { await c.sleep(1000); return {} } finally { log.push(`handler ended ${c.canceled?.code} at ${Math.round(c.nowMs)}`) }
    },
    fail: async () => { throw new Failure('FAILED_PRECONDITION', 'no') },
    tail: async (c, { n }, out) => {
      try { for (let i = 0; i < n; i++) { await out.send(c, { i }); log.push(`sent ${i}`) } } catch (e) { log.push(`server ${(e as Failure).code}`); throw e }
    },
  })
}

async function world(body: Body<unknown>, options: SimulationOptions = {}, log: string[] = []) {
  const simulation = new Simulation({ hash: 'payload', trace: true, ...options })
  simulation.process('db', 'host-1', bootDb(log))
  simulation.process('app', 'host-2', async () => {})
  const task = simulation.spawn('app', 'client', async ctx => { await ctx.process.untilReady(ctx); return body(ctx) })
  const run = await simulation.run()
  return { run, value: task.value, log, simulation }
}

describe('calls', () => {
  test('a call gets its reply', async () => {
    const { run, value } = await world(async ctx => db.get(ctx, { x: 4 }))
    expect(run.error).toBeUndefined()
    expect(value).toEqual({ y: 5 })
  })
  test('a failure of the handler is made anew at the caller', async () => {
    const { run, value } = await world(async ctx => { try { await db.fail(ctx, {}) } catch (e) { return e } })
    expect(run.outcome).toBe('done')
    expect(value).toMatchObject({ code: 'FAILED_PRECONDITION', definite: true, message: 'no' })
  })
  test('a deadline rejects the wait at once and cancels the handler', async () => {
    const log: string[] = []
    const { run } = await world(async ctx => {
      try { await ctx.timeout(20, c => db.slow(c, {})) } catch (e) { log.push((e as Failure).code) }
      await ctx.sleep(10)
    }, {}, log)
    expect(run.outcome).toBe('done')
    expect(log).toEqual(['DEADLINE_EXCEEDED', 'handler ended DEADLINE_EXCEEDED at 20'])
  })
  test('streams', async () => {
    const log: string[] = []
    const { run, value } = await world(async ctx => {
      const got: number[] = []
      for await (const { i } of db.tail(ctx, { n: 6 }, 2)) { got.push(i); await ctx.sleep(5) }
      for await (const { i } of db.tail(ctx, { n: 100 }, 2)) if (i === 3) break
      await ctx.sleep(10)
      return got
    }, {}, log)
    expect(run.error).toBeUndefined()
    expect(value).toEqual([0, 1, 2, 3, 4, 5])
    expect(log.at(-1)).toBe('server CANCELED')
  })
  test('crash', async () => {
    for (const when of [1, 2, 4, 30]) {
      const simulation = new Simulation({ hash: 'payload', trace: true })
      const log: string[] = []
      simulation.process('db', 'h', bootDb(log))
      simulation.process('app', 'h2', async () => {})
      simulation.process('lab', 'h2', async () => {})
      simulation.spawn('app', 'c', async ctx => {
        for (let i = 0; i < 4; i++) {
          try { await ctx.timeout(100, c => db.slow(c, {})) } catch (e) { log.push(`${(e as Failure).code} ${(e as Failure).definite}`); await ctx.sleep(5) }
        }
      })
      simulation.spawn('lab', 'nemesis', async ctx => { await ctx.sleep(when); simulation.crash('db'); await ctx.sleep(3); simulation.restart('db') })
      const run = await simulation.run()
      expect(run.outcome).toBe('done')
    }
  })
})

describe('replay', () => {
  const once = (strategy: Strategy) => {
    const simulation = new Simulation({ strategy, hash: 'payload', trace: true, lateness: 0.1 })
    simulation.process('s', 'h', bootDb([]))
    simulation.process('p', 'h', async () => {})
    const queue = new Queue<number>('q', 2)
    const mutex = new Mutex('m')
    const out: number[] = []
    const s = client(Db, 's')
    for (let i = 0; i < 3; i++) simulation.spawn('p', `put${i}`, async ctx => { await ctx.sleep(2); for (let j = 0; j < 5; j++) { await queue.put(ctx, i * 10 + j); await s.get(ctx, { x: j }) } })
    simulation.spawn('p', 'take', async ctx => { for (let j = 0; j < 15; j++) { const v = await queue.take(ctx); await mutex.with(ctx, () => ctx.sleep(1)); out.push(v) } })
    return simulation.run().then(run => ({ ...run, out }))
  }
  test('same seed, same run; same log, same run', async () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 30; seed++) {
      for (const make of [() => random(seed), () => pct({ seed, depth: 3, decisions: 60 }), () => pos(seed), () => dull()]) {
        const a = await once(make())
        const b = await once(make())
        const again = replay(JSON.parse(JSON.stringify(a.log())))
        const c = await once(again)
        expect(a.error).toBeUndefined()
        expect(b.hash).toBe(a.hash)
        expect(c.hash).toBe(a.hash)
        expect(again.stale()).toBe(0)
        expect(c.log()).toEqual(a.log())
        seen.add(a.out.join())
      }
    }
    expect(seen.size).toBeGreaterThan(20)
  })
})
