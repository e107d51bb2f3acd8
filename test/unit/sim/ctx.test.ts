import { describe, expect, test } from 'vitest'
import { Failure, guards, Mutex, random, type Ctx } from '../../../src/sim/index.ts'
// Its servers declare guards. One that a test declares would be seen by every other test of this process.
import '../../../src/vitess/vttablet/index.ts'
import { failureOf, inWorld, valueInWorld } from '../../support/world.ts'

describe('time', () => {
  test('stands still while code runs, and moves when it waits', async () => {
    const times = await valueInWorld(async ctx => {
      const seen = [ctx.nowUs]
      await ctx.sleep(1.5)
      seen.push(ctx.nowUs)
      await ctx.spend([10, 20])
      seen.push(ctx.nowUs)
      await ctx.spend('mysql.commit')
      seen.push(ctx.nowUs)
      return seen
    })
    expect(times).toEqual([0, 1500, 1510, 1710])
  })

  test('the wall clock begins at the epoch of the world', async () => {
    expect(await valueInWorld(async ctx => { await ctx.sleep(2500); return ctx.unixMs })).toBe(Date.UTC(2020, 2, 28, 12, 22, 42, 500))
    expect(await valueInWorld(async ctx => ctx.unixMs, { epochMs: 5000 })).toBe(5000)
  })

  test('a year takes no time', async () => {
    const { run } = await inWorld(async ctx => { for (let day = 0; day < 365; day++) await ctx.sleep(86_400_000) })
    expect(run.nowMs).toBe(365 * 86_400_000)
  })
})

describe('groups', () => {
  const after = (ms: number, value: string) => async (c: Ctx): Promise<string> => { await c.sleep(ms); return value }
  const failing = (ms: number) => async (c: Ctx): Promise<string> => { await c.sleep(ms); throw new Failure('NOT_FOUND', `after ${ms}`) }

  test('all gives the results in order', async () => {
    expect(await valueInWorld(async ctx => ctx.all([after(3, 'a'), after(1, 'b'), after(2, 'c')]))).toEqual(['a', 'b', 'c'])
    expect(await valueInWorld(async ctx => ctx.all([]))).toEqual([])
  })

  test('the first error of all cancels the rest and waits until they have unwound', async () => {
    const log: string[] = []
    await valueInWorld(async ctx => {
      log.push(await failureOf(() => ctx.all([failing(2), async c => {
        try { await c.sleep(100) } catch (error) { log.push((error as Failure).code); throw error } finally { await c.background().sleep(5); log.push(`unwound at ${c.nowMs}`) }
      }])))
    })
    expect(log).toEqual(['CANCELED', 'unwound at 7', 'NOT_FOUND definite'])
  })

  test('race takes the first end, good or bad', async () => {
    expect(await valueInWorld(async ctx => ctx.race([after(3, 'a'), after(1, 'b')]))).toBe('b')
    expect(await valueInWorld(async ctx => failureOf(() => ctx.race([after(3, 'a'), failing(1)])))).toBe('NOT_FOUND definite')
  })
})

describe('deadlines and cancellation', () => {
  test('a timeout rejects the pending wait, and later ones', async () => {
    const log = await valueInWorld(async ctx => {
      const seen: string[] = []
      seen.push(await failureOf(() => ctx.timeout(5, async c => {
        seen.push(await failureOf(() => c.sleep(100)))
        await c.sleep(1)
      })))
      seen.push(`now ${ctx.nowMs}`)
      await ctx.sleep(1)
      return seen
    })
    expect(log).toEqual(['DEADLINE_EXCEEDED', 'DEADLINE_EXCEEDED', 'now 5'])
  })

  test('an inner deadline does not outlast the outer one', async () => {
    const left = await valueInWorld(async ctx => ctx.timeout(5, c => c.timeout(50, async d => [d.timeLeftMs, await failureOf(() => d.sleep(20)), d.nowMs])))
    expect(left).toEqual([5, 'DEADLINE_EXCEEDED', 5])
  })

  test('background is out of reach', async () => {
    expect(await valueInWorld(async ctx => ctx.timeout(5, async c => { await c.background().sleep(20); return c.nowMs }))).toBe(20)
  })

  test('a timeout around a single wait: too long, in time, and after its deadline', async () => {
    expect(await valueInWorld(async ctx => {
      const code = await failureOf(() => ctx.timeout(5, c => c.sleep(20)))
      const missedMs = ctx.nowMs
      await ctx.timeout(50, c => c.sleep(20))
      return [code, missedMs, ctx.nowMs, await failureOf(() => ctx.timeout(0, c => c.sleep(20))), ctx.nowMs]
    })).toEqual(['DEADLINE_EXCEEDED', 5, 25, 'DEADLINE_EXCEEDED', 25])
  })

  test('what a body gives back is waited for, whoever made it', async () => {
    const later: PromiseLike<string> = { then: (tell, refuse) => Promise.resolve('late').then(tell, refuse) }
    expect(await valueInWorld(async ctx => ctx.all([() => later]))).toEqual(['late'])
  })

  test('a task can be cancelled and joined', async () => {
    const log = await valueInWorld(async ctx => {
      const seen: string[] = []
      const task = ctx.spawn('sleeper', async c => { try { await c.sleep(1000) } finally { seen.push(`ended at ${c.nowMs}`) } })
      await ctx.sleep(3)
      task.cancel()
      seen.push(await failureOf(() => task.join(ctx)))
      return seen
    })
    expect(log).toEqual(['ended at 3', 'CANCELED'])
  })
})

