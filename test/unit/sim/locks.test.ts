import { describe, expect, test } from 'vitest'
import { client, Mutex, Queue, Semaphore, service, Signal, streaming, type Ctx } from '../../../src/sim/index.ts'
import { failureOf, inWorld, valueInWorld } from '../../support/world.ts'

/** Runs these bodies as branches and returns what they logged, with the times in whole milliseconds. */
async function branches(...bodies: ((ctx: Ctx, log: (text: string) => void) => Promise<void>)[]): Promise<string[]> {
  const log: string[] = []
  await valueInWorld(async ctx => { await ctx.all(bodies.map(body => (c: Ctx) => body(c, text => log.push(`${c.nowMs} ${text}`)))) })
  return log
}

describe('a mutex', () => {
  test('is given first come, first served', async () => {
    const mutex = new Mutex('m')
    const holder = (name: string, ms: number) => async (ctx: Ctx, log: (text: string) => void): Promise<void> => mutex.with(ctx, async () => { log(name); await ctx.sleep(ms) })
    expect(await branches(holder('a', 2), holder('b', 2), holder('c', 2))).toEqual(['0 a', '2 b', '4 c'])
    expect(mutex.locked).toBe(false)
  })

  test('free: goes on at once, in the same event', async () => {
    const { run } = await inWorld(async ctx => { const m = new Mutex('m'); for (let i = 0; i < 100; i++) await m.with(ctx, async () => {}) })
    expect(run).toMatchObject({ outcome: 'done' })
    expect(run.steps).toBeLessThan(6)
  })

  test('who gives up waiting leaves the queue', async () => {
    const mutex = new Mutex('m')
    expect(await branches(
      (ctx, log) => mutex.with(ctx, async () => { await ctx.sleep(10); log('a') }),
      async (ctx, log) => { log(await failureOf(() => ctx.timeout(3, c => mutex.acquire(c)))) },
      (ctx, log) => mutex.with(ctx, async () => { log('c') }),
    )).toEqual(['3 DEADLINE_EXCEEDED', '10 a', '10 c'])
  })

  test('must be released by its holder', async () => {
    const { run } = await inWorld(async ctx => { new Mutex('m').release(ctx) })
    expect(run).toMatchObject({ outcome: 'bug', error: { message: 'subject releases m, which it does not hold' } })
  })
})

test('a semaphore has so many permits', async () => {
  const semaphore = new Semaphore('s', 2)
  const user = (name: string) => async (ctx: Ctx, log: (text: string) => void): Promise<void> => semaphore.with(ctx, async () => { log(name); await ctx.sleep(1) })
  expect(await branches(user('a'), user('b'), user('c'), user('d'))).toEqual(['0 a', '0 b', '1 c', '1 d'])
  expect(semaphore.free).toBe(2)
})

describe('a queue', () => {
  test('makes a full putter and an empty taker wait', async () => {
    const queue = new Queue<number>('q', 2)
    expect(await branches(
      async (ctx, log) => { for (let i = 0; i < 4; i++) { await queue.put(ctx, i); log(`put ${i}`) } },
      async (ctx, log) => { await ctx.sleep(1); for (let i = 0; i < 4; i++) { log(`took ${await queue.take(ctx)}`); await ctx.sleep(1) } },
    )).toEqual(['0 put 0', '0 put 1', '1 took 0', '1 put 2', '2 took 1', '2 put 3', '3 took 2', '4 took 3'])
  })

  test('closed: what is in it can still be taken', async () => {
    expect(await valueInWorld(async ctx => {
      const queue = new Queue<number>('q')
      await queue.put(ctx, 1)
      queue.close(ctx)
      return [await queue.take(ctx), await failureOf(() => queue.take(ctx)), await failureOf(() => queue.put(ctx, 2))]
    })).toEqual([1, 'CANCELED', 'CANCELED'])
  })
})

test('a signal wakes all that wait', async () => {
  const signal = new Signal('s')
  const waiter = async (ctx: Ctx, log: (text: string) => void): Promise<void> => { await signal.wait(ctx); log('woken') }
  expect(await branches(waiter, waiter, async ctx => { await ctx.sleep(3); signal.notify(ctx) })).toEqual(['3 woken', '3 woken'])
})

test('where a message arrives, the first that waits runs on within that event', async () => {
  const Bell = service('Bell', { listen: streaming<object, null, string>() })
  const order: string[] = []
  const events = await valueInWorld(async ctx => {
    const stream = client(Bell, 'bell').listen(ctx, {})
    await stream.next()
    stream.tell('ring')
    await ctx.sleep(5)
    return order
  }, {}, world => {
    world.process('bell', 'host', async ctx => {
      const rung = new Signal('rung')
      const wait = async (own: Ctx): Promise<void> => {
        await rung.wait(own)
        order.push(`${own.task.name} in event ${own.kernel.cause - heardIn}`)
      }
      let heardIn = 0
      ctx.spawn('one', wait, { daemon: true })
      ctx.spawn('two', wait, { daemon: true })
      ctx.process.serve(Bell, {
        listen: async (own, _, out) => {
          out.onMessage = () => {
            heardIn = own.kernel.cause
            rung.notifyFirst(own)
          }
          await out.send(own, null)
          await own.sleep(10)
        },
      })
    })
  })
  expect(events).toEqual(['one in event 0', 'two in event 1'])
})
