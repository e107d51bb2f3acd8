import type { PendingEvent } from '../pending-event.ts'
import type { Strategy } from '../strategy.ts'
import { Rng } from './rng.ts'

type Races = (ran: PendingEvent, other: PendingEvent) => boolean

/** Two events race when they happen in the same process. */
const sameProcess: Races = (ran, other) => ran.process === other.process

/**
 * Partial order sampling (Yuan et al., CAV 2018): each event gets a random priority, the highest runs, and
 * those that race with it draw again. Promises: orders of independent events do not skew the sample, so
 * each partial order of `n` racing events is seen with probability at least about 1/n!, whatever else is
 * going on.
 */
export function pos(seed: number, races: Races = sameProcess): Strategy {
  const rng = new Rng(seed)
  return {
    name: 'pos',
    choose: (_label, _nth, n, chance) => rng.odd(n, chance),
    schedule(ready, n) {
      let index = 0
      for (let i = 0; i < n; i++) {
        const event = ready[i]!
        if (event.priority < 0) event.priority = rng.next()
        if (event.priority > ready[index]!.priority) index = i
      }
      const ran = ready[index]!
      for (let i = 0; i < n; i++) if (i !== index && races(ran, ready[i]!)) ready[i]!.priority = -1
      return index
    },
  }
}
