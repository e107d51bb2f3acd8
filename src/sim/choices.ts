import { bug } from '../base/index.ts'
import { kindName } from './kinds.ts'
import { Overtakers, TICKS } from './overtakers.ts'
import type { PendingEvent } from './pending-event.ts'
import { RUN_LOG_VERSION, type LogEntry, type RunLog } from './run-log.ts'
import type { Strategy } from './strategy.ts'

const ANSWER = -1

/**
 * Asks the strategy and records what it decided, as the difference from the dull run: answers that are not
 * 0, and events that were postponed and by how long, which is known when they leave the agenda, or the run
 * ends.
 */
export class Choices {
  /** How often there was more than one ready event. */
  decisions = 0
  // In columns, because a random walk postpones every second event: label or chain; kind (or ANSWER), nth,
  // value.
  private readonly labels: string[] = []
  private readonly numbers: number[] = []
  private readonly overtakers = new Overtakers()
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
    if (answer !== 0) this.enter(label, ANSWER, nth, answer)
    return answer
  }

  /** The index of the event that runs next, of `n` that are ready; `newest` is the age of the youngest. */
  schedule(ready: readonly PendingEvent[], n: number, newest: number): number {
    if (n === 1) {
      this.left(ready[0]!)
      return 0
    }
    this.decisions++
    const index = this.strategy.schedule(ready, n)
    if (!(index >= 0 && index < n)) bug(`${this.strategy.name} chose event ${index} of ${n}`)
    const event = ready[index]!
    const late = this.left(event)
    if (late >= 0) this.overtakers.add(event.at * TICKS + late, event.seq, newest)
    else if (index > 0) this.overtakers.add(event.at * TICKS, event.seq, newest)
    return index
  }

  /** An event leaves the agenda: it runs, is dropped, or the run is over. Its delay in ticks, or -1. */
  left(event: PendingEvent): number {
    const late = this.overtakers.delayOf(event)
    if (late < 0) return late
    this.enter(event.chain.name, event.kind, event.nth, late)
    return late
  }

  private enter(label: string, kind: number, nth: number, value: number): void {
    this.labels.push(label)
    this.numbers.push(kind, nth, value)
  }

  log(): RunLog {
    const entries = this.labels.map((label, i): LogEntry => {
      const kind = this.numbers[3 * i]!
      const nth = this.numbers[3 * i + 1]!
      const value = this.numbers[3 * i + 2]!
      return kind === ANSWER
        ? { type: 'answer', label, nth, answer: value }
        : { type: 'postponed', event: `${label}/${kindName(kind)}`, nth, byUs: value / TICKS }
    })
    return { version: RUN_LOG_VERSION, entries }
  }
}
