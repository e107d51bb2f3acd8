import type { PendingEvent } from '../pending-event.ts'
import type { Strategy } from '../strategy.ts'
import { Rng } from './rng.ts'

export interface PctOptions {
  readonly seed: number
  /** How many orders the bug needs; 1 finds what a starved chain shows. */
  readonly depth: number
  /** Decisions of an earlier run of the same world (`Run.decisions`). */
  readonly decisions: number
}

/**
 * Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010), over causal chains: each chain gets a
 * random priority, the highest one runs, and at `depth - 1` random decisions the one that would run drops
 * to the bottom. Promises: a bug of this depth among `n` chains and `k` decisions is found with probability
 * at least 1/(n·k^(depth-1)).
 */
export function pct({ seed, depth, decisions }: PctOptions): Strategy {
  const rng = new Rng(seed)
  const changes = new Set<number>()
  while (changes.size < Math.min(depth - 1, decisions)) changes.add(1 + rng.below(decisions))
  let step = 0
  let dropped = 0
  const best = (ready: readonly PendingEvent[], n: number): number => {
    let index = 0
    for (let i = 0; i < n; i++) {
      const { chain } = ready[i]!
      if (chain.priority < 0) chain.priority = 1 + rng.next()
      if (chain.priority > ready[index]!.chain.priority) index = i
    }
    return index
  }
  return {
    name: `pct${depth}`,
    choose: (_label, _nth, n, chance) => rng.odd(n, chance),
    schedule(ready, n) {
      const index = best(ready, n)
      if (!changes.has(++step)) return index
      ready[index]!.chain.priority = 1 / (2 + ++dropped)
      return best(ready, n)
    },
  }
}
