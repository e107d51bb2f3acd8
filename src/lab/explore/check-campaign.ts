import { UserError } from '../../base/index.ts'
import { procedures } from '../../sim/index.ts'
import { checkSteps, didYouMean } from '../scenario/index.ts'
import { faultNames } from './fault-plan.ts'
import type { CampaignPlan } from './plan-run.ts'
import { strategyNames } from './portfolio.ts'
import type { Reconnaissance } from './reconnaissance.ts'

/** Fails with a UserError for a name that there is not, and for a strategy that needs a fault that may not be. */
export function checkCampaign({ strategy, faults }: Pick<CampaignPlan, 'strategy' | 'faults'>): void {
  requireKnown('strategy', strategy, strategyNames)
  for (const fault of faults) requireKnown('fault', fault, faultNames)
  if (strategy === 'crash-points' && !faults.includes('crash')) {
    throw new UserError('the strategy `crash-points` needs the fault `crash`', { hint: 'allow it, or take another strategy' })
  }
}

function requireKnown(what: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return
  const near = didYouMean(name, names)
  throw new UserError(`there is no ${what} \`${name}\``, {
    hint: near === undefined ? `there are: ${names.join(', ')}` : `did you mean \`${near}\`?`,
  })
}

/** What the operator begins only when something else has failed: a procedure, and the one that brings him to it. */
const onlyUnderTrouble: readonly (readonly [procedure: string, after: string])[] = [
  ['planned-reparent-shard', 'emergency-reparent-shard'],
]

/**
 * Fails with a UserError for a step that there is not, and for one of a procedure that never begins in the scenario. A
 * step that an undisturbed run does not come to may come up under trouble, if its procedure begins.
 */
export function checkSkip(skip: readonly string[], { steps }: Pick<Reconnaissance, 'steps'>): void {
  checkSteps(skip)
  const begun = new Set(steps.map(step => step.slice(0, step.indexOf('/'))))
  for (const [procedure, after] of onlyUnderTrouble) if (begun.has(after)) begun.add(procedure)
  const mayCome = [...procedures()].flatMap(([procedure, names]) => begun.has(procedure)
    ? names.flatMap(step => [step, `${procedure}/${step}`]) : [])
  for (const name of skip) {
    if (!mayCome.includes(name)) throw new UserError(`no step ${name} comes up in this scenario, so it cannot be left out`)
  }
}
