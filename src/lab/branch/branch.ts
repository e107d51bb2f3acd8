import type { Trace } from '../../sim/index.ts'
import type { ScenarioRun } from '../scenario/index.ts'
import type { RunPlan } from './run-plan.ts'

/**
 * One run of a scenario and what became of it. A branch grows until its run has ended; what it has recorded
 * never changes. Branches form a tree: a decision in the past makes a new one, and the old future stays.
 */
export interface Branch {
  /** `main`, `what-if`, `what-if 2` … */
  readonly name: string
  readonly plan: RunPlan
  /** Where it left its parent: the last event that both have. null: the first branch. */
  readonly parent: { readonly name: string; readonly after: number } | null
  /** What was decided there, in a few words: `crash vttablet zone1-300`. '' for the first branch. */
  readonly decision: string
  /** Grows while the run goes on. The same object from the beginning. */
  readonly trace: Trace
  readonly isRunning: boolean
  /** null while it runs. */
  readonly result: ScenarioRun | null
  /** Why the run could not be made: one line for a person. null if nothing is wrong. */
  readonly problem: string | null
  /** What the reader's lines and statements have answered so far, by their place in the plan. */
  readonly replies: ReadonlyMap<number, Reply>
}

/** What a line or a statement of the reader has answered. */
export interface Reply {
  /** The event with which it was decided, and the one with which it ended; null while it runs. */
  readonly begun: number
  readonly ended: number | null
  readonly lines: readonly string[]
  /** Where a statement went and why: `hash(4) = d2fd8867d50d2dfe → customer/80- MASTER`; '' for a command. */
  readonly routing: string
  /** Whether it was understood, and nothing of it failed in the world. */
  readonly isWell: boolean
}
