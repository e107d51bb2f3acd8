import { bug } from '../base/index.ts'
import { kindName } from './kinds.ts'
import type { PendingEvent } from './pending-event.ts'
import { RUN_LOG_VERSION, type LogEntry, type RunLog } from './run-log.ts'
import type { Strategy } from './strategy.ts'

/**
 * The delay that means "after another event of the same instant": too small to be a time, and exact in
 * binary.
 */
const TIE_US = 1 / 64
const ANSWER = -1

/**
 * Asks the strategy and records what it decided, as the difference from the dull run: answers that are not
 * 0, and events that were postponed and by how long. When e overtakes q, q's key is raised just above e's;
 * its delay is known, and recorded, when q leaves the agenda or the run ends.
 */
export class Choices {
  /** How often there was more than one ready event. */
  decisions = 0
  // In columns, because a random walk postpones every second event: label or chain; kind (or ANSWER), nth,
  // value.
  private readonly labels: string[] = []
  private readonly numbers: number[] = []
  private seen: Map<string, number> | null = null

  constructor(private readonly strategy: Strategy) {}

  choose(label: string, n: number, chance: number): number {
    const seen = this.seen ??= new Map<string, number>()
    const nth = (seen.get(label) ?? 0) + 1
    seen.set(label, nth)
    const answer = this.strategy.choose(label, nth, n, chance)
    if (!(Number.isInteger(answer) && answer >= 0 && answer < n)) {
      bug(`${this.strategy.name} answered ${answer} to ${label} of ${n}`)
    }
    if (answer !== 0) {
      this.labels.push(label)
      this.numbers.push(ANSWER, nth, answer)
    }
    return answer
  }

  /** The index of the event that runs next. */
  schedule(ready: readonly PendingEvent[], n: number): number {
    this.decisions++
    const index = this.strategy.schedule(ready, n)
    if (!(index >= 0 && index < n)) bug(`${this.strategy.name} chose event ${index} of ${n}`)
    const event = ready[index]!
    if (index === 0 && event.after < 0) return 0
    if (event.after < 0) {
      // Ready events stand in dull order: it overtakes those before it.
      const key = event.at
      for (let i = 0; i < index; i++) {
        const other = ready[i]!
        if (other.after < key) other.after = key
      }
      return index
    }
    const key = event.after + TIE_US
    for (let i = 0; i < n; i++) {
      const other = ready[i]!
      if (other.at > key) break
      const overtaken = other.at < key || other.seq < event.seq
      if (overtaken && other !== event && other.after < key) other.after = key
    }
    return index
  }

  /** An event has left the agenda: it ran, was dropped, or the run is over. */
  left(event: PendingEvent): void {
    if (event.after < 0) return
    this.labels.push(event.chain.name)
    this.numbers.push(event.kind, event.nth, event.after + TIE_US - event.at)
  }

  log(): RunLog {
    const entries = this.labels.map((label, i): LogEntry => {
      const kind = this.numbers[3 * i]!
      const nth = this.numbers[3 * i + 1]!
      const value = this.numbers[3 * i + 2]!
      return kind === ANSWER
        ? { type: 'answer', label, nth, answer: value }
        : { type: 'postponed', event: `${label}/${kindName(kind)}`, nth, byUs: value }
    })
    return { version: RUN_LOG_VERSION, entries }
  }
}
