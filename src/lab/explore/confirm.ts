import { replay } from '../../sim/index.ts'
import { runScenario, type Scenario } from '../scenario/index.ts'
import { troubleOf, type Explored } from './explore-one.ts'
import { identify, identityText } from './failure-identity.ts'

/** What a failure is that its own log does not give again: a bug of the simulator, not of the system. */
export const doesNotReplay = 'does-not-replay'

/**
 * Runs what was found once more, by its log and the faults that were possible alone. Answers it as it is if the very
 * same came out, event by event; else as a failure of its own.
 */
export async function confirm(scenario: Scenario, found: Explored): Promise<Explored> {
  const { failure, log, plan, skip, from, hash } = found
  if (failure === null || log === null) return found
  const strategy = replay(log)
  const { run, checks } = await runScenario(scenario, {
    strategy, seed: plan.seed, skip, from, trouble: troubleOf(scenario, plan.faults),
  })
  const again = identify(run, checks)
  const isSame = run.hash === hash && strategy.stale() === 0 && again !== null && identityText(again) === identityText(failure)
  return isSame ? found : { ...found, failure: { check: doesNotReplay, anomaly: identityText(failure) } }
}
