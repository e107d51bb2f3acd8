import { describe, expect, it } from 'vitest'
import {
  client, pos, service, Simulation, unary, type Ctx, type PendingEvent, type Strategy, type Touches,
} from '../../../src/sim/index.ts'
import { race } from '../../../src/sim/footprint.ts'

const Store = service('Store', {
  get: unary<{ path: string }, null>(({ path }): Touches => ({ object: path, writes: false })),
  put: unary<{ path: string }, null>(({ path }): Touches => ({ object: path, writes: true })),
  other: unary<{ path: string }, null>(),
})
type Request = readonly [method: 'get' | 'put' | 'other', path: string]

async function inStore(strategy: Strategy, bodies: readonly ((ctx: Ctx) => PromiseLike<unknown>)[]): Promise<string[]> {
  const served: string[] = []
  const simulation = new Simulation({ strategy, profile: { name: 'flat', windows: { rpc: [100, 100] } } })
  simulation.process('store', 'host', async boot => boot.process.serve(Store, {
    get: async (_ctx, { path }) => (served.push(`get ${path}`), null),
    put: async (_ctx, { path }) => (served.push(`put ${path}`), null),
    other: async () => null,
  }))
  bodies.forEach((body, i) => {
    simulation.process(`c${i}`, `host-${i}`)
    simulation.spawn(`c${i}`, 'work', body)
  })
  expect((await simulation.run()).outcome).toBe('done')
  return served
}

/** The two requests, as they wait to be served. */
async function pendingPair(one: Request, other: Request): Promise<readonly PendingEvent[]> {
  let pair: readonly PendingEvent[] = []
  const strategy: Strategy = {
    name: 'look', choose: () => 0,
    schedule(ready, n) {
      const requests = ready.slice(0, n).filter(({ note }) => note.startsWith('Store.'))
      if (pair.length === 0 && requests.length === 2) pair = requests
      return 0
    },
  }
  const ask = ([method, path]: Request) => async (ctx: Ctx): Promise<void> => {
    await ctx.sleep(1)
    await client(Store, 'store')[method](ctx, { path })
  }
  await inStore(strategy, [ask(one), ask(other)])
  return pair
}

describe('two requests race', () => {
  it.each<readonly [Request, Request, boolean]>([
    [['get', 'a'], ['get', 'a'], false],
    [['get', 'a'], ['put', 'a'], true],
    [['put', 'a'], ['put', 'b'], false],
    [['get', 'a'], ['put', 'a/b'], true],
    [['get', 'a'], ['put', 'ab'], false],
    [['get', 'a'], ['other', 'b'], true],
  ])('%j and %j: %s', async (one, other, expected) => {
    const [a, b] = await pendingPair(one, other)
    expect(race(a!, b!)).toBe(expected)
    expect(race(b!, a!)).toBe(expected)
  })
})

describe('POS', () => {
  it('gives each order of two writes the same share, however many reads go on beside them', async () => {
    const put = (path: string) => async (ctx: Ctx): Promise<void> => void await client(Store, 'store').put(ctx, { path })
    const reads = async (ctx: Ctx): Promise<void> => {
      for (let i = 0; i < 10; i++) await client(Store, 'store').get(ctx, { path: 'elsewhere' })
    }
    let first = 0
    const seeds = 400
    for (let seed = 1; seed <= seeds; seed++) {
      const served = await inStore(pos(seed), [put('x/1'), reads, reads, put('x')])
      if (served.indexOf('put x/1') < served.indexOf('put x')) first++
    }
    expect(first / seeds).toBeGreaterThan(0.42)
    expect(first / seeds).toBeLessThan(0.58)
  })
})
