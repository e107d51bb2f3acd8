/* eslint-disable @typescript-eslint/await-thenable -- what is wrong here is planted */
/**
 * Goal: nothing that could make two runs of one world differ goes unnoticed. Method: a world with one planted leak each;
 * the run must end as said, with a message that names the task.
 */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { describe, expect, test } from 'vitest'
import { client, Mutex, random, service, Simulation, unary, type Ctx, type Outcome } from '../../src/sim/index.ts'

const Db = service('LeakyDb', { get: unary<unknown, unknown>(), locks: unary<object, null>(), bug: unary<object, null>() })
const db = client(Db, 'db')

interface Leaky {
  readonly name: string
  readonly body: (ctx: Ctx) => Promise<unknown>
  readonly outcome: Outcome
  readonly message?: RegExp
}

const helper = async (ctx: Ctx, ms: number): Promise<void> => { await ctx.sleep(ms) }
const lateHelper = async (ctx: Ctx, ms: number): Promise<void> => {
  for (let i = 0; i < ms; i++) await null
  await ctx.sleep(ms)
  await ctx.sleep(ms)
}
const trapped = (what: string): RegExp => new RegExp(`^${what.replace(/[().]/g, '\\$&')} was used in task subject of app at .*: use ctx`)
const foreign = /^task subject of app awaits a promise that is not the simulator's/
let release = (): void => {}
let shared: Mutex

const realTimeAndChance: Leaky[] = [
  { name: 'Date.now()', body: async ctx => { await ctx.sleep(1); Date.now() }, outcome: 'leak', message: trapped('Date.now') },
  { name: 'new Date()', body: async () => { new Date() }, outcome: 'leak', message: trapped('new Date()') },
  { name: 'Date()', body: async () => { Date() }, outcome: 'leak', message: trapped('Date()') },
  { name: 'Math.random()', body: async () => { Math.random() }, outcome: 'leak', message: trapped('Math.random') },
  { name: 'performance.now()', body: async () => { performance.now() }, outcome: 'leak', message: trapped('performance.now') },
  { name: 'process.hrtime()', body: async () => { process.hrtime() }, outcome: 'leak', message: trapped('process.hrtime') },
  { name: 'process.hrtime.bigint()', body: async () => { process.hrtime.bigint() }, outcome: 'leak', message: trapped('process.hrtime.bigint') },
  { name: 'crypto.randomUUID()', body: async () => { crypto.randomUUID() }, outcome: 'leak', message: trapped('crypto.randomUUID') },
  { name: 'crypto.getRandomValues()', body: async () => { crypto.getRandomValues(new Uint8Array(1)) }, outcome: 'leak', message: trapped('crypto.getRandomValues') },
  { name: 'setTimeout, awaited', body: async () => { await new Promise(r => setTimeout(r, 1)) }, outcome: 'leak', message: trapped('setTimeout') },
  { name: 'setTimeout, not awaited', body: async ctx => { setTimeout(() => {}, 0); await ctx.sleep(1) }, outcome: 'leak', message: trapped('setTimeout') },
  { name: 'setImmediate', body: async ctx => { setImmediate(() => {}); await ctx.sleep(1) }, outcome: 'leak', message: trapped('setImmediate') },
  { name: 'setInterval', body: async ctx => { setInterval(() => {}, 1); await ctx.sleep(1) }, outcome: 'leak', message: trapped('setInterval') },
  { name: 'queueMicrotask', body: async ctx => { queueMicrotask(() => {}); await ctx.sleep(1) }, outcome: 'leak', message: trapped('queueMicrotask') },
  { name: 'process.nextTick', body: async ctx => { process.nextTick(() => {}); await ctx.sleep(1) }, outcome: 'leak', message: trapped('process.nextTick') },
  { name: 'fetch', body: async ctx => { void fetch('http://localhost'); await ctx.sleep(1) }, outcome: 'leak', message: trapped('fetch') },
  { name: 'swallowed by a catch', body: async ctx => { try { Date.now() } catch { /* nothing */ } await ctx.sleep(1) }, outcome: 'leak', message: trapped('Date.now') },
]

