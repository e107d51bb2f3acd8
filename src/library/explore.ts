import {
  Campaign, checkCampaign, checkSkip, confirm, defaultCampaign,
  exploreOne, planRun, reconnoitre, type CampaignPlan, type CampaignSummary, type Explored,
} from '../lab/explore/index.ts'
import { checkSteps, type ImageName, type Scenario } from '../lab/scenario/index.ts'

export interface CampaignOptions extends Partial<CampaignPlan> {
  /** How many runs there are at the most; default 100. */
  readonly schedules?: number
  /** Go on when something was found. Default off. */
  readonly keepGoing?: boolean
  /** Steps of procedures that are left out, as `procedure/step`. */
  readonly skip?: readonly string[]
  /** Every run begins before this command, from an image of the undisturbed run, and explores what is left. */
  readonly from?: ImageName
  /** Is told of each run. Answering false ends the campaign. */
  readonly onRun?: (explored: Explored) => boolean | void
}

/**
 * Runs a scenario many times, each time under other orders and other faults, in this thread. Run `i` depends on `seed`
 * and `i` alone. Fails with a UserError for a wrong scenario, and for a strategy, a fault or a step that there is not.
 */
export async function explore(scenario: Scenario, options: CampaignOptions = {}): Promise<CampaignSummary> {
  const { schedules = 100, keepGoing = false, skip = [], from, onRun = () => true, ...given } = options
  const plan = { ...defaultCampaign, ...given }
  checkCampaign(plan)
  checkSteps(skip)
  const known = await reconnoitre(scenario, from)
  checkSkip(skip, known)
  const campaign = new Campaign(plan)
  for (let index = 0; index < schedules; index++) {
    const explored = await confirm(scenario, await exploreOne(scenario, planRun(plan, known, index), { skip, from }))
    campaign.add(explored)
    if (onRun(explored) === false || explored.failure !== null && !keepGoing) break
  }
  return campaign.summary
}
