import type { ClusterImage } from '../cluster/index.ts'
import type { WorkloadState } from '../workload/index.ts'
import type { LogLine } from './server-logs.ts'
import type { StartPoint } from './start-points.ts'

/** Names an image, next to its scenario and the steps that are left out. */
export interface ImageName {
  /** The command before which it was taken, as `startPoints` names it. */
  readonly command: string
  /** What the clients did until then is drawn from it. */
  readonly seed: number
}

/**
 * A moment of a scenario: before one of its commands, when all that stands before it has run undisturbed: the dull
 * schedule, nothing broken. It has what a restart of everything finds, and what is not the servers': the shell of the
 * operator, the clients, the conditions that somebody has switched off. There is none where something is cut, held or slowed.
 */
export interface ScenarioImage {
  readonly name: ImageName
  readonly point: StartPoint
  readonly cluster: ClusterImage
  /** What the wall clock shows. */
  readonly epochMs: number
  readonly variables: ReadonlyMap<string, string>
  readonly skip: readonly string[]
  readonly guardsOff: readonly string[]
  /** null: a scenario without clients. */
  readonly workload: WorkloadState | null
  readonly logs: ReadonlyMap<string, readonly LogLine[]>
  /** Steps that procedures came to, `procedure/step`. */
  readonly steps: ReadonlySet<string>
  /** Those of them that were left out, also by the step alone. */
  readonly skipped: ReadonlySet<string>
}