const foreignPromises: Leaky[] = [
  { name: 'a file is read', body: async ctx => { await ctx.sleep(2); await readFile('/etc/hostname') }, outcome: 'leak', message: /awaits a promise.*at 2ms, some time after `sleep 2ms`/ },
  { name: 'a file is read at once', body: async () => { await readFile('/etc/hostname') }, outcome: 'leak', message: /at 0ms, some time after `db to be ready`/ },
  { name: 'begun before a wait, awaited after it', body: async ctx => { const p = readFile('/etc/hostname'); await ctx.sleep(2); await p }, outcome: 'leak', message: foreign },
  { name: 'lines of a file', body: async () => { for await (const l of createInterface({ input: createReadStream('/etc/hostname') })) void l }, outcome: 'leak' },
  {
    name: 'a promise that another task settles', outcome: 'leak', message: foreign,
    body: async ctx => {
      ctx.spawn('other', async c => { await c.sleep(1); release() })
      await new Promise<void>(resolve => { release = resolve })
    },
  },
]

const twoBranches = /^task subject of app called `.*`, but it .*: two branches of one task/
const forgottenAwait: Leaky[] = [
  { name: 'Promise.all of waits', body: async ctx => { await Promise.all([ctx.sleep(1), ctx.sleep(2)]) }, outcome: 'leak', message: /subject of app called `sleep 1ms`.* without awaiting it, then `sleep`/ },
  { name: 'Promise.race of waits', body: async ctx => { await Promise.race([ctx.sleep(1), ctx.sleep(2)]) }, outcome: 'leak', message: /without awaiting it/ },
  { name: 'Promise.all of helpers', body: async ctx => { await Promise.all([helper(ctx, 1), helper(ctx, 2)]) }, outcome: 'leak', message: /without awaiting it/ },
  { name: 'Promise.all of helpers that begin late', body: async ctx => { await Promise.all([lateHelper(ctx, 1), lateHelper(ctx, 4)]) }, outcome: 'leak', message: twoBranches },
  { name: 'a wait', body: async ctx => { void ctx.sleep(1); await ctx.sleep(2) }, outcome: 'leak', message: /subject of app called `sleep 1ms`.* without awaiting it/ },
  { name: 'a wait, at the end', body: async ctx => { await ctx.sleep(2); void ctx.sleep(1) }, outcome: 'leak', message: /subject of app ended and left `sleep 1ms`/ },
  { name: 'a helper', body: async ctx => { void helper(ctx, 5); await ctx.sleep(1) }, outcome: 'leak', message: /without awaiting it/ },
  { name: 'a helper, at the end', body: async ctx => { await ctx.sleep(1); void helper(ctx, 5) }, outcome: 'leak', message: /ended and left/ },
  { name: 'a helper that begins late', body: async ctx => { void lateHelper(ctx, 3); await ctx.sleep(1); await ctx.sleep(1) }, outcome: 'leak', message: twoBranches },
  { name: 'a call whose result is used', body: async ctx => { const r: unknown = db.get(ctx, 1); if (r === 1) return; await ctx.sleep(1) }, outcome: 'leak', message: /called `call LeakyDb.get at db`.* without awaiting it/ },
  { name: 'the ctx of the parent, in a branch', body: async ctx => { await ctx.all([async () => { await ctx.sleep(1) }]) }, outcome: 'leak', message: twoBranches },
  { name: 'the ctx of the parent, in the second branch', body: async ctx => { await ctx.all([async c => { await c.sleep(5) }, async () => { await ctx.sleep(1) }]) }, outcome: 'leak', message: twoBranches },
  { name: 'one wait awaited twice', body: async ctx => { const p = ctx.sleep(1); await p; await p }, outcome: 'leak', message: /`sleep 1ms` of task subject of app was awaited twice/ },
  { name: '.then on a wait', body: async ctx => { void ctx.sleep(1).then(() => {}); await ctx.sleep(1) }, outcome: 'leak', message: twoBranches },
]

