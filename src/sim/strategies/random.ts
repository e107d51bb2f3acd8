import type { Strategy } from '../strategy.ts'
import { Rng } from './rng.ts'

/**
 * A random walk: each ready event is as likely as any other. Promises: every schedule has a chance, but one
 * that needs `d` particular orders among `n` decisions gets it only in the order of 1/n^d. Costs a constant
 * for each decision.
 */
export function random(seed: number): Strategy {
  const rng = new Rng(seed)
  return {
    name: 'random',
    choose: (_label, _nth, n, chance) => rng.odd(n, chance),
    schedule: (_ready, n) => rng.below(n),
  }
}
