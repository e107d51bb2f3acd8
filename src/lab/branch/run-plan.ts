import type { Intervention } from '../scenario/index.ts'

/** What names a run, next to its scenario: the same plan gives the same run, event by event. */
export interface RunPlan {
  /** undefined: the dull run. */
  readonly seed: number | undefined
  /** Steps left out from the beginning. */
  readonly skip: readonly string[]
  /** In the order of `after`. */
  readonly interventions: readonly Intervention[]
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
