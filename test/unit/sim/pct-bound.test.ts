/**
 * Goal: PCT keeps its bound, 1/(n·k^(depth-1)) for n chains and k decisions. Method: toy programs with bugs of a known
 * depth, counted over many seeds; deterministic, so a rate that is too low by chance would have been seen once.
 */
import { expect, test } from 'vitest'
import { dull, pct, random, Simulation, type Run, type Strategy } from '../../../src/sim/index.ts'

interface Toy {
  readonly name: string
  readonly chains: number
  readonly depth: number
  play(strategy: Strategy): Promise<{ hit: boolean; run: Run }>
}

/** A short task must come after all the steps of a long one. Depth 1. */
const starved = (steps: number): Toy => ({
  name: `a task is starved for ${steps} steps`, chains: 2, depth: 1,
  async play(strategy) {
    const simulation = new Simulation({ strategy })
    simulation.process('p', 'host')
    let left = steps
    let hit = false
    simulation.spawn('p', 'long', async ctx => { for (; left > 0; left--) await ctx.sleep(0) })
    simulation.spawn('p', 'short', async ctx => { await ctx.sleep(0); hit = left === 0 })
    return { run: await simulation.run(), hit }
  },
})

/** What was checked is closed before it is used. Depth 2. */
const checkThenUse = (steps: number): Toy => ({
  name: `check, then use, in ${steps} steps`, chains: 2, depth: 2,
  async play(strategy) {
    const simulation = new Simulation({ strategy })
    simulation.process('p', 'host')
    let isOpen = true
    let hit = false
    simulation.spawn('p', 'user', async ctx => {
      for (let i = 0; i < steps; i++) await ctx.sleep(0)
      if (!isOpen) return
      await ctx.sleep(0)
      hit = !isOpen
    })
    simulation.spawn('p', 'closer', async ctx => {
      for (let i = 0; i < steps; i++) await ctx.sleep(0)
      isOpen = false
    })
    return { run: await simulation.run(), hit }
  },
})

const seeds = 3000

test.each([starved(10), starved(25), checkThenUse(5), checkThenUse(15)])('$name', async toy => {
  const { decisions } = (await toy.play(dull())).run
  const bound = 1 / (toy.chains * decisions ** (toy.depth - 1))
  let hits = 0
  for (let seed = 1; seed <= seeds; seed++) {
    if ((await toy.play(pct({ seed, depth: toy.depth, decisions }))).hit) hits++
  }
  const deviation = Math.sqrt(bound * (1 - bound) / seeds)
  expect(hits / seeds).toBeGreaterThan(bound - 3 * deviation)
})

test('a random walk has no such bound: it never starves for long', async () => {
  let hits = 0
  for (let seed = 1; seed <= 500; seed++) if ((await starved(25).play(random(seed))).hit) hits++
  expect(hits).toBe(0)
})
