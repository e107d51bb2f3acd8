import type { FaultName, StrategyName } from '../../src/lab/explore/index.ts'

/** A part of one source, and what stands there in its place. The text must be there exactly once. */
export interface Edit { readonly file: string; readonly from: string; readonly to: string }

/**
 * A seeded bug, as data: a guard that is off, a step that is left out, or a mutant, which is the program with a few
 * words of its source replaced. `vtsim explore` must find it from a cold start, as a violation of one of `finds`.
 */
export interface Canary {
  readonly name: string
  /** What is wrong, and what becomes of it. */
  readonly breaks: string
  /** Name of a scenario, or its file below this folder. */
  readonly scenario: string
  /** What may break; all that there is, if nothing is said. */
  readonly faults?: readonly FaultName[]
  /** Who decides; the portfolio, if nothing is said. */
  readonly strategy?: StrategyName
  /** Checks that may tell of it: any other is a different bug. */
  readonly finds: readonly string[]
  readonly edits?: readonly Edit[]
  readonly skip?: string
  readonly guardOff?: string
  /** Found within four schedules, and able to stand behind a switch beside others: a part of `npm test`. */
  readonly quick?: true
}
