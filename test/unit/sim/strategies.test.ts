/** Goal: each strategy keeps its promise. Method: tiny worlds whose rates are known, counted over many seeds. */
import { describe, expect, test } from 'vitest'
import { UserError } from '../../../src/base/index.ts'
import {
  client, dull, formatLogEntry, parseRunLog, pct, pos, random, replay, service, Simulation, unary, type Ctx, type RunLog, type Strategy,
} from '../../../src/sim/index.ts'

const SEEDS = 800

async function rate(make: (seed: number) => Strategy, hits: (strategy: Strategy) => Promise<boolean>, seeds = SEEDS): Promise<number> {
  let count = 0
  for (let seed = 1; seed <= seeds; seed++) if (await hits(make(seed))) count++
  return count / seeds
}

/** A short task must run after all 25 steps of a long one. */
async function starved(strategy: Strategy): Promise<boolean> {
  const simulation = new Simulation({ strategy })
  simulation.process('p', 'host', async () => {})
  let left = 25
  let hit = false
  simulation.spawn('p', 'long', async ctx => { for (; left > 0; left--) await ctx.sleep(0) })
  simulation.spawn('p', 'short', async ctx => { await ctx.sleep(0); hit = left === 0 })
  await simulation.run()
  return hit
}

const Server = service('LateServer', { touch: unary<object, null>() })

/** A request that arrives in [100, 500] µs starts another one; a timer fires at 600 µs. Does the timer come before the second request? */
async function timerFirst(strategy: Strategy, lateness: number): Promise<boolean> {
  const order: string[] = []
  const simulation = new Simulation({ strategy, lateness, profile: { name: 'test', windows: { 'rpc': [100, 500], 'mysql.commit': [100, 200] } } })
  simulation.process('b', 'host', async ctx => {
    ctx.process.serve(Server, { touch: async c => { await c.spend('mysql.commit'); order.push('request'); return null } })
  })
  simulation.process('a', 'host', async () => {})
  const both = async (ctx: Ctx): Promise<void> => {
    await ctx.sleep(1)
    await ctx.all([c => client(Server, 'b').touch(c, {}), async c => { await c.sleep(0.6); order.push('timer') }])
  }
  simulation.spawn('a', 'both', both)
  await simulation.run()
  return order[0] === 'timer'
}

describe('a strategy keeps its promise', () => {
  test('dull never varies', async () => {
    expect(await rate(dull, starved, 3)).toBe(0)
  })

  test('random all but never starves a task for long', async () => {
    expect(await rate(random, starved)).toBeLessThan(0.01)
  })

  test('PCT of depth 1 starves one of two tasks half of the time', async () => {
    const share = await rate(seed => pct({ seed, depth: 1, decisions: 28 }), starved)
    expect(share).toBeGreaterThan(0.42)
    expect(share).toBeLessThan(0.58)
  })

  test('POS draws anew for what races, so it does not starve', async () => {
    expect(await rate(seed => pos(seed), starved)).toBeLessThan(0.01)
  })

  test('lateness finds an order for which an event must be late that nothing overtakes', async () => {
    expect(await rate(random, strategy => timerFirst(strategy, 0))).toBe(0)
    expect(await rate(random, strategy => timerFirst(strategy, 0.3))).toBeGreaterThan(0.02)
  })
})

describe('a run log', () => {
  const log: RunLog = {
    version: 1,
    entries: [
      { type: 'postponed', event: 'app/client/rpc/request', nth: 2, byUs: 1500 },
      { type: 'postponed', event: 'app/client/task/start', nth: 1, byUs: 1 / 64 },
      { type: 'answer', label: 'app/client/key', nth: 3, answer: 2 },
    ],
  }

  test('survives JSON, and reads well', () => {
    expect(parseRunLog(JSON.parse(JSON.stringify(log)))).toEqual(log)
    expect(log.entries.map(formatLogEntry)).toEqual([
      'app/client/rpc/request#2 postponed by 1.500ms', 'app/client/task/start#1 postponed behind another of the same instant', 'app/client/key#3 = 2',
    ])
  })

  test.each<[unknown, RegExp]>([
    [null, /is an object/], [{ version: 2, entries: [] }, /version 2, not 1/], [{ version: 1 }, /a list `entries`/],
    [{ version: 1, entries: [log.entries[0], { type: 'answer', label: 'x', nth: 0, answer: 1 }] }, /entry 2/],
    [{ version: 1, entries: [{ type: 'postponed', event: 'x', nth: 1, byUs: 0 }] }, /entry 1/],
  ])('that is wrong is refused: %j', (data, message) => {
    expect(() => parseRunLog(data)).toThrow(UserError)
    expect(() => parseRunLog(data)).toThrow(message)
  })

  test('of another program still applies where it finds its events, and counts the rest', async () => {
    const strategy = replay(log)
    const simulation = new Simulation({ strategy, trace: true })
    simulation.process('app', 'host', async () => {})
    const answers: number[] = []
    simulation.spawn('app', 'client', async ctx => { for (let i = 0; i < 4; i++) answers.push(ctx.choose('key', 5)); await ctx.sleep(1) })
    expect((await simulation.run()).outcome).toBe('done')
    expect(answers).toEqual([0, 0, 2, 0])
    expect(strategy.unused()).toHaveLength(1)
  })
})
