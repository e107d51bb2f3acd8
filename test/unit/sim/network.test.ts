import { describe, expect, test } from 'vitest'
import {
  client, Failure, lan, overrideProfile, random, service, streaming, unary, type Ctx, type Simulation, type SimulationOptions,
} from '../../../src/sim/index.ts'
import { failureOf, inWorld, valueInWorld } from '../../support/world.ts'

const Counter = service('Counter', {
  add: unary<{ by: number }, { total: number; life: number }>(),
  slow: unary<{ ms: number }, null>(),
  fail: unary<object, null>(),
  count: streaming<{ n: number; failAt?: number }, number>(),
  talk: streaming<object, string, string>(),
})
const Other = service('Other', { nothing: unary<object, null>() })
const counter = client(Counter, 'counter')

/** What the server noticed. */
let log: string[] = []

async function boot(ctx: Ctx): Promise<void> {
  const { disk, life } = ctx.process
  ctx.process.serve(Counter, {
    add: async (c, { by }) => {
      const total = (disk.get('total') as number | undefined ?? 0) + by
      disk.set('total', total)
      await c.point('counter/after-write')
      return { total, life }
    },
    slow: async (c, { ms }) => {
      try {
        await c.sleep(ms)
      } catch (error) {
        log.push((error as Failure).code)
        throw error
      } finally {
        log.push(`slow ended at ${Math.round(c.nowMs)}`)
      }
      return null
    },
    fail: async () => { throw new Failure('UNKNOWN', 'Duplicate entry', { definite: true, errno: 1062, sqlState: '23000' }) },
    count: async (c, { n, failAt }, out) => {
      try {
        for (let i = 0; i < n; i++) {
          if (i === failAt) throw new Failure('OUT_OF_RANGE', 'no more')
          await out.send(c, i)
          log.push(`sent ${i}`)
        }
      } catch (error) {
        log.push((error as Failure).code)
        throw error
      }
    },
    talk: async (c, _, out) => {
      out.onMessage = message => log.push(message)
      await out.send(c, 'listening')
      await c.sleep(10)
    },
  })
}

const quick = overrideProfile(lan, 'quick', { keepalive: [10_000, 20_000] })
let simulation: Simulation

async function withCounter<T>(body: (ctx: Ctx) => PromiseLike<T>, options: SimulationOptions = {}): Promise<T> {
  log = []
  return valueInWorld(body, { profile: quick, ...options }, world => {
    simulation = world
    world.process('counter', 'host-counter', boot)
    world.process('lab', 'host-lab')
  })
}
const after = (ms: number, act: () => void): void => {
  simulation.spawn('lab', `after ${ms}`, async ctx => { await ctx.sleep(ms); act() })
}

