import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { exploreOne, identityText, quiet, type Explored } from '../../../../src/lab/explore/index.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'
import { evidenceOf, shrink, type FailingRun, type ShrinkProgress, type Shrunk } from '../../../../src/lab/shrink/index.ts'

const file = 'scenarios/explore/cutover.md'
const scenario = parseScenario(file, readFileSync(file, 'utf8'))
const triesMax = 20
let found: Explored
let run: FailingRun
let shrunk: Shrunk
const progress: ShrinkProgress[] = []

beforeAll(async () => {
  const faults = { ...quiet, kinds: ['one-way'], waves: 8, gapMs: 4000, lastsMs: 20_000, waveChance: 1, messageChance: 0.005 } as const
  found = await exploreOne(scenario, { index: 0, seed: 1, strategy: { kind: 'random', seed: 1 }, faults }, { skip: ['wait-for-catch-up'] })
  const { seed } = found.plan
  run = { seed, skip: ['wait-for-catch-up'], interventions: [], faults, log: found.log!, kept: null }
  shrunk = (await shrink(scenario, run, { isOver: tries => tries >= triesMax, onTry: told => void progress.push(told) }))!
}, 60_000)

describe('a run that fails, made small within a budget', () => {
  it('fails in the same way', () => {
    expect(shrunk.identity).toEqual(found.failure)
    expect(shrunk.trial.identities.map(identityText)).toContain(identityText(found.failure!))
    expect(evidenceOf(shrunk.trial, shrunk.identity)?.says).toMatch(/was acknowledged/)
  })

  it('is small', () => {
    expect(shrunk.before.operations).toBeGreaterThan(100)
    expect(shrunk.after.operations).toBeLessThanOrEqual(12)
    expect(shrunk.after.schedule + shrunk.after.answers).toBe(0)
  })

  it('keeps to the budget, says so, and tells of each try', () => {
    expect(shrunk.tries).toBeLessThanOrEqual(triesMax)
    expect(progress).toHaveLength(shrunk.tries)
    expect(progress.filter(({ accepted }) => accepted).length).toBeGreaterThan(0)
  })

  it('is named by what is left: it fails again, and cannot be made larger by that', async () => {
    const again = (await shrink(scenario, shrunk.trial.run, { isOver: () => true }))!
    expect(again.identity).toEqual(shrunk.identity)
    expect(again.after).toEqual(shrunk.after)
    expect(again.trial.result.run.hash).toBe(shrunk.trial.result.run.hash)
    expect(again.isMinimal).toBe(false)
  })

  it('is nothing where nothing is wrong', async () => {
    expect(await shrink(scenario, { ...run, skip: [], kept: [], log: { version: 1, entries: [] } })).toBeNull()
  })
})
