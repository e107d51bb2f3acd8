import type { PendingEvent, Strategy } from '../../sim/index.ts'
import { isSameEvent } from './same-event.ts'

/** Lets another one decide, but for one event, which is not taken before another has been, as far as it may wait. */
export class HoldBack implements Strategy {
  readonly name = 'hold-back'
  /** Both, as they are in this run; null: it has not come up where there was a choice. */
  first: PendingEvent | null = null
  second: PendingEvent | null = null
  private isDone = false

  /** `first` is held back until `second` was taken. */
  constructor(private readonly below: Strategy, private readonly held: PendingEvent, private readonly until: PendingEvent) {}

  choose(label: string, nth: number, n: number, chance: number): number {
    return this.below.choose(label, nth, n, chance)
  }

  schedule(ready: readonly PendingEvent[], n: number): number {
    const index = this.below.schedule(ready, n)
    if (this.isDone) return index
    const until = ready.findIndex((event, at) => at < n && isSameEvent(event, this.until))
    if (until >= 0) this.second = ready[until]!
    const taken = ready[index]!
    if (isSameEvent(taken, this.held)) {
      this.first = taken
      if (until < 0) return index === 0 ? 1 : 0
    } else if (index !== until) return index
    this.isDone = true
    return until
  }
}