describe('calls', () => {
  test('a failure crosses the wire with all that it says, and is made anew', async () => {
    const error = await withCounter(async ctx => { try { await counter.fail(ctx, {}) } catch (e) { return e } })
    expect(error).toMatchObject({ code: 'UNKNOWN', message: 'Duplicate entry', definite: true, errno: 1062, sqlState: '23000' })
  })

  test('nobody at the address, no such method, still booting: refused, definitely', async () => {
    expect(await withCounter(ctx => failureOf(() => client(Counter, 'nobody').slow(ctx, { ms: 1 })))).toBe('UNAVAILABLE definite')
    expect(await withCounter(ctx => failureOf(() => client(Counter, 'nobody').count(ctx, { n: 1 }).next()))).toBe('UNAVAILABLE definite')
    expect(await withCounter(ctx => failureOf(() => client(Other, 'counter').nothing(ctx, {})))).toBe('UNIMPLEMENTED definite')
    expect(await withCounter(async ctx => {
      simulation.process('late', 'host', async c => { await boot(c); await c.sleep(5) })
      const late = client(Counter, 'late')
      const first = await failureOf(() => late.add(ctx, { by: 1 }))
      await ctx.sleep(6)
      return [first, (await late.add(ctx, { by: 1 })).total]
    })).toEqual(['UNAVAILABLE definite', 1])
  })

  test('a handler that never waits may answer, or throw, without a promise', async () => {
    const Plain = service('Plain', { double: unary<{ n: number }, number>() })
    const plain = client(Plain, 'plain')
    const answers = await valueInWorld(async ctx => {
      return [await plain.double(ctx, { n: 21 }), await failureOf(() => plain.double(ctx, { n: -1 }))]
    }, {}, simulation => {
      simulation.process('plain', 'host', async ctx => {
        ctx.process.serve(Plain, {
          double: (_, { n }) => {
            if (n < 0) throw new Failure('OUT_OF_RANGE', 'too small')
            return 2 * n
          },
        })
      })
    })
    expect(answers).toEqual([42, 'OUT_OF_RANGE definite'])
  })

  test('a server that cannot boot exits', async () => {
    expect(await withCounter(async ctx => {
      simulation.process('unlucky', 'host', async () => { throw new Failure('NOT_FOUND', 'no record') })
      await ctx.sleep(1)
      return [simulation.find('unlucky')!.up, await failureOf(() => client(Counter, 'unlucky').slow(ctx, { ms: 1 }))]
    })).toEqual([false, 'UNAVAILABLE definite'])
  })

  test('a deadline ends the call at once; the handler has the time that was left', async () => {
    const seen = await withCounter(async ctx => {
      const code = await failureOf(() => ctx.timeout(20, c => counter.slow(c, { ms: 1000 })))
      const at = ctx.nowMs
      await ctx.sleep(5)
      return [code, at - Math.floor(at) < 0.2 ? Math.floor(at) : at, log.at(-1)]
    })
    expect(seen).toEqual(['DEADLINE_EXCEEDED', 20, 'slow ended at 20'])
  })

  test('a caller that gives up is heard of one message later', async () => {
    await withCounter(async ctx => {
      await ctx.race<unknown>([c => counter.slow(c, { ms: 1000 }), async c => { await c.sleep(7) }])
      expect(log).toEqual([])
      await ctx.sleep(1)
    })
    expect(log).toEqual(['CANCELED', 'slow ended at 7'])
  })
})

describe('streams', () => {
  test('give their items in order, then end, whatever the schedule', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const got = await withCounter(async ctx => {
        const items: number[] = []
        for await (const i of counter.count(ctx, { n: 20 }, 3)) items.push(i)
        return items
      }, { seed })
      expect(got).toEqual(Array.from({ length: 20 }, (_, i) => i))
    }
  })

  test('a server sends no more than the window ahead', async () => {
    await withCounter(async ctx => {
      const stream = counter.count(ctx, { n: 100 }, 4)
      await stream.next()
      await ctx.sleep(50)
      expect(log.at(-1)).toBe('sent 3')
      await stream.next()
      await ctx.sleep(50)
      expect(log.at(-1)).toBe('sent 5')
      stream.close()
      await ctx.sleep(1)
    })
    expect(log.at(-1)).toBe('CANCELED')
  })

  test('leaving the loop cancels the handler; its failure is thrown after the items', async () => {
    await withCounter(async ctx => {
      for await (const i of counter.count(ctx, { n: 100 })) if (i === 3) break
      await ctx.sleep(1)
    })
    expect(log.at(-1)).toBe('CANCELED')
    const got: number[] = []
    expect(await withCounter(ctx => failureOf(async () => { for await (const i of counter.count(ctx, { n: 9, failAt: 4 })) got.push(i) }))).toBe('OUT_OF_RANGE definite')
    expect(got).toEqual([0, 1, 2, 3])
  })

  test('a message of the caller is heard while the handler lives, and not answered', async () => {
    const run = await withCounter(async ctx => {
      const stream = counter.talk(ctx, {})
      stream.tell('not open yet')
      await stream.next()
      stream.tell('a')
      await ctx.sleep(5)
      stream.tell('b')
      // Sent while the handler still lives, heard no more.
      await ctx.sleep(4.95)
      stream.tell('too late')
      const end = (await stream.next()).done
      stream.tell('closed')
      await ctx.sleep(5)
      return end
    }, { profile: overrideProfile(quick, 'steady', { 'Counter.talk': [200, 200] }) })
    expect([run, log]).toEqual([true, ['a', 'b']])
  })

  test('a crash silences whoever listened', async () => {
    expect(await withCounter(async ctx => {
      const stream = counter.talk(ctx, {})
      await stream.next()
      stream.tell('a')
      simulation.crash('counter')
      simulation.restart('counter')
      return await failureOf(async () => await stream.next())
    })).toBe('UNAVAILABLE')
    expect(log).toEqual([])
  })

  test('can be read by another task, with a deadline that does not close it', async () => {
    expect(await withCounter(async ctx => {
      const stream = counter.count(ctx.background(), { n: 2 })
      const first = await ctx.spawn('reader', async c => (await stream.next(c)).value as number).join(ctx)
      const second = (await stream.next(ctx)).value as number
      const end = (await stream.next(ctx)).done
      return [first, second, end]
    })).toEqual([0, 1, true])
  })
})

