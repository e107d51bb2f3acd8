import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Simulation} from '../../../src/sim/index.ts';
import { client, describeDifference, digest, firstDifference, formatEvent, random, service, taskName, Trace, unary, type Run, type TraceEvent } from '../../../src/sim/index.ts'
import { inWorld } from '../../support/world.ts'

const Echo = service('Echo', { say: unary<{ text: string }, { text: string }>() })
const echo = client(Echo, 'echo')
const withEcho = (simulation: Simulation): void => {
  simulation.process('echo', 'host', async ctx => { ctx.process.serve(Echo, { say: async (c, request) => { c.emit('echo/said', request); return request } }) })
}

describe('a trace', () => {
  test('tells what happened, when, where, in which task, and why', async () => {
    const { run } = await inWorld(ctx => echo.say(ctx, { text: 'hi' }), {}, withEcho)
    const said = [...run.trace].find(event => event.kind === 'echo/said')!
    expect(said).toMatchObject({ process: 'echo', task: 'echo/Echo.say<subject>', data: { text: 'hi' }, timeUs: 100 })
    expect(run.trace.causes(said.seq).map(seq => run.trace.get(seq).kind).slice(-2)).toEqual(['rpc/request', 'echo/said'])
    expect(run.trace.effects(said.cause).map(seq => run.trace.get(seq).kind)).toEqual(['echo/said', 'rpc/reply'])
    expect(run.trace.format(said.seq)).toBe(`#${said.seq} 0.100ms echo [echo/Echo.say<subject>] echo/said {"text":"hi"} <-#${said.cause}`)
  })

  test('keeps any number of events, each as it was', () => {
    const trace = new Trace(true)
    trace.processes.push('p')
    for (let i = 1; i <= 12_000; i++) expect(trace.add(i * 1e6, i % 5, 0, `t${i}`, `n${i}`, i >> 1, i, -i)).toBe(i)
    for (const seq of [1, 1024, 1025, 5120, 5121, 12_000]) {
      expect(trace.get(seq)).toMatchObject({ seq, timeUs: seq * 1e6, task: `t${seq}`, note: `n${seq}`, cause: seq >> 1, data: seq })
      expect(trace.hashAt(seq)).toBe(-seq)
    }
    expect(trace.effects(700)).toEqual([1400, 1401])
    expect(() => trace.get(12_001)).toThrow(/no event #12001/)
  })

  test('that is not kept still counts, and tells who listens', async () => {
    const heard: TraceEvent[] = []
    const { run } = await inWorld(ctx => echo.say(ctx, { text: 'hi' }), { trace: false }, simulation => {
      withEcho(simulation)
      simulation.subscribe(['echo/said', 'rpc/reply'], event => heard.push(event))
    })
    expect(heard.map(formatEvent)).toEqual([
      expect.stringContaining('echo [echo/Echo.say<subject>] echo/said {"text":"hi"}'), expect.stringContaining('app [subject] rpc/reply Echo.say {"text":"hi"}'),
    ])
    expect(run.trace.length).toBeGreaterThan(5)
    expect(() => run.trace.get(1)).toThrow(/kept no trace/)
  })

  test('a subscriber hears all, or its kinds, until it stops; one that throws ends the run', async () => {
    const all: string[] = []
    await inWorld(async ctx => { ctx.emit('x/one'); stop(); ctx.emit('x/two') }, {}, simulation => { stop = simulation.subscribe('all', event => all.push(event.kind)) })
    expect(all.at(-1)).toBe('x/one')
    const { run } = await inWorld(async ctx => { await ctx.sleep(1); ctx.emit('x/one') }, {}, simulation => { simulation.subscribe(['x/one'], () => { throw new Error('a check failed') }) })
    expect(run).toMatchObject({ outcome: 'error', error: { message: 'a check failed' } })
  })
  let stop = (): void => {}
})

test('log lines and labels', async () => {
  const { run } = await inWorld(async ctx => { ctx.log('W', 'split_clone.go:862', 'Using tablet'); await ctx.all([async c => { c.emit('x') }]) })
  const events = [...run.trace]
  expect(events.find(({ kind }) => kind === 'log')).toMatchObject({ data: { level: 'W', source: 'split_clone.go:862', text: 'Using tablet' } })
  expect(events.find(({ kind }) => kind === 'x')).toMatchObject({ task: 'subject.0' })
  expect(taskName({ by: { by: 'client', index: 2 }, process: 'p', method: 'S.m' })).toBe('p/S.m<client.2>')
})

describe('two runs', () => {
  const once = (value: (i: number) => number): Promise<Run> => inWorld(async ctx => {
    for (let i = 0; i < 50; i++) await echo.say(ctx, { text: String(value(i)) })
  }, { strategy: random(3) }, withEcho).then(({ run }) => run)

  test('of one world are the same', async () => {
    const [a, b] = [await once(i => i), await once(i => i)]
    expect(firstDifference(a.trace, b.trace)).toBe(0)
    expect(describeDifference(a.trace, b.trace)).toBeNull()
    expect(a.hash).toBe(b.hash)
  })

  test('that differ in a payload first differ there', async () => {
    const [a, b] = [await once(i => i), await once(i => i === 20 ? 999 : i)]
    const at = firstDifference(a.trace, b.trace)
    expect(describeDifference(a.trace, b.trace)).toMatch(/^first run : #.*"20".*\nsecond run: #.*"999"/)
    expect([a.trace.get(at), b.trace.get(at)]).toMatchObject([{ kind: 'rpc/request', data: { text: '20' } }, { kind: 'rpc/request', data: { text: '999' } }])
  })
})

describe('the digest', () => {
  test('depends on content, type and order, and on nothing else', () => {
    const values = [undefined, null, true, false, 0, 1, -1, 0.5, 2 ** 40, '', '0', 'a', 1n, 0n, [], [0], [[0]], {}, { a: 0 }, { b: 0 }, { a: [0] }, { a: 1, b: 2 }]
    expect(new Set(values.map(digest)).size).toBe(values.length)
    const plain = fc.jsonValue().map(value => JSON.stringify(value))
    fc.assert(fc.property(plain, plain, (a, b) => { expect(digest(JSON.parse(a)) === digest(JSON.parse(b))).toBe(a === b) }), { numRuns: 300 })
  })

  test('freezes what it reads, and refuses what is not plain', () => {
    const message = { a: [{ b: 1 }] }
    digest(message)
    expect(() => { message.a[0]!.b = 2 }).toThrow(TypeError)
    for (const value of [new Map(), new Date(0), () => 0, Symbol('x'), { a: new Set() }]) expect(() => digest(value)).toThrow(/plain data only/)
  })
})
