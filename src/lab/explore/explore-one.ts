import { UserError } from '../../base/index.ts'
import type { Outcome, RunLog } from '../../sim/index.ts'
import type { CheckResult } from '../check/index.ts'
import { runScenario, type ImageName, type Scenario, type ScenarioOptions, type Trouble } from '../scenario/index.ts'
import { DeliveryOrders } from './delivery-orders.ts'
import { identify, type FailureIdentity } from './failure-identity.ts'
import type { FaultName, FaultPlan } from './fault-plan.ts'
import { makeStrategy } from './make-strategy.ts'
import { Nemesis } from './nemesis.ts'
import type { ExplorationPlan } from './portfolio.ts'

/** What one run of an exploration came to. Plain data, so that it can cross from a worker. */
export interface Explored {
  readonly plan: ExplorationPlan
  readonly outcome: Outcome
  readonly checks: readonly CheckResult[]
  /** null: nothing was found. */
  readonly failure: FailureIdentity | null
  readonly measures: Measures
  readonly hash: string
  readonly skip: readonly string[]
  /** The image in which it began; null: at the beginning of the scenario. */
  readonly from: ImageName | null
  /** Kept for what was found, else null: it is long. */
  readonly log: RunLog | null
  /** Hashes on the way, as `Run.marks` has them. */
  readonly marks: string
}

export interface ExploreOptions extends Pick<ScenarioOptions, 'skip' | 'from' | 'watch'> {
  /** Keep the run log even if nothing was found. */
  readonly keepLog?: boolean
}

/** How much was really decided. */
export interface Measures {
  readonly events: number
  readonly virtualMs: number
  /** Decisions with more than one candidate. */
  readonly decisions: number
  /** Equal for runs in which every process got its messages in the same order. */
  readonly order: string
  /** How often a fault of each kind took effect. */
  readonly fired: readonly (readonly [FaultName, number])[]
  /** Commands that the operator gave up. */
  readonly givenUp: number
}

/** Runs a scenario by a plan: the same plan gives the same run. Fails with a UserError for a wrong scenario. */
export async function exploreOne(
  scenario: Scenario, plan: ExplorationPlan, options: ExploreOptions = {},
): Promise<Explored> {
  const strategy = makeStrategy(plan)
  const nemesis = new Nemesis(plan.faults, clientsOf(scenario), () => strategy.calm())
  let orders: DeliveryOrders | null = null
  const { run, checks } = await runScenario(scenario, {
    strategy, seed: plan.seed, trouble: nemesis, skip: options.skip, from: options.from,
    watch: (simulation, steering) => {
      orders = new DeliveryOrders(simulation)
      options.watch?.(simulation, steering)
    },
  })
  if (run.error instanceof UserError) throw run.error
  const failure = identify(run, checks)
  return {
    plan, outcome: run.outcome, checks, failure, hash: run.hash, marks: run.marks(), skip: [...options.skip ?? []],
    from: options.from ?? null,
    log: failure === null && options.keepLog !== true ? null : run.log(),
    measures: {
      events: run.steps, virtualMs: run.nowMs, decisions: run.decisions, order: orders!.digest,
      fired: [...nemesis.fired], givenUp: nemesis.policy.givenUp,
    },
  }
}

/** Who breaks a world again as it was broken in a run of an exploration; what decides is that run's log. */
export function troubleOf(scenario: Scenario, faults: FaultPlan): Trouble {
  return new Nemesis(faults, clientsOf(scenario))
}

function clientsOf({ frontMatter }: Scenario): number {
  return frontMatter.workload?.clients ?? 0
}
