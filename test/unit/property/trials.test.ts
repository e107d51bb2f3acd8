import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineScenario } from '../../../src/lab/scenario/index.ts'
import { trialOf, trials, type KnownTrial, type Trial } from '../../../src/property/index.ts'
import { blindCutover, waitForCatchUp } from '../../support/blind-cutover.ts'

const quiet = defineScenario({
  name: 'quiet', commands: ['vtsim run-for 3s'], workload: { clients: 1, ratePerS: 6, customers: 5, lists: 0 }, checks: [],
})

describe('a trial', () => {
  it('is the same for the same numbers, and again by what it has become', async () => {
    const drawn = { campaign: 3, index: 0, strategy: 'random', faults: ['doubled', 'slow'] } as const
    const trial = trialOf(drawn)
    const { run: { hash } } = await trial.run(quiet)
    expect((await trialOf(drawn).run(quiet)).run.hash).toBe(hash)
    const { record: { history } } = await trial.run(quiet)
    const { record: { history: again } } = await trialOf(trial.spec).run(quiet)
    expect(again).toEqual(history)
  })

  it('that fails becomes a few operations, is printed as code, and fails again', async () => {
    let failures = new Set<string>()
    const property = fc.asyncProperty(trials({ strategy: 'random', faults: [] }), async trial => {
      try {
        await trial.check(blindCutover, { skip: [waitForCatchUp] })
      } catch (error) {
        failures = failures.add((error as Error).message.split('\n')[0]!)
        throw error
      }
    })
    const { failed, counterexample } = await fc.check(property, { seed: 1, numRuns: 20 })
    expect(failed).toBe(true)
    const [trial] = counterexample!
    const { sent, log } = trial.spec as KnownTrial
    expect(sent.length).toBeGreaterThan(0)
    expect(sent.length).toBeLessThanOrEqual(4)
    expect(log.length).toBeLessThanOrEqual(4)
    // Always the same one on the way.
    expect(failures.size).toBe(1)
    const again = new Function('trialOf', `return ${fc.stringify(trial)}`)(trialOf) as Trial
    await expect(again.check(blindCutover, { skip: [waitForCatchUp] })).rejects.toThrow(/^acked-writes-survive.*\n.*VIOLATED/s)
  })
})

describe('trials of what there is not', () => {
  it.each([
    [{ faults: ['nope'] }, 'there is no fault `nope`'], [{ strategy: 'randm' }, 'there is no strategy `randm`'],
    [{ strategy: 'crash-points', faults: ['slow'] }, 'the strategy `crash-points` needs the fault `crash`'],
  ])('%j: an error at once', (options, message) => {
    expect(() => trials(options as never)).toThrow(message)
  })
})
