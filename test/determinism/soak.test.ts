/**
 * Goal: a run is what its log says, whatever happens in it. Method: worlds in which everything happens at once (calls, streams,
 * groups, deadlines, locks, crashes, cuts, stalls, message faults) under every strategy; each is run again, and replayed
 * from its log after a trip through JSON, and must give the same hash and the same log.
 */
import { expect, test } from 'vitest'
import {
  client, dull, Failure, firstDifference, lan, Mutex, overrideProfile, parseRunLog, pct, pos, Queue, random, replay, service, Simulation, streaming, unary,
  type Client, type Ctx, type Run, type Service, type Strategy,
} from '../../src/sim/index.ts'

const Node = service('SoakNode', {
  increment: unary<object, { n: number }>(),
  relay: unary<{ to: string }, { n: number }>(),
  count: streaming<{ n: number }, { i: number }>(),
})
type NodeClient = typeof Node extends Service<infer M> ? Client<M> : never
const NAMES = ['a', 'b', 'c'] as const
const node = Object.fromEntries(NAMES.map(name => [name, client(Node, name)])) as Record<string, NodeClient>

async function boot(ctx: Ctx): Promise<void> {
  const { process } = ctx
  const mutex = new Mutex(`${process.name}.mutex`)
  const queue = new Queue<number>(`${process.name}.queue`, 2)
  const increment = (c: Ctx): Promise<{ n: number }> => mutex.with(c, async () => {
    await c.spend('mysql.commit')
    const n = (process.disk.get('n') as number | undefined ?? 0) + 1
    process.disk.set('n', n)
    await c.point('soak/after-write', { n })
    return { n }
  })
  process.serve(Node, {
    increment,
    relay: async (c, { to }) => {
      await queue.put(c, 1)
      try {
        return await node[to]!.increment(c, {})
      } finally {
        await queue.take(c.background())
      }
    },
    count: async (c, { n }, out) => { for (let i = 0; i < n; i++) await out.send(c, { i }) },
  })
  ctx.spawn('ticker', async c => { for (;;) await c.sleep(50) })
}

async function user(ctx: Ctx): Promise<void> {
  for (let i = 0; i < 6; i++) {
    const to = node[NAMES[ctx.choose('to', 3)]!]!
    const other = NAMES[ctx.choose('other', 3)]!
    try {
      await ctx.timeout(40, async c => {
        switch (c.choose('operation', 5)) {
          case 0: return void await to.increment(c, {})
          case 1: return void await to.relay(c, { to: other })
          case 2: for await (const { i: item } of to.count(c, { n: 8 }, 3)) if (item === 5) break; return
          case 3: return void await c.all([d => to.increment(d, {}), d => node[other]!.increment(d, {})])
          default: return void await c.race<unknown>([d => to.increment(d, {}), async d => { await d.sleep(4) }])
        }
      })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      ctx.emit('soak/failure', { code: error.code, definite: error.definite })
    }
    await ctx.sleep(1)
  }
}

async function nemesis(simulation: Simulation, ctx: Ctx): Promise<void> {
  for (let i = 0; i < 6; i++) {
    await ctx.sleep(3 + ctx.choose('when', 20))
    const victim = simulation.find(NAMES[ctx.choose('victim', 3)]!)!
    switch (ctx.choose('fault', 7)) {
      case 1: case 2:
        if (!victim.up) break
        if (ctx.choose('host', 2) === 0) simulation.crash(victim.name)
        else simulation.crashHost(victim.host)
        ctx.spawn(`revive${i}`, async c => { await c.sleep(10); simulation.restart(victim.name) })
        break
      case 3: simulation.cut('app', victim.name); break
      case 4: simulation.cut(victim.name, 'app', 'hang'); break
      case 5: simulation.cut(victim.name, 'app'); break
      case 6: simulation.stall(victim.name, 15)
    }
    if (ctx.choose('heal', 2) === 1) for (const name of NAMES) { simulation.heal('app', name); simulation.heal(name, 'app') }
  }
}

const impatient = overrideProfile(lan, 'impatient', { keepalive: [10_000, 20_000] })

function world(strategy: Strategy): Promise<Run> {
  const simulation = new Simulation({
    strategy, profile: impatient, hash: 'payload', trace: true, lateness: 0.05, timerSlackUs: 500, maxSteps: 50_000,
    faults: { chance: 0.03, kinds: ['slow', 'lost', 'doubled'], silentChance: 0.3 },
  })
  for (const name of NAMES) simulation.process(name, `host-${name}`, boot)
  simulation.process('app', 'host-app', async () => {})
  simulation.process('lab', 'host-lab', async () => {})
  for (let i = 0; i < 4; i++) simulation.spawn('app', `user-${i}`, user)
  simulation.spawn('lab', 'nemesis', ctx => nemesis(simulation, ctx))
  return simulation.run()
}

const strategies: readonly ((seed: number) => Strategy)[] = [
  seed => random(seed), seed => pos(seed), seed => pct({ seed, depth: 3, decisions: 300 }), () => dull(),
]

test('each run can be replayed from its log', { timeout: 60_000 }, async () => {
  const kinds = new Set<string>()
  for (let seed = 1; seed <= 120; seed++) {
    const make = strategies[seed % strategies.length]!
    const run = await world(make(seed))
    expect(run.error, `seed ${seed}`).toBeUndefined()
    expect(run.outcome).toBe('done')
    const again = await world(make(seed))
    expect(again.hash, `seed ${seed} differs at #${firstDifference(run.trace, again.trace)} when run again`).toBe(run.hash)
    const strategy = replay(parseRunLog(JSON.parse(JSON.stringify(run.log()))))
    const replayed = await world(strategy)
    expect(replayed.hash, `seed ${seed} differs at #${firstDifference(run.trace, replayed.trace)} when replayed`).toBe(run.hash)
    expect(strategy.unused()).toEqual([])
    expect(replayed.log()).toEqual(run.log())
    for (const { kind } of run.trace.events()) kinds.add(kind)
  }
  expect([...kinds]).toEqual(expect.arrayContaining([
    'host/crash', 'net/cut', 'net/dropped', 'net/heal', 'net/held', 'net/keepalive', 'point', 'process/boot', 'process/crash', 'process/ready',
    'process/stall', 'rpc/cancel', 'rpc/reply', 'rpc/request', 'soak/failure', 'stream/credit', 'stream/item', 'task/resume', 'task/sleep', 'task/spend',
  ]))
})
