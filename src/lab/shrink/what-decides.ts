import {
  formatLogEntry, random, replay, taskName,
  type LogEntry, type PendingEvent, type RunLog, type Strategy, type Trace,
} from '../../sim/index.ts'
import { identityText } from '../explore/index.ts'
import type { Scenario } from '../scenario/index.ts'
import { findCriticalPair, type CriticalPair, type Outcome } from './critical-pair.ts'
import { logOf, partsOf, type FailingRun } from './failing-run.ts'
import { HoldBack } from './hold-back.ts'
import type { Shrunk } from './shrink.ts'
import { failsLike, tryRun, type Trial } from './trial.ts'

/** What a run that fails needs in order to fail. */
export interface WhatDecides {
  /** Nothing has to come late: it fails in the dull schedule. */
  readonly failsWhenDull: boolean
  /** Other schedules of the same operations and faults: how many were tried, and in how many it failed. */
  readonly orders: { readonly tried: number; readonly failed: number }
  /** null: no order was found in which the check holds, or the budget was used up. */
  readonly pair: DecidingPair | null
  /** What is there once, and without which the check holds; null: nothing was found, or there is a pair. */
  readonly without: LeftOut | null
  /** The budget was used up before all was known. */
  readonly isOver: boolean
}

/** Two events whose order decides, in the run that fails; in the one that passes they come the other way round. */
export interface DecidingPair {
  /** The small run itself, if both come in it in this order; else one that goes as it does up to there. */
  readonly failing: Trial
  readonly first: number
  readonly second: number
  /** With its trace. */
  readonly passing: Trial
}

/** A decision without which the check holds. */
export interface LeftOut {
  readonly kind: 'fault' | 'choice' | 'step' | 'intervention'
  /** The act, the choice, the step or the reader's line. */
  readonly name: string
  /** When it came up, in microseconds; null: that is not known. */
  readonly timeUs: number | null
}

/** Runs with other orders that are made to see whether any order matters. */
const ordersMax = 6

/**
 * Says what decides in a run that has been shrunk: two events, if there is an order of the same events in which the
 * check holds; else the last fault, choice or step left out without which it holds; else nothing does.
 */
export async function whatDecides(scenario: Scenario, shrunk: Shrunk, isOver: () => boolean = () => false): Promise<WhatDecides> {
  const decider = new Decider(scenario, shrunk, isOver)
  return decider.decide()
}

class Decider {
  private readonly run: FailingRun
  private readonly known: ReadonlySet<string>
  private readonly eventsMax: number

  constructor(private readonly scenario: Scenario, private readonly shrunk: Shrunk, private readonly isOver: () => boolean) {
    this.run = shrunk.trial.run
    this.known = new Set(shrunk.trial.identities.map(identityText))
    this.eventsMax = shrunk.trial.result.events * 2
  }

  async decide(): Promise<WhatDecides> {
    const parts = partsOf(this.run.log)
    const dullLog = logOf({ ...parts, schedule: [] })
    const isDull = parts.schedule.length === 0
    const whenDull = isDull ? 'fails' : this.isOver() ? 'other' : await this.outcome(replay(dullLog))
    const failsWhenDull = whenDull === 'fails'
    const without = failsWhenDull ? await this.leaveOut() : null
    const orders = { tried: 0, failed: 0 }
    let passing: (() => Strategy) | null = whenDull === 'holds' ? () => replay(dullLog) : null
    for (let seed = 1; passing === null && seed <= ordersMax && !this.isOver(); seed++) {
      const other = (): Strategy => inRandomOrder(dullLog, seed, this.beginUs(seed > ordersMax / 2))
      const outcome = await this.outcome(other())
      orders.tried++
      if (outcome === 'fails') orders.failed++
      if (outcome === 'holds') passing = other
    }
    const pair = passing === null ? null : await this.pairOf(passing)
    return { failsWhenDull, orders, pair, without, isOver: this.isOver() }
  }

  /** When the last operation is sent, or the first: an order that was another before has changed the times of it all. */
  private beginUs(isFirst: boolean): number {
    const times = this.shrunk.trial.result.operations.map(({ atUs }) => atUs)
    return times.length === 0 ? 0 : isFirst ? Math.min(...times) : Math.max(...times)
  }

  private async pairOf(passing: () => Strategy): Promise<DecidingPair | null> {
    const found = await findCriticalPair({
      world: strategy => this.outcome(strategy), failing: () => replay(this.run.log), passing, isOver: this.isOver,
    })
    if (found === null) return null
    return await this.swapped(found) ?? await this.apart(found)
  }

  /** In the small run itself the first of them is held back until the second was there. */
  private async swapped({ first, second }: CriticalPair): Promise<DecidingPair | null> {
    const { trial } = this.shrunk
    const held = new HoldBack(replay(this.run.log), first, second)
    if (this.isOver() || await this.outcome(held) !== 'holds' || held.first === null || held.second === null) return null
    const places = placesOf(trial.result.run.trace, held.first, held.second)
    if (places === null) return null
    return { failing: trial, ...places, passing: await this.traced(new HoldBack(replay(this.run.log), first, second)) }
  }

