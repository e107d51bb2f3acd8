import type { Strategy } from '../../sim/index.ts'
import type { FailureIdentity } from '../explore/index.ts'
import { identityText } from '../explore/index.ts'
import type { Scenario } from '../scenario/index.ts'
import { formatKept } from '../workload/index.ts'
import type { Times } from './anchored.ts'
import type { FailingRun } from './failing-run.ts'
import { failsLike, tryRun, type Trial } from './trial.ts'

/** A run that takes so many times as many events as the one that is shrunk does something else. */
const eventsFactor = 1.5

export type Pass =
  'everything' | 'later' | 'redrawn' | 'moved' | 'operations' | 'acts' | 'schedule' | 'answers' | 'waits' | 'interventions' | 'numbers'

/** What came of a candidate. */
interface Attempted { readonly isSame: boolean; readonly trial: Trial }

/** Tries candidates, and keeps the best that fails in the same way. Asks about none twice. */
export class Shrinker {
  tries = 0
  /** What is being left out. */
  pass: Pass = 'everything'
  private readonly asked = new Map<string, boolean>()
  private readonly eventsMax: number
  private readonly known: ReadonlySet<string>

  /** `isOver`: whether the budget is used up; then no candidate is tried any more, and none is accepted. */
  constructor(
    readonly scenario: Scenario, readonly identity: FailureIdentity, public best: Trial,
    readonly isOver: (tries: number) => boolean, private readonly onTry: (trial: Trial, isSame: boolean) => void,
  ) {
    this.eventsMax = Math.ceil(best.result.events * eventsFactor)
    this.known = new Set(best.identities.map(identityText))
  }

  /**
   * Whether the candidate fails like the original; then it is the best from here on. `times`: when what its log is about
   * came up; without them, as in the best run.
   */
  async accepts(change: Partial<FailingRun>, times: Times = this.best.times): Promise<boolean> {
    const candidate = { ...this.best.run, ...change }
    if (this.isOver(this.tries) || this.asked.get(textOf(candidate)) === false) return false
    return (await this.attempt(candidate, times)).isSame
  }

  /** As `accepts`, with the run that was made, also of a candidate that is known; null: the budget is used up. */
  async asks(change: Partial<FailingRun>, times: Times): Promise<Attempted | null> {
    return this.isOver(this.tries) ? null : this.attempt({ ...this.best.run, ...change }, times)
  }

  /** Makes a candidate only to look at it. */
  async look(change: Partial<FailingRun>): Promise<Trial> {
    this.tries++
    const trial = await tryRun(this.scenario, { ...this.best.run, ...change }, this.best.times, { eventsMax: this.eventsMax })
    this.onTry(trial, false)
    return trial
  }

  private async attempt(candidate: FailingRun, times: Times): Promise<Attempted> {
    this.tries++
    const trial = await tryRun(this.scenario, candidate, times, { eventsMax: this.eventsMax })
    const isSame = failsLike(trial, this.identity, this.known)
    this.asked.set(textOf(candidate), isSame)
    if (isSame) this.best = trial
    this.onTry(trial, isSame)
    return { isSame, trial }
  }

  /** As `accepts`, for a run that is not fed back but drawn. */
  async acceptsDrawn(change: Partial<FailingRun>, strategy: Strategy): Promise<boolean> {
    if (this.isOver(this.tries)) return false
    this.tries++
    const { eventsMax } = this
    const drawn = await tryRun(this.scenario, { ...this.best.run, ...change }, null, { eventsMax, strategy })
    const isSame = failsLike(drawn, this.identity, this.known)
    // Once more by its log, which tells when everything comes up.
    if (isSame) this.best = await tryRun(this.scenario, drawn.run, null, { eventsMax })
    this.onTry(drawn, isSame)
    return isSame
  }
}

/** The same for candidates that are the same run. */
function textOf({ seed, skip, interventions, from, log, kept }: FailingRun): string {
  const entries = log.entries.map(entry =>
    entry.type === 'answer' ? `${entry.label}#${entry.nth}=${entry.answer}` : `${entry.event}#${entry.nth}+${entry.byUs}`)
  return JSON.stringify([seed, skip, interventions, from ?? null, kept?.map(formatKept), entries.sort()])
}
