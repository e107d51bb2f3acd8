import { replay, type RunLog } from '../../sim/index.ts'
import { troubleOf, type FaultPlan } from '../explore/index.ts'
import type { ImageName, Intervention, Scenario, ScenarioOptions } from '../scenario/index.ts'
import type { KeptOperation } from '../workload/index.ts'

/** What names a run, next to its scenario: the same plan gives the same run, event by event. */
export interface RunPlan {
  /** undefined: the dull run. */
  readonly seed: number | undefined
  /** Steps left out from the beginning. */
  readonly skip: readonly string[]
  /** In the order of `after`. */
  readonly interventions: readonly Intervention[]
  /** The image in which it begins; without one, at the beginning of the scenario. */
  readonly from?: ImageName
  /** What an exploration has found: from there come schedule, faults, and what clients send. */
  readonly explored?: ExploredRun
}

export interface ExploredRun {
  /** The file that it was read from. */
  readonly file: string
  readonly log: RunLog
  /** null: nobody breaks anything. */
  readonly faults: FaultPlan | null
  /** The operations that clients send; null: all. */
  readonly kept: readonly KeptOperation[] | null
}

/** The run in which nothing was decided: that of the scenario alone. */
export const plainPlan: RunPlan = Object.freeze({ seed: undefined, skip: [], interventions: [] })

/**
 * The plan of a branch that leaves this one after an event: what was decided up to there, and what is decided
 * now. Decisions that come later here belong to the old future.
 */
export function planAfter(plan: RunPlan, after: number, decided: readonly Intervention[]): RunPlan {
  const past = plan.interventions.filter(intervention => intervention.after <= after)
  return { ...plan, interventions: [...past, ...decided] }
}

/** What makes `runScenario` run this plan. */
export function optionsOf(
  scenario: Scenario, { seed, skip, interventions, from, explored }: RunPlan,
): Pick<ScenarioOptions, 'seed' | 'skip' | 'interventions' | 'from' | 'strategy' | 'trouble' | 'kept'> {
  if (explored === undefined) return { seed, skip, interventions, from }
  const { log, faults, kept } = explored
  const trouble = faults === null ? {} : { trouble: troubleOf(scenario, faults) }
  return { seed, skip, interventions, from, kept, strategy: replay(log), ...trouble }
}
