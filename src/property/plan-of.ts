import {
  defaultCampaign, planRun, reconnoitre, type CampaignPlan, type ExplorationPlan, type Reconnaissance,
} from '../lab/explore/index.ts'
import type { Scenario } from '../lab/scenario/index.ts'
import type { DrawnTrial } from './trial.ts'

const known = new WeakMap<Scenario, Reconnaissance>()
/** Enough for a strategy that needs to know nothing. */
const nothing: Reconnaissance = { decisions: 1, points: [], steps: [], servers: 0 }

/** The plan of a trial that is drawn. The scenario is looked at in a run of its own, once, where the strategy needs it. */
export async function planOf(drawn: DrawnTrial, scenario: Scenario): Promise<ExplorationPlan> {
  const { campaign: seed, index, strategy = defaultCampaign.strategy, faults = defaultCampaign.faults } = drawn
  const campaign: CampaignPlan = { ...defaultCampaign, seed, strategy, faults }
  const plan = planRun(campaign, nothing, index)
  // Where there is no pause point, crashes at pause points become random walks.
  const needsNothing = plan.strategy.kind === 'pos' || plan.strategy.kind === 'random' && planRun(campaign, {
    ...nothing, points: [{ point: '', nth: 1, process: '' }],
  }, index).strategy.kind === 'random'
  if (needsNothing) return plan
  let found = known.get(scenario)
  if (found === undefined) known.set(scenario, found = await reconnoitre(scenario))
  return planRun(campaign, found, index)
}
