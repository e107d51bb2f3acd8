import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UserError } from '../../../src/base/index.ts'
import { firstDifference, firstMarkedDifference, Simulation, type Run } from '../../../src/sim/index.ts'

/** Wakes up `events` times; from the event `from` on, every millisecond instead of every two. */
async function ticking(events: number, from = Infinity): Promise<Run> {
  const simulation = new Simulation({ trace: true })
  simulation.process('clock', 'host', async () => {})
  simulation.spawn('clock', 'tick', async ctx => {
    while (simulation.trace.length < events) await ctx.sleep(simulation.trace.length < from ? 2 : 1)
  })
  const run = await simulation.run()
  expect(run.error).toBeUndefined()
  return run
}

test('marks bracket the first difference of two runs, within a hundredth of a long one', () => fc.assert(fc.asyncProperty(
  fc.integer({ min: 10, max: 20_000 }), fc.double({ min: 0, max: 1.2, noNaN: true }), async (events, share) => {
    const recorded = await ticking(events)
    const other = await ticking(events, Math.floor(events * share))
    const found = firstMarkedDifference(recorded.marks(), other.trace)
    const first = firstDifference(recorded.trace, other.trace)
    if (found === null) expect(first === 0 || first > events - Math.max(128, events / 64)).toBe(true)
    else {
      expect(found.same).toBeLessThan(first)
      expect(found.differs).toBeGreaterThanOrEqual(first)
      expect(found.differs - found.same).toBeLessThanOrEqual(Math.max(128, events / 64))
    }
  }), { numRuns: 30 }))

test('a run that is over sooner is told by its length', async () => {
  const [long, short] = [await ticking(1000), await ticking(900)]
  const last = short.trace.length
  expect(firstMarkedDifference(long.marks(), short.trace)).toEqual({ same: 896, differs: last + 1 })
  expect(firstMarkedDifference(short.marks(), long.trace)).toEqual({ same: 896, differs: last + 1 })
})

test('marks are the same whether or not events are kept, and take less than a kilobyte', async () => {
  const kept = await ticking(30_000)
  const simulation = new Simulation({ trace: false })
  simulation.process('clock', 'host', async () => {})
  simulation.spawn('clock', 'tick', async ctx => { while (simulation.trace.length < 30_000) await ctx.sleep(2) })
  const counted = await simulation.run()
  expect(counted.marks()).toBe(kept.marks())
  expect(kept.marks().length).toBeLessThan(600)
})

test.each(['', '12', '12 100 abcd', '1000 128 abc', '1000 0 abcd', 'x 128 abcd'])('`%s` is no mark', async text => {
  const { trace } = await ticking(10)
  expect(() => firstMarkedDifference(text, trace)).toThrow(UserError)
})