describe('tasks', () => {
  test('a join gives the value, also when the task has ended before', async () => {
    expect(await valueInWorld(async ctx => { const t = ctx.spawn('t', async () => 7); await ctx.sleep(5); return t.join(ctx) })).toBe(7)
  })

  test('a failure that nobody joins is the end of the run, when all is done', async () => {
    const { run } = await inWorld(async ctx => { ctx.spawn('t', async () => { throw new Failure('ABORTED', 'x') }); await ctx.sleep(5) })
    expect(run).toMatchObject({ outcome: 'error', nowMs: 5, error: { code: 'ABORTED' } })
  })

  test('a daemon does not keep the run alive, and must not fail', async () => {
    const { run } = await inWorld(async ctx => { ctx.spawn('d', async c => { for (;;) await c.sleep(1) }, { daemon: true }); await ctx.sleep(5.5) })
    expect(run).toMatchObject({ outcome: 'done', nowMs: 5.5 })
    const failed = await inWorld(async ctx => { ctx.spawn('d', async () => { throw new Failure('ABORTED', 'x') }, { daemon: true }); await ctx.sleep(5) })
    expect(failed.run).toMatchObject({ outcome: 'error', error: { code: 'ABORTED' } })
  })
})

describe('what a run says when it cannot go on', () => {
  test('a deadlock names who waits for what, for whom, and where', async () => {
    const { run } = await inWorld(async ctx => {
      const [a, b] = [new Mutex('a'), new Mutex('b')]
      const other = ctx.spawn('other', async c => { await b.acquire(c); await c.sleep(1); await a.acquire(c) })
      await a.acquire(ctx)
      await ctx.sleep(1)
      await b.acquire(ctx)
      await other.join(ctx)
    }, { sites: true })
    expect(run.outcome).toBe('deadlock')
    expect((run.error as Error).message).toMatch(/nothing can happen any more at 1ms\nsubject \(app\) waits in `acquire b held by other` at .*ctx\.test\.ts/)
    expect((run.error as Error).message).toMatch(/for other \(app\) waits in `acquire a held by subject`.*\n.*for subject: a cycle/)
  })

  test('a run without an end stops at its budget, in events or in time', async () => {
    const forever = async (ctx: Ctx): Promise<void> => { for (;;) await ctx.sleep(1) }
    expect((await inWorld(forever, { maxSteps: 100 })).run).toMatchObject({ outcome: 'budget', steps: 101 })
    const late = (await inWorld(forever, { maxMs: 50 })).run
    expect(late.outcome).toBe('budget')
    expect((late.error as Error).message).toMatch(/not finished by 51ms\nsubject \(app\) waits in `sleep 1ms`/)
  })

  test('a failed assertion is a bug, even when it is swallowed', async () => {
    const { run } = await inWorld(async ctx => { try { await ctx.sleep(-1) } catch { /* swallowed */ } await ctx.sleep(1) })
    expect(run).toMatchObject({ outcome: 'bug', error: { message: 'a sleep takes no negative time' } })
  })
})

describe('choices', () => {
  test('the dull answer is 0, and chance says how often it is not', async () => {
    const answers = async (options: object): Promise<number[]> => valueInWorld(async ctx => Array.from({ length: 1000 }, () => ctx.choose('x', 3, 0.1)), options)
    expect(new Set(await answers({}))).toEqual(new Set([0]))
    const odd = (await answers({ strategy: random(7) })).filter(answer => answer !== 0)
    expect(odd.length).toBeGreaterThan(60)
    expect(odd.length).toBeLessThan(150)
    expect(new Set(odd)).toEqual(new Set([1, 2]))
  })
})

describe('guards', () => {
  const guard = guards().find(({ name }) => name === 'tablet-drained-once')!
  test('are on unless the world turns them off, which is an event', async () => {
    expect(await valueInWorld(async ctx => ctx.guard(guard))).toBe(true)
    const { value, run } = await inWorld(async ctx => ctx.guard('tablet-drained-once'), { guardsOff: new Set(['tablet-drained-once']) })
    expect(value).toBe(false)
    expect([...run.trace.events()].filter(event => event.kind === 'guard/off')).toMatchObject([{ data: { guard: 'tablet-drained-once' }, task: 'subject' }])
  })
})
