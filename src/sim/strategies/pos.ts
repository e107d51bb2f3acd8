import { race } from '../footprint.ts'
import type { Strategy } from '../strategy.ts'
import { Rng } from './rng.ts'

/**
 * Partial order sampling (Yuan et al., CAV 2018): each event gets a random priority, the highest runs, and
 * those that race with it draw again: the same process, the same object, and one of them writes. Promises:
 * orders of independent events do not skew the sample, so each partial order of `n` racing events is seen with
 * probability at least about 1/n!, whatever else is going on. What declares no footprint touches everything in
 * its process: then this comes to a random walk in each process by itself.
 */
export function pos(seed: number): Strategy {
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
      for (let i = 0; i < n; i++) if (i !== index && race(ran, ready[i]!)) ready[i]!.priority = -1
      return index
    },
  }
}
