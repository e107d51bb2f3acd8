/** Goal: every schedule comes, and comes once. Method: worlds whose schedules can be counted, by formula and by brute force. */
import { describe, expect, it } from 'vitest'
import { Exhaustive, Simulation, type ExhaustiveOptions, type Strategy } from '../../../src/sim/index.ts'

/** Tasks of so many steps each; the order in which their steps came, with the answers to what was chosen. */
async function play(strategy: Strategy, steps: readonly number[], choices = 0): Promise<string> {
  const simulation = new Simulation({ strategy })
  simulation.process('p', 'host')
  let order = ''
  steps.forEach((count, i) => simulation.spawn('p', `task-${i}`, async ctx => {
    for (let step = 0; step < count; step++) {
      order += i
      if (step < count - 1) await ctx.sleep(0)
    }
    for (let choice = 0; i === 0 && choice < choices; choice++) order += `[${ctx.choose('which', 3, 0.5)}]`
  }))
  expect((await simulation.run()).outcome).toBe('done')
  return order
}

async function all(steps: readonly number[], options: ExhaustiveOptions = {}, choices = 0): Promise<string[]> {
  const orders: string[] = []
  const exhaustive = new Exhaustive(options)
  for (let strategy = exhaustive.next(); strategy !== null; strategy = exhaustive.next()) {
    orders.push(await play(strategy, steps, choices))
  }
  return orders
}

/** What comes of every list of answers of this length, whether or not there is anything to decide at each place. */
async function bruteForce(steps: readonly number[], length: number, width: number, choices = 0): Promise<Map<string, number>> {
  const orders = new Map<string, number>()
  for (let code = 0; code < width ** length; code++) {
    let left = code
    let deviations = 0
    const answer = (n: number): number => {
      const given = Math.min(left % width, n - 1)
      left = Math.floor(left / width)
      if (given > 0) deviations++
      return given
    }
    const order = await play({ name: 'brute', choose: (_l, _n, n) => answer(n), schedule: (_r, n) => answer(n) }, steps, choices)
    orders.set(order, Math.min(orders.get(order) ?? Infinity, deviations))
  }
  return orders
}

const factorial = (n: number): number => n <= 1 ? 1 : n * factorial(n - 1)
const interleavings = (steps: readonly number[]): number =>
  factorial(steps.reduce((sum, count) => sum + count, 0)) / steps.reduce((product, count) => product * factorial(count), 1)

describe('a small world is searched whole', () => {
  it.each([[[2, 2]], [[4, 3]], [[2, 2, 2]], [[1, 1, 1, 1]], [[5, 5]]])('tasks of %j steps: every interleaving, once', async steps => {
    const orders = await all(steps)
    expect(orders).toHaveLength(interleavings(steps))
    expect(new Set(orders).size).toBe(orders.length)
  })

  it.each<[readonly number[], number]>([[[2, 2], 1], [[3, 1], 0], [[2, 1, 1], 1]])('%j with %d choices: as many as brute force finds',
    async (steps, choices) => {
      const orders = await all(steps, {}, choices)
      const brute = await bruteForce(steps, 6, 3, choices)
      expect([...orders].sort()).toEqual([...brute.keys()].sort())
    })

  it.each([0, 1, 2])('or up to %d deviations from the dull run', async deviationsMax => {
    const orders = await all([2, 2, 1], { deviationsMax })
    const brute = await bruteForce([2, 2, 1], 6, 3)
    expect([...orders].sort()).toEqual([...brute].filter(([, deviations]) => deviations <= deviationsMax).map(([order]) => order).sort())
  })
})
