import { confirm, exploreOne, planRun, type CampaignPlan, type Explored, type Reconnaissance } from '../../lab/explore/index.ts'
import type { ImageName, Scenario } from '../../lab/scenario/index.ts'

/** Makes the runs of a campaign, one at a time. */
export interface Runner {
  /**
   * What is found is confirmed by a replay. null: the runner was stopped before the run had ended. Fails with what the
   * run fails with.
   */
  run(index: number): Promise<Explored | null>
  stop(): void
}

/** What a runner has to know. Plain data, but for the scenario. */
export interface RunnerTask {
  readonly plan: CampaignPlan
  readonly known: Reconnaissance
  readonly skip: readonly string[]
  /** The image in which every run begins; null: at the beginning of the scenario. */
  readonly from: ImageName | null
}

/** In this very thread: a run that hangs hangs everything. */
export function localRunner(scenario: Scenario, { plan, known, skip, from }: RunnerTask): Runner {
  return {
    run: async index => confirm(scenario, await exploreOne(scenario, planRun(plan, known, index), { skip, from })), stop: () => {},
  }
}
