import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { exploreOne, identityText, quiet, type Explored } from '../../../../src/lab/explore/index.ts'
import { parseScenario, startPoints } from '../../../../src/lab/scenario/index.ts'
import { shrink, type Shrunk } from '../../../../src/lab/shrink/index.ts'
import { tailOf } from '../../../../src/lab/shrink/tail.ts'
import { tryRun } from '../../../../src/lab/shrink/trial.ts'

const file = 'scenarios/explore/cutover.md'
const scenario = parseScenario(file, readFileSync(file, 'utf8'))
let found: Explored
let shrunk: Shrunk

beforeAll(async () => {
  const faults = { ...quiet, kinds: ['one-way'], waves: 8, gapMs: 4000, lastsMs: 20_000, waveChance: 1 } as const
  found = await exploreOne(scenario, { index: 0, seed: 1, strategy: { kind: 'random', seed: 1 }, faults }, { skip: ['wait-for-catch-up'] })
  const run = { seed: 1, skip: ['wait-for-catch-up'], interventions: [], faults, log: found.log!, kept: null }
  shrunk = (await shrink(scenario, run, { isOver: tries => tries >= 10 }))!
}, 60_000)

describe('a run that fails after most of its scenario', () => {
  it('begins later, and fails in the same way', () => {
    const { from } = shrunk.trial.run
    expect(startPoints(scenario).map(({ name }) => name)).toContain(from?.command)
    expect(shrunk.after.events).toBeLessThan(shrunk.before.events)
    expect(shrunk.trial.identities.map(identityText)).toContain(identityText(found.failure!))
  })

  it('is given again by what names it', async () => {
    const again = await tryRun(scenario, shrunk.trial.run, null, { hash: 'steps' })
    expect(again.result.run.hash).toBe(shrunk.trial.result.run.hash)
  })

  it('takes with it what comes after the cut, with the numbers and times that it has there', async () => {
    const whole = await tryRun(scenario, { seed: 1, skip: [], interventions: [], faults: null, log: { version: 1, entries: [
      { type: 'answer', label: 'client-1/work/operation', nth: 3, answer: 2 }, { type: 'answer', label: 'client-1/work/operation', nth: 9, answer: 1 },
    ] }, kept: null })
    const { kept, log } = tailOf(whole, { atUs: 1_500_000, beginsUs: 500_000, numbers: new Map([['client-1', 7]]) })
    expect(log.entries).toEqual([{ type: 'answer', label: 'client-1/work/operation', nth: 2, answer: 1 }])
    expect(kept!.length).toBe(whole.result.operations.filter(({ atUs }) => atUs >= 1_500_000).length)
    expect(Math.min(...kept!.map(({ atUs }) => atUs))).toBeGreaterThanOrEqual(500_000)
  })
})
