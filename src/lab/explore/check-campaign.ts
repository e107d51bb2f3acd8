import { UserError } from '../../base/index.ts'
import { didYouMean } from '../scenario/index.ts'
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

/** Fails with a UserError for a step that is to be left out and does not come up in the scenario. */
export function checkSkip(skip: readonly string[], { points }: Reconnaissance): void {
  for (const name of skip) {
    const [, procedure = null, step = name] = /^(.+)\/(.+)$/.exec(name) ?? []
    const isStep = (point: string): boolean => procedure === null
      ? point.endsWith(`/before-${step}`) : point === `${procedure}/before-${step}`
    if (!points.some(({ point }) => isStep(point))) {
      throw new UserError(`no step ${name} comes up in this scenario, so it cannot be left out`)
    }
  }
}
