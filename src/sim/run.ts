import type { FaultMix } from './fault-mix.ts'
import type { Kernel } from './kernel.ts'
import { marksText } from './marks.ts'
import type { Profile } from './profile.ts'
import type { HashMode, RunHash } from './run-hash.ts'
import type { RunLog } from './run-log.ts'
import type { Strategy } from './strategy.ts'
import type { Trace } from './trace.ts'

export interface SimulationOptions {
  /** How long things take; default `lan`. */
  readonly profile?: Profile
  /** Who decides; without it, `random(seed)` if there is a seed, else the dull run. */
  readonly strategy?: Strategy
  readonly seed?: number
  /**
   * Keep the events, in this trace if one is given, which must be new; else they are only counted, hashed, and
   * told to subscribers. Default off.
   */
  readonly trace?: boolean | Trace
  /**
   * `steps` (default): hash of (pending set, choice, time) of each event; `payload`: contents too, which
   * are frozen on the way.
   */
  readonly hash?: HashMode
  /**
   * Capture the call site of each wait, so that errors and leaks name a line; for replays, as it halves the
   * speed.
   */
  readonly sites?: boolean
  /** What the wall clock of the world shows at the start; default 2020-03-28T12:22:40Z. */
  readonly epochMs?: number
  /** Sleeps and deadlines may come late by so much. Default 0. */
  readonly timerSlackUs?: number
  /** Probability that an event with room to be late takes the last possible moment. Default 0. */
  readonly lateness?: number
  readonly faults?: FaultMix
  /** Steps of procedures that are left out, as `procedure/step`. */
  readonly skip?: ReadonlySet<string>
  /** Names of guards that are off. */
  readonly guardsOff?: ReadonlySet<string>
  /**
   * Bounds; the run ends with `budget` or `livelock`. Defaults: 10 million events, no limit in time,
   * 100,000 events an instant.
   */
  readonly maxSteps?: number
  readonly maxMs?: number
  readonly maxStepsPerInstant?: number
}

/**
 * How a run ended. `done`: all main tasks have. `deadlock`: nothing can happen any more. `leak`: a rule of
 * the simulator was broken. `bug`: an assertion failed. `error`: an exception that nobody handled.
 * `livelock`: time stands still. `budget`: too many events, or too late. `stopped`: somebody asked for it.
 */
export type Outcome = 'done' | 'deadlock' | 'leak' | 'bug' | 'error' | 'livelock' | 'budget' | 'stopped'

export interface Run {
  readonly outcome: Outcome
  /** Why it did not end well; undefined when `done`. */
  readonly error: any
  readonly steps: number
  readonly nowMs: number
  readonly hash: string
  /** Decisions with more than one candidate. */
  readonly decisions: number
  /** What it takes to run it again. */
  log(): RunLog
  /** Hashes on the way, for `firstMarkedDifference`. */
  marks(): string
  readonly trace: Trace
}

/** The run of a kernel that has stopped. What is seldom asked for is made when it is. */
export class Ended implements Run {
  readonly steps: number
  readonly nowMs: number

  constructor(
    readonly outcome: Outcome, readonly error: any,
    private readonly kernel: Kernel, private readonly rolling: RunHash,
  ) {
    this.steps = kernel.steps
    this.nowMs = kernel.now / 1000
  }

  get hash(): string { return this.rolling.toString() }
  get decisions(): number { return this.kernel.choices.decisions }
  get trace(): Trace { return this.kernel.trace }
  log(): RunLog { return this.kernel.choices.log() }
  marks(): string { return marksText(this.kernel.trace) }
}