describe('a process crashes', () => {
  test('its caller gets a reset, which is not definite; later ones are refused; the disk is kept', async () => {
    const seen = await withCounter(async ctx => {
      simulation.onPoint('counter/after-write', () => { if (simulation.find('counter')!.life === 1) simulation.crash('counter') })
      const codes = [await failureOf(() => counter.add(ctx, { by: 5 })), await failureOf(() => counter.add(ctx, { by: 5 }))]
      simulation.restart('counter')
      await ctx.sleep(1)
      return [...codes, await counter.add(ctx, { by: 1 })]
    })
    expect(seen).toEqual(['UNAVAILABLE', 'UNAVAILABLE definite', { total: 6, life: 2 }])
    expect(log).toEqual([])
  })

  test('nothing of it runs on, not even `finally`', async () => {
    const code = await withCounter(async ctx => {
      after(5, () => simulation.crash('counter'))
      return failureOf(() => counter.slow(ctx, { ms: 50 }))
    })
    expect(code).toBe('UNAVAILABLE')
    expect(log).toEqual([])
  })

  test('a stream breaks, after the items that were on the way', async () => {
    const got: number[] = []
    expect(await withCounter(ctx => {
      after(0.35, () => simulation.crash('counter'))
      return failureOf(async () => { for await (const i of counter.count(ctx, { n: 100 }, 2)) { got.push(i); await ctx.sleep(1) } })
    })).toBe('UNAVAILABLE')
    expect(got).toEqual([0, 1, 2])
  })

  test('the handlers of a dead caller are cancelled by a message', async () => {
    await withCounter(async ctx => {
      simulation.process('caller', 'host-caller', async c => { c.spawn('calls', d => counter.slow(d, { ms: 1000 })) })
      after(5, () => simulation.crash('caller'))
      await ctx.sleep(10)
    })
    expect(log).toEqual(['CANCELED', 'slow ended at 5'])
  })

  test('who joins a task of it is told', async () => {
    expect(await withCounter(async ctx => {
      const task = simulation.spawn('counter', 'job', async c => { await c.sleep(100) })
      after(5, () => simulation.crash('counter'))
      return failureOf(() => task.join(ctx))
    })).toBe('UNAVAILABLE')
  })

  test('it cannot do so while its own code runs', async () => {
    const { run } = await inWorld(async ctx => { await ctx.sleep(1); world!.crash('app') }, {}, w => { world = w })
    expect(run).toMatchObject({ outcome: 'bug', error: { message: expect.stringMatching(/app cannot crash while its own code runs: do it at a pause point/) as string } })
  })
  let world: Simulation | undefined
})

describe('a host crashes', () => {
  test('its callers hear nothing until keepalive notices, nor do later ones', async () => {
    const seen = await withCounter(async ctx => {
      after(5, () => simulation.crashHost('host-counter'))
      const first = await failureOf(() => counter.slow(ctx, { ms: 50 }))
      const firstAt = ctx.nowMs
      const second = await failureOf(() => counter.slow(ctx, { ms: 50 }))
      simulation.restartHost('host-counter')
      await ctx.sleep(1)
      return [first, firstAt, second, (await counter.add(ctx, { by: 1 })).life]
    })
    expect(seen).toEqual(['UNAVAILABLE', 15, 'UNAVAILABLE definite', 2])
  })
})

