import { readFileSync } from 'node:fs'
import { defaultCampaign, exploreOne, planRun, reconnoitre, type Reconnaissance } from '../../src/lab/explore/index.ts'
import { parseScenario } from '../../src/lab/scenario/index.ts'
import type { Canary } from './canary.ts'
import { switchOn } from './switchboard.ts'

/** What a campaign does. Plain data, so that it can be handed to another process. */
export interface Campaign {
  /** The scenario. */
  readonly file: string
  /** The name of a canary without edits switches nothing on. */
  readonly canary: Pick<Canary, 'name' | 'faults' | 'strategy' | 'skip'>
  readonly schedulesMax: number
}

/** The first check that failed, and how many schedules were run. */
export interface Sought { readonly name: string; readonly check: string | null; readonly schedules: number }

const known = new Map<string, Reconnaissance>()

/**
 * Explores in one thread, which is what `npm test` has time for. The plans come from the scenario in the system without
 * seeded bugs, which is looked at once.
 */
export async function seek({ file, canary, schedulesMax }: Campaign): Promise<Sought> {
  const { name, faults = defaultCampaign.faults, strategy = defaultCampaign.strategy, skip } = canary
  const text = readFileSync(file, 'utf8')
  const scenario = parseScenario(file, text)
  switchOn(null)
  const seen = known.get(text) ?? await reconnoitre(scenario)
  known.set(text, seen)
  switchOn(name)
  for (let index = 0; index < schedulesMax; index++) {
    const plan = planRun({ ...defaultCampaign, strategy, faults }, seen, index)
    const { failure } = await exploreOne(scenario, plan, { skip: skip === undefined ? [] : [skip] })
    if (failure !== null) return { name, check: failure.check, schedules: index + 1 }
  }
  return { name, check: null, schedules: schedulesMax }
}
