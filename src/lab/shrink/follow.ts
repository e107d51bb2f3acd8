import type { PendingEvent, Strategy } from '../../sim/index.ts'

/**
 * One strategy decides up to a step, and another from there on. A **step** says what comes next, or whether an event
 * takes all the time that it may. Every other choice is left to the first: what clients send and what is broken is the
 * same in both.
 */
export class Follow implements Strategy {
  readonly name = 'follow'
  steps = 0
  /** What was taken at the last step of the first; null: that was no order. */
  lastOfFirst: PendingEvent | null = null

  constructor(private readonly first: Strategy, private readonly until: number, private readonly then: Strategy) {}

  choose(label: string, nth: number, n: number, chance: number): number {
    return (label.startsWith('late/') ? this.next() : this.first).choose(label, nth, n, chance)
  }

  schedule(ready: readonly PendingEvent[], n: number): number {
    const index = this.next().schedule(ready, n)
    if (this.steps === this.until) this.lastOfFirst = ready[index]!
    return index
  }

  private next(): Strategy {
    return ++this.steps <= this.until ? this.first : this.then
  }
}
