import { readFileSync } from 'node:fs'
import { defaultCampaign, exploreOne, planRun, type Reconnaissance } from '../../src/lab/explore/index.ts'
import { parseScenario } from '../../src/lab/scenario/index.ts'
import type { Canary } from './canary.ts'

/** What a campaign does. Plain data, so that it can be handed to another process. */
export interface Campaign {
  /** The scenario. */
  readonly file: string
  /** The scenario in the system without seeded bugs. */
  readonly known: Reconnaissance
  readonly canary: Pick<Canary, 'faults' | 'strategy' | 'skip'>
  readonly schedulesMax: number
}

/** The first check that failed, and how many schedules were run. */
export interface Sought { readonly check: string | null; readonly schedules: number }

/**
 * Explores in one thread, which is what `npm test` has time for: less than half of `vtsim explore` until the first
 * schedule.
 */
export async function seek({ file, known, canary, schedulesMax }: Campaign): Promise<Sought> {
  const { faults = defaultCampaign.faults, strategy = defaultCampaign.strategy, skip } = canary
  const scenario = parseScenario(file, readFileSync(file, 'utf8'))
  for (let index = 0; index < schedulesMax; index++) {
    const plan = planRun({ ...defaultCampaign, strategy, faults }, known, index)
    const { failure } = await exploreOne(scenario, plan, { skip: skip === undefined ? [] : [skip] })
    if (failure !== null) return { check: failure.check, schedules: index + 1 }
  }
  return { check: null, schedules: schedulesMax }
}
