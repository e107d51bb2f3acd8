import type { Explored } from './explore-one.ts'
import { identityText } from './failure-identity.ts'
import type { FaultName } from './fault-plan.ts'
import type { CampaignPlan } from './plan-run.ts'

/** Something that was found, by the first run that found it. */
export interface Finding { readonly first: Explored; readonly times: number }

/** What a campaign has come to. Plain data. */
export interface CampaignSummary {
  readonly schedules: number
  readonly findings: readonly Finding[]
  /** Runs in which some check could not decide, and nothing was found. */
  readonly undecided: number
  readonly events: number
  readonly virtualMs: number
  readonly decisions: number
  /** Orders in which processes got their messages that were seen. */
  readonly orders: number
  readonly strategies: readonly (readonly [string, number])[]
  readonly fired: readonly (readonly [FaultName, number])[]
  /** Faults that were allowed and never took effect: of these the campaign says nothing. */
  readonly gaps: readonly FaultName[]
  /** Runs in which the operator could not bring the scenario to its end. */
  readonly givenUp: number
}

/** Keeps the books of a campaign. In whatever order the runs come in, the sums are the same. */
export class Campaign {
  private schedules = 0
  private undecided = 0
  private events = 0
  private virtualMs = 0
  private decisions = 0
  private givenUp = 0
  private readonly findings = new Map<string, Finding>()
  private readonly orders = new Set<string>()
  private readonly strategies = new Map<string, number>()
  private readonly fired = new Map<FaultName, number>()

  constructor(private readonly plan: CampaignPlan) {}

  /** Takes a run in. Answers whether it is the first that shows something, or an earlier one than was known. */
  add(explored: Explored): boolean {
    const { measures, failure, plan, checks } = explored
    this.schedules++
    this.events += measures.events
    this.virtualMs += measures.virtualMs
    this.decisions += measures.decisions
    this.orders.add(measures.order)
    if (measures.givenUp > 0) this.givenUp++
    this.strategies.set(plan.strategy.kind, (this.strategies.get(plan.strategy.kind) ?? 0) + 1)
    for (const [fault, times] of measures.fired) this.fired.set(fault, (this.fired.get(fault) ?? 0) + times)
    if (failure === null) {
      if (checks.some(({ verdict }) => verdict.verdict === 'unknown')) this.undecided++
      return false
    }
    const identity = identityText(failure)
    const known = this.findings.get(identity)
    const isEarlier = known === undefined || plan.index < known.first.plan.index
    this.findings.set(identity, { first: isEarlier ? explored : known.first, times: (known?.times ?? 0) + 1 })
    return isEarlier
  }

  get summary(): CampaignSummary {
    const { schedules, undecided, events, virtualMs, decisions, givenUp } = this
    return {
      schedules, undecided, events, virtualMs, decisions, givenUp, orders: this.orders.size,
      findings: [...this.findings.values()].sort((a, b) => a.first.plan.index - b.first.plan.index),
      strategies: [...this.strategies], fired: [...this.fired],
      gaps: this.plan.faults.filter(fault => !this.fired.has(fault)),
    }
  }
}
