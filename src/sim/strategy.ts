import type { PendingEvent } from './pending-event.ts'

/**
 * Who decides what is not determined. One object serves one run. Whatever it answers is recorded by the
 * kernel, so a strategy needs no log of its own, and every run can be replayed from its log.
 */
export interface Strategy {
  readonly name: string
  /**
   * An integer in [0, n), 0 being the dull answer; `chance` is the wanted probability of any other. `nth`
   * counts the label's choices.
   */
  choose(label: string, nth: number, n: number, chance: number): number
  /**
   * An index below `n` (at least 2) into `ready`, which stands in dull order: earliest time first, then
   * oldest.
   */
  schedule(ready: readonly PendingEvent[], n: number): number
}
