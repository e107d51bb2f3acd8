import { beforeAll, describe, expect, it } from 'vitest'
import { identityText } from '../../../../src/lab/explore/index.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'
import type { FailingRun } from '../../../../src/lab/shrink/failing-run.ts'
import { Shrinker } from '../../../../src/lab/shrink/shrinker.ts'
import { startLater } from '../../../../src/lab/shrink/start-later.ts'
import { tailOf } from '../../../../src/lab/shrink/tail.ts'
import { tryRun, type Trial } from '../../../../src/lab/shrink/trial.ts'
import { waitForCatchUp } from '../../../support/blind-cutover.ts'
import { hastyCutover } from '../../../support/hasty-cutover.ts'

const scenario = parseScenario('hasty-cutover.md', hastyCutover)
const answer = (nth: number, to: number) => ({ type: 'answer', label: 'client-1/work/operation', nth, answer: to }) as const
const run: FailingRun = {
  seed: 1, skip: [waitForCatchUp], interventions: [], faults: null, kept: null, log: { version: 1, entries: [answer(3, 2), answer(9, 1)] },
}
let whole: Trial
let shrinker: Shrinker

const shrinkerOf = (best: Trial): Shrinker => new Shrinker(scenario, best.identities[0]!, best, tries => tries >= 8, () => {})

beforeAll(async () => {
  whole = await tryRun(scenario, run)
  shrinker = shrinkerOf(whole)
  await startLater(shrinker)
})

describe('a run that fails after most of its scenario', () => {
  it('begins later, and fails in the same way', () => {
    const { best } = shrinker
    expect(best.run.from?.command).toMatch(/^(split-clone|migrate-served-types-)/)
    expect(best.result.events).toBeLessThan(whole.result.events)
    expect(best.identities.map(identityText)).toContain(identityText(whole.identities[0]!))
  })

  it('is given again by what names it', async () => {
    const again = await tryRun(scenario, shrinker.best.run)
    expect(again.result.events).toBe(shrinker.best.result.events)
    expect(again.times).toEqual(shrinker.best.times)
  })

  it('takes with it what comes after the cut, with the numbers and times that it has there', () => {
    const { operations } = whole.result
    const [firstUs, lastUs] = [operations[0]!.atUs, operations.at(-1)!.atUs]
    const atUs = (firstUs + lastUs) / 2
    const first = operations.find(operation => operation.client === 'client-1' && operation.atUs >= atUs)!.number
    const { kept, log } = tailOf(
      { ...whole, run: { ...whole.run, log: { version: 1, entries: [answer(first - 1, 2), answer(first + 1, 1)] } } },
      { atUs, beginsUs: 500_000, numbers: new Map([['client-1', first - 1]]) },
    )
    expect(log.entries).toEqual([answer(2, 1)])
    expect(kept!.length).toBe(operations.filter(operation => operation.atUs >= atUs).length)
    expect(Math.min(...kept!.map(operation => operation.atUs))).toBeGreaterThanOrEqual(500_000)
  })
})

it('a candidate tells of its own run, also when it is known and another was tried since', async () => {
  const asker = shrinkerOf(whole)
  const from = { command: 'migrate-served-types-master', seed: 1 }
  const nobody = { from, kept: [] }
  const one = await asker.asks(nobody, new Map())
  const other = await asker.asks({ from: null, kept: null }, whole.times)
  const again = await asker.asks(nobody, new Map())
  expect([one!.isSame, other!.isSame, again!.isSame]).toEqual([false, true, false])
  expect(again!.trial.run.from).toEqual(from)
  expect(again!.trial.commands).toEqual(one!.trial.commands)
  expect(again!.trial.commands).not.toEqual(other!.trial.commands)
})
