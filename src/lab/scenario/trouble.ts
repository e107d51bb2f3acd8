import type { Ctx, FaultMix, Profile, Simulation } from '../../sim/index.ts'
import type { Attempt, CheckResult } from '../check/index.ts'
import type { Cluster } from '../cluster/index.ts'
import type { Windows } from './bench.ts'

/**
 * What becomes of a line that has failed: the operator types it again, as it is; he has brought about what it was for in
 * another way, and goes on; or he has given up, and the story ends.
 */
export type AfterFailure = 'again' | 'done' | 'given-up'

/**
 * Somebody who breaks the world while a scenario runs, and the policy of the operator who then has to come to an
 * end all the same. It may look at everything and touch everything; whatever it decides must be a choice of the
 * run, so that a replay decides the same.
 */
export interface Trouble {
  /** What may happen to single messages; read at each message. */
  readonly faults: FaultMix
  /** Probability that an event with room to be late takes the last possible moment. */
  readonly lateness: number
  /** How long the operator waits for what he has typed, in virtual time, before he presses Ctrl-C: a failure like others. */
  readonly patienceMs: number
  /** In virtual time; a run that takes longer ends with `budget`. */
  readonly maxMs: number
  /** The latencies of the world; may change while it runs. */
  profile(scenarios: Profile): LiveProfile
  /** The cluster has settled and the clients work: from here on things may break. */
  begin(world: TroubledWorld): void
  /** The line that the operator typed has failed for the `attempt`th time. Answers, in its time, how it goes on. */
  failed(ctx: Ctx, attempt: number, line: string): Promise<AfterFailure>
  /** The line that the operator typed has gone well. Answers whether it is typed again all the same. */
  done(ctx: Ctx, line: string): Promise<boolean>
  /** The scenario has come to its end, well or not. */
  end(ctx: Ctx): Promise<void>
  /** What it has to say of the run, beside the checks of the scenario. */
  verdicts(): readonly CheckResult[]
}

/** A profile of one world alone, whose windows may be changed. */
export interface LiveProfile extends Profile { readonly windows: Windows }

export function liveProfile({ name, windows }: Profile): LiveProfile {
  return { name, windows: { ...windows } }
}

export interface TroubledWorld {
  readonly simulation: Simulation
  readonly cluster: Cluster
  /** Types a line at the operator's shell; answers how the first that failed of it says so, null if nothing did. */
  type(ctx: Ctx, line: string): Promise<string | null>
  /** What clients did and were told so far. */
  history(): readonly Attempt[]
  /** Clients that have been told to stop work again. */
  startWorkload(): void
  /** Names of clients that still have something to do. */
  clientsAtWork(): readonly string[]
}
