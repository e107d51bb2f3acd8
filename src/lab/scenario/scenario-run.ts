import type { Run, Simulation, Strategy, Trace } from '../../sim/index.ts'
import type { CheckResult, RunRecord } from '../check/index.ts'
import type { ClientCounts, KeptOperation, SentOperation } from '../workload/index.ts'
import type { ConsoleEntry } from './console-block.ts'
import type { CutoverReport } from './cutover-meter.ts'
import type { FailedCommand } from './failed-command.ts'
import type { Intervention } from './intervention.ts'
import type { ImageName } from './scenario-image.ts'
import type { Steering } from './steering.ts'
import type { News } from './story.ts'
import type { Trouble } from './trouble.ts'

export interface ScenarioOptions {
  /**
   * Who decides the schedule. Without it, a seed decides at random, and without a seed nothing is left to
   * chance.
   */
  readonly strategy?: Strategy
  readonly seed?: number
  readonly skip?: Iterable<string>
  /** The run begins there, from an image; null: at the beginning of the scenario. */
  readonly from?: ImageName | null
  /** What a reader does to the run. They do not change what happened before. */
  readonly interventions?: readonly Intervention[]
  /** Whether to keep the events; a new trace: there. */
  readonly trace?: boolean | Trace
  readonly hash?: 'off' | 'steps' | 'payload'
  /** Hears what the run tells a reader, as it comes. */
  readonly tell?: (news: News) => void
  /** Events of the model to be told too, by kind. */
  readonly events?: readonly string[]
  /** Is given the world before its first event, to look at and to stop it. */
  readonly watch?: (simulation: Simulation, steering: Steering) => void
  /** Who breaks the world, and what the operator does about it. */
  readonly trouble?: Trouble
  /** The operations that clients send, in the order of their numbers; null: all. */
  readonly kept?: readonly KeptOperation[] | null
  /** The run ends with `budget` after so many events. */
  readonly eventsMax?: number
}

export interface ScenarioRun {
  readonly run: Run
  readonly outputs: ReadonlyMap<ConsoleEntry, readonly string[]>
  /** Commands of the scenario whose failure is not in its recorded output, in the order in which they failed. */
  readonly commandsFailed: readonly FailedCommand[]
  readonly record: RunRecord
  readonly checks: readonly CheckResult[]
  readonly clients: ClientCounts & { readonly buffered: number }
  /** What clients have begun, in order; an operation may have taken several attempts. */
  readonly operations: readonly SentOperation[]
  readonly cutover: CutoverReport
  /** How many events the world ran. */
  readonly events: number
  /** Steps that were named to be skipped and never came up. */
  readonly neverSkipped: readonly string[]
  /** The steps that procedures came to, `procedure/step`, skipped ones too. */
  readonly steps: ReadonlySet<string>
  /** The run was over before their moment came, or a pick found nothing of its name. */
  readonly notMade: readonly Intervention[]
}
