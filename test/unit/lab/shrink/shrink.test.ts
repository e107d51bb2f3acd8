import { beforeAll, describe, expect, it } from 'vitest'
import { identityText, quiet } from '../../../../src/lab/explore/index.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'
import {
  evidenceOf, shrink, whatDecides, type FailingRun, type ShrinkProgress, type Shrunk, type Trial,
} from '../../../../src/lab/shrink/index.ts'
import { tryRun } from '../../../../src/lab/shrink/trial.ts'
import { random } from '../../../../src/sim/index.ts'
import { waitForCatchUp } from '../../../support/blind-cutover.ts'
import { hastyCutover } from '../../../support/hasty-cutover.ts'
import { isWholeSuite } from '../../../support/whole-suite.ts'

const scenario = parseScenario('hasty-cutover.md', hastyCutover)
const triesMax = 8
/** Most of a run is what stands before it; that it is begun later has its own test. */
const from = { command: 'split-clone', seed: 1 }
/** With faults a run goes on until clients have seen the end of them: four times as many events. */
const faults = isWholeSuite ? { ...quiet, kinds: ['slow'], messageChance: 0.002 } as const : null
let found: Trial
let run: FailingRun
let shrunk: Shrunk
const progress: ShrinkProgress[] = []

beforeAll(async () => {
  const drawn = { seed: 1, skip: [waitForCatchUp], interventions: [], from, faults, log: { version: 1, entries: [] }, kept: null } as const
  found = await tryRun(scenario, drawn, null, { strategy: random(1) })
  run = found.run
  shrunk = (await shrink(scenario, run, { isOver: tries => tries >= triesMax, onTry: told => void progress.push(told) }))!
}, 60_000)

describe('a run that fails, made small within a budget', () => {
  it('fails in the same way', () => {
    expect(shrunk.identity).toEqual(found.identities[0])
    expect(shrunk.trial.identities.map(identityText)).toContain(identityText(found.identities[0]!))
    expect(evidenceOf(shrunk.trial, shrunk.identity)?.says).toMatch(/was acknowledged/)
  })

  it('is small', () => {
    expect(shrunk.before.operations).toBeGreaterThan(30)
    expect(shrunk.after.operations).toBeLessThanOrEqual(2)
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

describe('what decides in a small run', () => {
  it('is the step left out, where it fails in every order', async () => {
    const decides = await whatDecides(scenario, shrunk)
    expect(decides).toMatchObject({ failsWhenDull: true, pair: null, without: { kind: 'step', name: waitForCatchUp }, isOver: false })
    expect(decides.orders.tried).toBeGreaterThan(0)
    expect(decides.orders.failed).toBe(decides.orders.tried)
  })

  it('is not asked any more when the budget is used up', async () => {
    const decides = await whatDecides(scenario, shrunk, () => true)
    expect(decides).toEqual({ failsWhenDull: true, orders: { tried: 0, failed: 0 }, pair: null, without: null, isOver: true })
  })
})