  /** Two runs that differ from the small one. */
  private async apart({ first, second, failing, passing }: CriticalPair): Promise<DecidingPair | null> {
    const fails = await this.traced(failing())
    const places = placesOf(fails.result.run.trace, first, second)
    return places === null ? null : { failing: fails, ...places, passing: await this.traced(passing()) }
  }

  /** The last thing without which the check holds. */
  private async leaveOut(): Promise<LeftOut | null> {
    for (const { leftOut, change } of this.candidates()) {
      if (this.isOver()) return null
      const trial = await tryRun(this.scenario, { ...this.run, ...change }, this.shrunk.trial.times, { eventsMax: this.eventsMax })
      if (this.outcomeOf(trial) === 'holds') return leftOut
    }
    return null
  }

  private candidates(): readonly { readonly leftOut: LeftOut; readonly change: Partial<FailingRun> }[] {
    const { run, shrunk: { trial } } = this
    const parts = partsOf(run.log)
    const { trace } = trial.result.run
    const timeOf = (entry: LogEntry): number | null =>
      trial.times.get(entry.type === 'answer' ? entry.label : entry.event)?.[entry.nth - 1] ?? null
    const all = [
      ...parts.acts.map(act => ({
        leftOut: { kind: 'fault' as const, name: act.name, timeUs: timeOf(act.entries[0]!) },
        change: { log: logOf({ ...parts, acts: parts.acts.filter(other => other !== act) }) },
      })),
      ...parts.answers.map(entry => ({
        leftOut: { kind: 'choice' as const, name: formatLogEntry(entry), timeUs: timeOf(entry) },
        change: { log: logOf({ ...parts, answers: parts.answers.filter(other => other !== entry) }) },
      })),
      ...run.skip.map(step => ({
        leftOut: { kind: 'step' as const, name: step, timeUs: skippedAt(trace, step) },
        change: { skip: run.skip.filter(other => other !== step) },
      })),
      ...run.interventions.map(decided => ({
        leftOut: {
          kind: 'intervention' as const, name: `#${decided.after}`, timeUs: trace.get(Math.min(decided.after, trace.length)).timeUs,
        },
        change: { interventions: run.interventions.filter(other => other !== decided) },
      })),
    ]
    return all.sort((a, b) => (b.leftOut.timeUs ?? 0) - (a.leftOut.timeUs ?? 0))
  }

  private traced(strategy: Strategy): Promise<Trial> {
    return tryRun(this.scenario, this.run, null, { trace: true, hash: 'steps', strategy })
  }

  private async outcome(strategy: Strategy): Promise<Outcome> {
    return this.outcomeOf(await tryRun(this.scenario, this.run, null, { eventsMax: this.eventsMax, strategy }))
  }

  private outcomeOf(trial: Trial): Outcome {
    const { identity } = this.shrunk
    if (failsLike(trial, identity, this.known)) return 'fails'
    const { run, checks } = trial.result
    const verdict = checks.find(({ name }) => name === identity.check)?.verdict.verdict
    return run.outcome === 'done' && verdict !== 'violated' && verdict !== 'unknown' ? 'holds' : 'other'
  }
}

/** What is broken and chosen is as in the log; orders are drawn from a moment on. */
function inRandomOrder(log: RunLog, seed: number, fromUs: number): Strategy {
  const { choose } = replay(log)
  const { schedule } = random(seed)
  return { name: 'in-random-order', choose, schedule: (ready, n) => ready[0]!.at < fromUs ? 0 : schedule(ready, n) }
}

function skippedAt(trace: Trace, skipped: string): number | null {
  for (let seq = 1; seq <= trace.length; seq++) {
    if (trace.kindAt(seq) !== 'step/skipped') continue
    const { timeUs, data } = trace.get(seq)
    const { procedure, step } = data as { readonly procedure: string; readonly step: string }
    if (skipped === step || skipped === `${procedure}/${step}`) return timeUs
  }
  return null
}

/** Where both events are in a trace, if they come in this order there. */
function placesOf(trace: Trace, first: PendingEvent, second: PendingEvent): { first: number; second: number } | null {
  const [one, other] = [placeOf(trace, first), placeOf(trace, second)]
  return one === null || other === null || one > other ? null : { first: one, second: other }
}

/** An event of another run that is the same up to what brought this event about. */
function placeOf(trace: Trace, event: PendingEvent): number | null {
  const kind = event.id.slice(event.chain.name.length + 1)
  const task = taskName(event.label)
  for (let seq = event.cause + 1; seq <= trace.length; seq++) {
    if (trace.causeOf(seq) !== event.cause || trace.kindAt(seq) !== kind) continue
    const found = trace.get(seq)
    if (found.process === event.process.name && found.task === task && found.note === event.note) return seq
  }
  return null
}
