import type { PendingEvent, Strategy } from '../../sim/index.ts'
import type { Follow } from './follow.ts'
import { isSameEvent } from './same-event.ts'

/** Lets another one decide, but for one event, which is taken as soon as it is ready from a certain step on. */
export class Hasten implements Strategy {
  readonly name = 'hasten'
  /** The last step at which the event was ready; 0: it never was. */
  leftAt = 0
  /** What was taken at the step before `from`. */
  takenBefore: PendingEvent | null = null

  constructor(private readonly below: Follow, private readonly wanted: PendingEvent, private readonly from: number) {}

  choose(label: string, nth: number, n: number, chance: number): number {
    return this.below.choose(label, nth, n, chance)
  }

  schedule(ready: readonly PendingEvent[], n: number): number {
    let index = this.below.schedule(ready, n)
    const { steps } = this.below
    let at = -1
    for (let i = 0; i < n; i++) if (isSameEvent(ready[i]!, this.wanted)) at = i
    if (at >= 0) {
      this.leftAt = steps
      if (steps >= this.from) index = at
    }
    if (steps === this.from - 1) this.takenBefore = ready[index]!
    return index
  }
}
