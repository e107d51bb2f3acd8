import fc from 'fast-check'
import { expect, test } from 'vitest'
import { client, service, unary, type Simulation } from 'vtsim'
import { schedules, type KnownSchedule } from 'vtsim/property'

const Counter = service('Counter', { read: unary<object, number>(), write: unary<{ value: number }, object>() })

/** Three processes add one to a number that a fourth one keeps, each by reading it and writing it back. */
function build(simulation: Simulation): void {
  let value = 0
  simulation.process('counter', 'host-0', async ctx => {
    ctx.process.serve(Counter, {
      read: async () => value,
      write: async (_, request) => {
        value = request.value
        return {}
      },
    })
  })
  for (const name of ['a', 'b', 'c']) {
    simulation.process(name, `host-${name}`)
    simulation.spawn(name, 'add', async ctx => {
      const counter = client(Counter, 'counter')
      await ctx.sleep({ a: 0, b: 100, c: 200 }[name]!)
      await counter.write(ctx, { value: await counter.read(ctx, {}) + 1 })
    })
  }
  simulation.process('judge', 'host-judge')
  simulation.spawn('judge', 'look', async ctx => {
    await ctx.sleep(1000)
    if (value !== 3) throw new Error(`three have added one, and it is ${value}`)
  })
}

test('nothing is lost while nothing goes wrong', () =>
  fc.assert(fc.asyncProperty(schedules(), async schedule => void await schedule.check(build))))

test('a slow message loses an update: the smallest schedule has one entry, the message that is slow', async () => {
  const faults = { chance: 0.02, kinds: ['slow'], slowFactor: 2000 } as const
  const property = fc.asyncProperty(schedules(), async schedule => void await schedule.check(build, { faults }))
  const { counterexample } = await fc.check(property, { numRuns: 1000, seed: 1 })
  const { log } = counterexample![0].spec as KnownSchedule
  expect(log).toHaveLength(1)
  expect(log[0]).toMatch(/^=net\//)
})
