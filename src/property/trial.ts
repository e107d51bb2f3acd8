import { toStringMethod } from 'fast-check'
import { UserError } from '../base/index.ts'
import {
  identitiesOf, identityText, makeStrategy, parseFaultPlan, troubleOf,
  type FaultName, type FaultPlan, type StrategyName,
} from '../lab/explore/index.ts'
import { runScenario, type Scenario, type ScenarioOptions, type ScenarioRun } from '../lab/scenario/index.ts'
import { shrink } from '../lab/shrink/index.ts'
import { formatKept, parseKept, type KeptOperation } from '../lab/workload/index.ts'
import { readRunLogLines, replay, runLogLines } from '../sim/index.ts'
import { Decisions } from './decisions.ts'
import { failureText } from './failure-text.ts'
import { planOf } from './plan-of.ts'
import { logOf, type Decision } from './smaller-logs.ts'

/** A trial before its first run: where in which campaign it stands. */
export interface DrawnTrial {
  readonly campaign: number
  readonly index: number
  /** Default `portfolio`. */
  readonly strategy?: StrategyName
  /** Kinds of faults that may be; default all. */
  readonly faults?: readonly FaultName[]
}

/** A trial as it is printed once it is small. */
export interface KnownTrial {
  /** What clients do is drawn from it. */
  readonly seed: number
  /** What may go wrong; the log says what did. */
  readonly faults: FaultPlan
  /** The operations that clients send, as in a run file. */
  readonly sent: readonly string[]
  /** The run log, as in a run file. */
  readonly log: readonly string[]
}

/** What a run of a trial may be told beside its scenario. */
export type TrialOptions = Pick<ScenarioOptions, 'skip' | 'trace' | 'watch' | 'tell' | 'events'>

/** A run of a scenario, and what was wrong with it. */
export interface TrialRun extends ScenarioRun {
  /** One for each kind of thing that went wrong, such as `acked-writes-survive: lost row`; empty: all is well. */
  readonly failures: readonly string[]
}

/** What a trial and all that are smaller have in common. */
interface Origin {
  readonly drawn: DrawnTrial | null
  plan: { readonly seed: number; readonly faults: FaultPlan } | null
  /** What `check` has seen first: smaller trials must show the same. */
  failure: string | null
}

/**
 * One run of a scenario, under a schedule and under faults. It is drawn from two numbers; after its first run it knows
 * what was decided (orders, faults, what clients sent), and fast-check makes that smaller and smaller. The same trial
 * gives the same run of the same scenario.
 */
export class Trial {
  constructor(private readonly origin: Origin, private readonly decisions: Decisions) {}

  /** What `trialOf` makes the same trial of: short once it has run and is small. */
  get spec(): DrawnTrial | KnownTrial {
    const { origin: { drawn, plan }, decisions: { known } } = this
    if (known === null || plan === null) return drawn!
    return { ...plan, sent: known.flatMap(sentOf).map(formatKept), log: runLogLines(logOf(known)) }
  }

  /** Runs the scenario. Never rejects for what goes wrong in the world. Fails with a UserError for a wrong scenario. */
  run(scenario: Scenario, options: TrialOptions = {}): Promise<TrialRun> {
    return this.decisions.decide<TrialRun>({
      run: async decisions => {
        const ran = await this.play(scenario, options, decisions)
        if (ran.run.error instanceof UserError) throw ran.run.error
        return { ran: { ...ran, failures: identitiesOf(ran.run, ran.checks).map(identityText) }, decisions: decisionsOf(ran) }
      },
      leap: decisions => this.shrink(scenario, options, decisions),
    })
  }

  /**
   * Runs the scenario and fails unless all is well: with an error that tells what was broken, by what evidence. When
   * fast-check makes a trial smaller, another failure than the first one does not count.
   */
  async check(scenario: Scenario, options: TrialOptions = {}): Promise<TrialRun> {
    const ran = await this.run(scenario, options)
    const [first] = ran.failures
    if (first === undefined) return ran
    this.origin.failure ??= first
    if (ran.failures.includes(this.origin.failure)) throw new Error(failureText(ran, this.origin.failure))
    return ran
  }

  /** In the order in which they are worth a try. */
  *smaller(): Generator<Trial> {
    for (const decisions of this.decisions.smaller()) yield new Trial(this.origin, decisions)
  }

  /** As code that makes it again. */
  toString(): string {
    return `trialOf(${JSON.stringify(this.spec, null, 1).replaceAll(/\n */g, ' ')})`
  }

  [toStringMethod](): string {
    return this.toString()
  }

  /** null: what is wrong is not what a check of the scenario has seen. */
  private async shrink(
    scenario: Scenario, { skip = [] }: TrialOptions, decisions: readonly Decision[],
  ): Promise<readonly Decision[] | null> {
    const shrunk = await shrink(scenario, {
      ...this.origin.plan!, skip: [...skip], interventions: [], log: logOf(decisions), kept: decisions.flatMap(sentOf),
    }, { isOver: tries => tries >= leapRunsMax })
    return shrunk === null ? null : decisionsOf(shrunk.trial.result)
  }

  private async play(scenario: Scenario, options: TrialOptions, decisions: readonly Decision[] | null): Promise<ScenarioRun> {
    if (decisions === null) {
      const plan = await planOf(this.origin.drawn!, scenario)
      this.origin.plan ??= { seed: plan.seed, faults: plan.faults }
      const strategy = makeStrategy(plan)
      return runScenario(scenario, {
        ...options, strategy, seed: plan.seed, trouble: troubleOf(scenario, plan.faults),
        watch: (simulation, steering) => {
          simulation.subscribe(['nemesis/calm'], () => strategy.calm())
          options.watch?.(simulation, steering)
        },
      })
    }
    const { seed, faults } = this.origin.plan!
    return runScenario(scenario, {
      ...options, strategy: replay(logOf(decisions)), seed, trouble: troubleOf(scenario, faults),
      kept: decisions.flatMap(sentOf),
    })
  }
}

/** As many runs as a leap may take: some ten seconds of a short cutover. */
const leapRunsMax = 300

/** A trial as it was printed, or of numbers of one's own. Fails with a UserError for what is none. */
export function trialOf(trial: DrawnTrial | KnownTrial): Trial {
  if ('campaign' in trial) return new Trial({ drawn: trial, plan: null, failure: null }, Decisions.drawn())
  const { seed, faults, sent, log } = trial
  return new Trial({ drawn: null, plan: { seed, faults: parseFaultPlan(faults) }, failure: null }, Decisions.given([
    ...readRunLogLines(log).entries, ...sent.map((text): Decision => ({ type: 'sent', operation: parseKept(text) })),
  ]))
}

function decisionsOf({ run, operations }: ScenarioRun): readonly Decision[] {
  return [
    ...run.log().entries,
    ...operations.map(({ client, number, atUs }): Decision => ({ type: 'sent', operation: { client, number, atUs } })),
  ]
}

function sentOf(entry: Decision): readonly KeptOperation[] {
  return entry.type === 'sent' ? [entry.operation] : []
}
