import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scheduleOf, schedules, type KnownSchedule, type Schedule } from '../../../src/property/index.ts'
import type { Simulation } from '../../../src/sim/index.ts'

/** Two tasks add one to a number; the second begins after the first has ended, unless something comes late. */
function lostUpdate(simulation: Simulation): void {
  let value = 0
  simulation.process('app', 'host')
  for (const [name, steps] of [['first', 3], ['second', 6]] as const) {
    simulation.spawn('app', name, async ctx => {
      for (let step = 0; step < steps; step++) await ctx.spend([10, 10 + 20 * step])
      const read = value
      await ctx.spend([5, 10])
      value = read + 1
    })
  }
  simulation.spawn('app', 'judge', async ctx => {
    await ctx.sleep(10)
    if (value !== 2) throw new Error('an update is lost')
  })
}

const property = () => fc.asyncProperty(schedules(), async schedule => void await schedule.check(lostUpdate))

async function found(): Promise<fc.RunDetails<[Schedule]>> {
  const details = await fc.check(property(), { seed: 1, numRuns: 500 })
  expect(details.failed).toBe(true)
  return details
}

describe('a schedule', () => {
  it('that fails becomes a log of which no entry can be left out', async () => {
    const { counterexample } = await found()
    const { log } = counterexample![0].spec as KnownSchedule
    expect(log.length).toBeGreaterThan(0)
    for (let gone = 0; gone < log.length; gone++) {
      // The line of a chain is none of its entries.
      if (!/^[ =]/.test(log[gone]!)) continue
      const schedule = scheduleOf({ log: log.filter((_, index) => index !== gone) })
      expect((await schedule.run(lostUpdate)).outcome, log[gone]).toBe('done')
    }
  })

  it('is printed as code that fails again', async () => {
    const { counterexample } = await found()
    const printed = fc.stringify(counterexample![0])
    const again = new Function('scheduleOf', `return ${printed}`)(scheduleOf) as Schedule
    await expect(again.check(lostUpdate)).rejects.toThrow('an update is lost')
  })

  it('is found again by a path, before anything of it has run', async () => {
    const { counterexample, counterexamplePath } = await found()
    const again = await fc.check(property(), { seed: 1, path: counterexamplePath!, endOnFailure: true })
    expect(again.failed).toBe(true)
    expect(again.numRuns).toBe(1)
    expect(String(again.counterexample![0])).toBe(String(counterexample![0]))
  })

  it('gives the same run each time', async () => {
    const drawn = { kind: 'pct', seed: 7, depth: 2, decisions: 16 } as const
    const hashes = [await scheduleOf(drawn).run(lostUpdate), await scheduleOf(drawn).run(lostUpdate)].map(({ hash }) => hash)
    const twice = scheduleOf(drawn)
    hashes.push((await twice.run(lostUpdate)).hash, (await twice.run(lostUpdate)).hash)
    expect(new Set(hashes).size).toBe(1)
  })

  it('decides what ctx.choose answers, and makes it small', async () => {
    const { counterexample } = await fc.check(fc.asyncProperty(schedules(), async schedule => void await schedule.check(simulation => {
      simulation.process('app', 'host')
      simulation.spawn('app', 'draw', async ctx => {
        const drawn = [1, 2, 3].map(n => ctx.choose(`number-${n}`, 100))
        await ctx.sleep(1)
        if (drawn[1]! >= 17) throw new Error('large')
      })
    })), { seed: 1 })
    expect((counterexample![0].spec as KnownSchedule).log).toEqual(['=app/draw/number-2\t17@1'])
  })
})