describe('a link', () => {
  test('that is cut loses the request, or the reply', async () => {
    const seen = await withCounter(async ctx => {
      simulation.cut('app', 'counter')
      const there = await failureOf(() => ctx.timeout(5, c => counter.add(c, { by: 1 })))
      simulation.heal('app', 'counter')
      simulation.cut('counter', 'app')
      const back = await failureOf(() => counter.add(ctx, { by: 1 }))
      simulation.heal('counter', 'app')
      return [there, back, (await counter.add(ctx, { by: 1 })).total]
    })
    expect(seen).toEqual(['DEADLINE_EXCEEDED', 'UNAVAILABLE', 2])
  })

  test('that is cut under an idle stream is noticed by keepalive', async () => {
    expect(await withCounter(async ctx => {
      const stream = counter.count(ctx, { n: 100 }, 2)
      await stream.next()
      await stream.next()
      simulation.cut('counter', 'app')
      const code = await failureOf(() => stream.next())
      await ctx.sleep(1)
      return code
    })).toBe('UNAVAILABLE')
    expect(log.at(-1)).toBe('CANCELED')
  })

  test('that hangs keeps what is sent until it is healed', async () => {
    expect(await withCounter(async ctx => {
      simulation.cut('app', 'counter', 'hang')
      after(30, () => simulation.heal('app', 'counter'))
      const { total } = await counter.add(ctx, { by: 1 })
      return [total, Math.floor(ctx.nowMs)]
    })).toEqual([1, 30])
  })
})

test('a process that stalls answers late', async () => {
  expect(await withCounter(async ctx => { simulation.stall('counter', 100); await counter.add(ctx, { by: 1 }); return Math.floor(ctx.nowMs) })).toBe(100)
})

test('who stalls beyond a deadline may still ask before it fires: the server counts from nothing', async () => {
  expect(await withCounter(async ctx => {
    after(5, () => simulation.stall('app', 100))
    const code = await failureOf(() => ctx.timeout(20, async inner => {
      await inner.sleep(10)
      await counter.slow(inner, { ms: 50 })
    }))
    await ctx.sleep(10)
    return [code, log.at(-1)]
  })).toEqual(['DEADLINE_EXCEEDED', 'slow ended at 105'])
})

test('message faults: calls end late, never, or happen twice', async () => {
  const totals = new Set<number>()
  const codes = new Set<string>()
  for (let seed = 0; seed < 60; seed++) {
    codes.add(await withCounter(async ctx => {
      const code = await failureOf(() => counter.add(ctx, { by: 1 }))
      await ctx.sleep(50)
      totals.add((simulation.find('counter')!.disk.get('total') as number | undefined) ?? 0)
      return code
    }, { strategy: random(seed), faults: { chance: 0.5, kinds: ['slow', 'lost', 'doubled'] } }))
  }
  expect(totals).toEqual(new Set([0, 1, 2]))
  expect(codes).toEqual(new Set(['no failure', 'UNAVAILABLE']))
})

test('requests that nobody repeats are never doubled', async () => {
  const Line = service('Line', { add: unary<object, null>() }, { repeated: [] })
  for (let seed = 0; seed < 20; seed++) {
    let served = 0
    await valueInWorld(ctx => client(Line, 'line').add(ctx, {}), {
      strategy: random(seed), faults: { chance: 1, kinds: ['doubled'] },
    }, world => void world.process('line', 'host-line', async boot => {
      boot.process.serve(Line, { add: async () => { served++; return null } })
    }))
    expect(served).toBe(1)
  }
})

test('a point can hold its task until another has ended', async () => {
  expect(await withCounter(async ctx => {
    const disarm = simulation.onPoint('counter/after-write', at => {
      disarm()
      expect(at).toMatchObject({ point: 'counter/after-write' })
      return simulation.spawn('lab', 'verb', async c => { await c.sleep(25) })
    })
    await counter.add(ctx, { by: 1 })
    const held = Math.floor(ctx.nowMs)
    await counter.add(ctx, { by: 1 })
    return [held, Math.floor(ctx.nowMs)]
  })).toEqual([25, 25])
})