const sharedMemory: Leaky[] = [
  { name: 'a lock of two processes', body: async ctx => { await shared.acquire(ctx); await db.locks(ctx, {}) }, outcome: 'bug', message: /shared is memory of app .*not of db .*LeakyDb.locks<subject> must not touch it/ },
  { name: 'a message changed after it was sent', body: async ctx => { const m = { a: 1 }; await db.get(ctx, m); m.a = 2 }, outcome: 'error', message: /read only property 'a'/ },
  { name: 'an instance of a class in a message', body: async ctx => { await db.get(ctx, new Map([[1, 2]])) }, outcome: 'bug', message: /plain data only, not a Map/ },
]

const endings: Leaky[] = [
  { name: 'an endless loop in no time', body: async ctx => { for (;;) await ctx.sleep(0) }, outcome: 'livelock', message: /1001 steps while time stands at .*ms; last: sleep of app\/subject/ },
  { name: 'an endless loop over what needs no wait', body: async ctx => { const m = new Mutex('m'); for (;;) await m.with(ctx, async () => {}) }, outcome: 'livelock', message: /acquire m of subject/ },
  { name: 'an exception in a task', body: async ctx => { await ctx.sleep(1); (undefined as unknown as { x: () => void }).x() }, outcome: 'error' },
  { name: 'an exception in a handler', body: async ctx => { await db.bug(ctx, {}) }, outcome: 'error' },
]

const fine: Leaky[] = [
  { name: 'new Date(0)', body: async ctx => { await ctx.sleep(1); new Date(0).toISOString() }, outcome: 'done' },
  { name: 'console.log', body: async ctx => { console.log('hello'); await ctx.sleep(1) }, outcome: 'done' },
  { name: 'await null, and Promise.all of plain values', body: async ctx => { await null; await Promise.all([1, Promise.resolve(2)]); await ctx.sleep(1) }, outcome: 'done' },
  {
    name: 'an async generator over waits', outcome: 'done',
    body: async ctx => {
      async function* three(): AsyncGenerator<number> { for (let i = 0; i < 3; i++) { await ctx.sleep(1); yield i } }
      let sum = 0
      for await (const i of three()) sum += i
      expect(sum).toBe(3)
    },
  },
]

async function check({ body, outcome, message }: Leaky): Promise<void> {
  shared = new Mutex('shared')
  const simulation = new Simulation({ strategy: random(1), hash: 'payload', maxStepsPerInstant: 1000 })
  simulation.process('db', 'host', async ctx => {
    ctx.process.serve(Db, {
      get: async (c, x) => { await c.sleep(1); return x },
      locks: async c => { await shared.acquire(c); return null },
      bug: async c => { await c.sleep(1); return (null as unknown as { x: () => null }).x() },
    })
  })
  simulation.process('app', 'host', async () => {})
  simulation.spawn('app', 'subject', async ctx => {
    await simulation.find('db')!.untilReady(ctx)
    await body(ctx)
  })
  for (const name of ['by1', 'by2']) simulation.spawn('app', name, async ctx => { for (let i = 0; i < 5; i++) await ctx.sleep(1) })
  const run = await simulation.run()
  const text = run.error instanceof Error ? run.error.message : String(run.error)
  expect(`${run.outcome}: ${text}`).toMatch(new RegExp(`^${outcome}: `))
  if (message !== undefined) expect(text).toMatch(message)
}

describe.each([
  ['real time and chance', realTimeAndChance], ['promises that are not the simulator\'s', foreignPromises], ['a forgotten await or a second branch', forgottenAwait],
  ['memory that processes share', sharedMemory], ['runs that must not go on', endings], ['what is allowed', fine],
] as const)('%s', (_title, cases) => {
  test.each(cases.map(one => [one.name, one] as const))('%s', async (_name, one) => check(one))
})

test('outside of a run the globals work as ever', () => {
  expect(Date.now()).toBeGreaterThan(0)
  expect(new Date() instanceof Date).toBe(true)
  expect(Math.random()).toBeLessThan(1)
})
