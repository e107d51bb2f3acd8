import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  client, dull, lan, overrideProfile, random, service, Simulation, unary, type PendingEvent, type Strategy, type Window,
} from '../../../../src/sim/index.ts'
import { findCriticalPair, type CriticalPair, type Outcome } from '../../../../src/lab/shrink/critical-pair.ts'
import { HoldBack } from '../../../../src/lab/shrink/hold-back.ts'

/** Tasks of one process, by name: what each does, one thing after the other. */
type Tasks = Readonly<Record<string, readonly string[]>>

/** Runs the tasks; answers what was done, in its order. */
async function done(tasks: Tasks, strategy: Strategy): Promise<string> {
  const simulation = new Simulation({ strategy, hash: 'off' })
  simulation.process('app', 'host-app')
  let order = ''
  for (const [name, steps] of Object.entries(tasks)) simulation.spawn('app', name, async ctx => {
    for (const step of steps) {
      order += `${step} `
      await ctx.sleep(0)
    }
  })
  await simulation.run()
  return order
}

const server = service('Server', { mark: unary<string, string>() })

/** Two clients whose messages take their time; answers in which order the server has got them. */
async function servedWith(rpc: Window, strategy: Strategy): Promise<string> {
  const simulation = new Simulation({ strategy, hash: 'off', profile: overrideProfile(lan, 'fixed', { rpc }) })
  let order = ''
  simulation.process('server', 'host-server', async ctx => {
    ctx.process.serve(server, { mark: async (_ctx, text) => (order += `${text} `, text) })
  })
  for (const [name, waitUs] of [['fast', 0], ['slow', 60]] as const) {
    simulation.process(name, `host-${name}`)
    simulation.spawn(name, 'call', async ctx => {
      await ctx.spend([1000 + waitUs, 1400 + waitUs])
      await client(server, 'server').mark(ctx, name)
    })
  }
  await simulation.run()
  return order
}

interface Small { readonly tasks: Tasks; readonly fails: (order: string) => boolean }

async function pairOf({ tasks, fails }: Small, passing: () => Strategy = dull): Promise<CriticalPair | null> {
  const world = async (strategy: Strategy): Promise<Outcome> => fails(await done(tasks, strategy)) ? 'fails' : 'holds'
  for (let seed = 1; seed < 50; seed++) {
    if (await world(random(seed)) === 'fails') return findCriticalPair({ world, failing: () => random(seed), passing, isOver: () => false })
  }
  return null
}

const chainOf = (event: PendingEvent | undefined): string => event?.chain.name ?? ''
const noise = { x: ['x1', 'x2', 'x3'], y: ['y1', 'y2', 'y3'] }

describe('the pair whose order decides', () => {
  it.each<[string, Small, readonly [string, string]]>([
    ['a read that comes before the write', {
      tasks: { writer: ['write'], ...noise, reader: ['wait', 'read'] }, fails: order => order.indexOf('read') < order.indexOf('write'),
    }, ['app/reader', 'app/writer']],
    ['a write between a look and what follows from it', {
      tasks: { ...noise, one: ['look', 'use'], other: ['a', 'b', 'change'] }, fails: order => /look.*change.*use/.test(order),
    }, ['app/other', 'app/one']],
  ])('of %s', async (_name, small, chains) => {
    const pair = await pairOf(small)
    expect([chainOf(pair?.first), chainOf(pair?.second)]).toEqual(chains)
  })

  it('is where two runs part that are the same before: one fails, and the other does not', async () => {
    let found = 0
    await fc.assert(fc.asyncProperty(fc.nat(), fc.integer({ min: 2, max: 7 }), async (salt, share) => {
      const tasks = { ...noise, z: ['z1', 'z2'] }
      const plain = await done(tasks, dull())
      const fails = (order: string): boolean => order !== plain && hash(order, salt) % share === 0
      const pair = await pairOf({ tasks, fails })
      if (pair === null) return
      found++
      const [failing, passing] = [await done(tasks, pair.failing()), await done(tasks, pair.passing())]
      expect([fails(failing), fails(passing)]).toEqual([true, false])
      const at = [...failing].findIndex((letter, index) => letter !== passing[index])
      expect([`app/${failing[at]}`, `app/${passing[at]}`]).toEqual([chainOf(pair.first), chainOf(pair.second)])
    }), { numRuns: 40, seed: 1 })
    expect(found).toBeGreaterThan(20)
  })

  it.each<[string, Window, readonly string[]]>([
    ['in one process, though what went before took its time in others', [100, 900], ['server slow/call', 'server fast/call']],
    ['in two processes, where the time that one of them lost decides', [500, 500], ['slow slow/call', 'fast fast/call']],
  ])('is %s', async (_name, rpc, expected) => {
    const served = (strategy: Strategy): Promise<string> => servedWith(rpc, strategy)
    const fails = (order: string): boolean => order.indexOf('slow') < order.indexOf('fast')
    const world = async (strategy: Strategy): Promise<Outcome> => fails(await served(strategy)) ? 'fails' : 'holds'
    let seed = 1
    while (await world(random(seed)) !== 'fails') seed++
    const pair = await findCriticalPair({ world, failing: () => random(seed), passing: dull, isOver: () => false })
    expect([pair?.first, pair?.second].map(event => `${event?.process.name} ${chainOf(event)}`)).toEqual(expected)
  })

  it('is swapped where the first is held back until the second was taken, and everything else goes as it did', async () => {
    const tasks = { writer: ['write'], ...noise, reader: ['wait', 'read'] }
    const fails = (order: string): boolean => order.indexOf('read') < order.indexOf('write')
    const world = async (strategy: Strategy): Promise<Outcome> => fails(await done(tasks, strategy)) ? 'fails' : 'holds'
    let seed = 1
    while (await world(random(seed)) !== 'fails') seed++
    const pair = (await findCriticalPair({ world, failing: () => random(seed), passing: dull, isOver: () => false }))!
    const held = new HoldBack(random(seed), pair.first, pair.second)
    const swapped = await done(tasks, held)
    expect([chainOf(held.first!), chainOf(held.second!)]).toEqual(['app/reader', 'app/writer'])
    expect(fails(swapped)).toBe(false)
    expect(swapped.split(' ').sort()).toEqual((await done(tasks, random(seed))).split(' ').sort())
    const never = new HoldBack(random(seed), { ...pair.first, id: 'app/nobody/task/start' }, pair.second)
    expect(fails(await done(tasks, never))).toBe(true)
    expect(never.first).toBeNull()
  })

  it('is not there where both runs come to the same', async () => {
    const search = (outcome: Outcome) => findCriticalPair({
      world: async () => outcome, failing: () => random(1), passing: dull, isOver: () => false,
    })
    expect([await search('fails'), await search('holds'), await search('other')]).toEqual([null, null, null])
  })

  it('is not looked for any more when the budget is used up', async () => {
    let runs = 0
    const tasks = { writer: ['write'], ...noise, reader: ['read'] }
    const world = async (strategy: Strategy): Promise<Outcome> => {
      runs++
      const order = await done(tasks, strategy)
      return order.indexOf('read') < order.indexOf('write') ? 'fails' : 'holds'
    }
    let seed = 1
    while (await world(random(seed)) !== 'fails') seed++
    runs = 0
    expect(await findCriticalPair({ world, failing: () => random(seed), passing: dull, isOver: () => runs >= 4 })).toBeNull()
    expect(runs).toBeLessThanOrEqual(5)
  })
})

function hash(text: string, salt: number): number {
  return [...text].reduce((sum, letter) => Math.imul(sum ^ letter.codePointAt(0)!, 0x01000193) >>> 1, salt)
}
