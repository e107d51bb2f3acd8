import { describe, expect, it } from 'vitest'
import { Rng } from '../../../../src/sim/index.ts'
import { defaultCampaign, faultNames, planRun, type Reconnaissance } from '../../../../src/lab/explore/index.ts'
import { drawFaults } from '../../../../src/lab/explore/fault-plan.ts'

const known: Reconnaissance = {
  decisions: 50, servers: 3, steps: [], points: [
    { point: 'split-clone/before-copy', nth: 1, process: 'vtworker' },
    { point: 'split-clone/after-copy', nth: 1, process: 'vtworker' },
  ],
}
const plans = (count: number, change = {}) =>
  Array.from({ length: count }, (_, i) => planRun({ ...defaultCampaign, ...change }, known, i))

describe('the plan of a run', () => {
  it('depends on the seed of the campaign and its number alone', () => {
    expect(planRun(defaultCampaign, known, 4710)).toEqual(planRun({ ...defaultCampaign }, { ...known }, 4710))
    expect(planRun(defaultCampaign, known, 4710)).not.toEqual(planRun({ ...defaultCampaign, seed: 1 }, known, 4710))
  })

  it('takes every strategy of the portfolio in turn', () => {
    const kinds = plans(800).map(({ strategy }) => strategy.kind)
    const share = (kind: string): number => kinds.filter(other => other === kind).length
    expect([share('random'), share('pct'), share('pos'), share('crash-point'), share('one-order')])
      .toEqual([200, 200, 200, 100, 100])
  })

  it.each([3, 8, 16, 20])('takes every strategy in each part of a campaign of %i parts', parts => {
    const all = plans(400 * parts)
    const every = ['random', 'pct', 'pos', 'crash-point', 'one-order']
    for (let part = 0; part < parts; part++) {
      const kinds = new Set(all.filter((_, i) => i % parts === part).map(({ strategy }) => strategy.kind))
      expect([...kinds].sort()).toEqual([...every].sort())
    }
  })

  it('tries every place of every strategy once, whoever begins a round', () => {
    const seen = plans(800).filter(({ strategy }) => strategy.kind === 'one-order').map(({ strategy }) => JSON.stringify(strategy))
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('mixes the depths of PCT', () => {
    const depths = plans(400, { strategy: 'pct' }).map(({ strategy }) => strategy.kind === 'pct' ? strategy.depth : 0)
    for (const depth of [1, 2, 3, 4, 5]) expect(depths.filter(other => other === depth).length).toBeGreaterThan(10)
    expect(Math.min(...depths)).toBe(1)
  })

  it('tries every single pair of a pause point and a victim, and none twice before that', () => {
    const seen = plans(8, { strategy: 'crash-points' }).map(({ strategy }) => JSON.stringify(strategy))
    expect(new Set(seen).size).toBe(2 * (1 + 3))
    expect(plans(9, { strategy: 'crash-points' })[8]!.strategy).toEqual(JSON.parse(seen[0]!))
  })

  it.each([[['one-way']], [[]]] as const)('has no crash where only %j may be', faults => {
    const all = plans(800, { faults })
    expect(all.filter(({ strategy }) => strategy.kind === 'crash-point')).toEqual([])
    expect(all.every(plan => plan.faults.kinds.every(kind => (faults as readonly string[]).includes(kind)))).toBe(true)
    const others = plans(800).map(({ strategy }, i) => ({ strategy, i })).filter(({ strategy }) => strategy.kind !== 'crash-point')
    expect(others.map(({ i }) => all[i]!.strategy)).toEqual(others.map(({ strategy }) => strategy))
  })

  it('tries another event at every decision before it looks further back', () => {
    const strategies = plans(51, { strategy: 'one-order' }).map(({ strategy }) => strategy)
    expect(strategies[49]).toEqual({ kind: 'one-order', decision: 50, width: 1 })
    expect(strategies[50]).toEqual({ kind: 'one-order', decision: 1, width: 2 })
  })
})

describe('a mix of faults', () => {
  const mixes = Array.from({ length: 400 }, (_, seed) => drawFaults(new Rng(seed), faultNames))

  it('has every kind in some runs and lacks it in others', () => {
    for (const name of faultNames) {
      const having = mixes.filter(({ kinds }) => kinds.includes(name)).length
      expect(having, name).toBeGreaterThan(100)
      expect(having, name).toBeLessThan(300)
    }
  })

  it('has none at all now and then', () => {
    expect(mixes.filter(({ kinds }) => kinds.length === 0).length).toBeGreaterThan(10)
  })

  it('leaves messages and pause points alone where their faults are not allowed', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(drawFaults(new Rng(seed), ['stall'])).toMatchObject({ messageChance: 0, pointChance: 0 })
    }
  })
})
