import {
  confirm, exploreOne, planRun, reconnoitre, type CampaignPlan, type Explored, type Reconnaissance,
} from '../../lab/explore/index.ts'
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
  readonly skip: readonly string[]
  /** The image in which every run begins; null: at the beginning of the scenario. */
  readonly from: ImageName | null
}

/** What the plans of all runs are made from. Found out when it is asked for first, which fails if the scenario is wrong. */
export type Known = () => Promise<Reconnaissance>

export function knownOf(scenario: Scenario, from: ImageName | null): Known {
  let known: Promise<Reconnaissance> | null = null
  return () => known ??= reconnoitre(scenario, from)
}

/** In this very thread: a run that hangs hangs everything. */
export function localRunner(scenario: Scenario, { plan, skip, from }: RunnerTask, known: Known): Runner {
  return {
    run: async index => confirm(scenario, await exploreOne(scenario, planRun(plan, await known(), index), { skip, from })),
    stop: () => {},
  }
}
