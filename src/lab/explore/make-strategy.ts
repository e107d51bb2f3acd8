import { dull, pct, pos, random, type Strategy } from '../../sim/index.ts'
import { nemesisChain } from './nemesis.ts'
import type { ExplorationPlan, StrategyPlan } from './portfolio.ts'

/** A strategy that is unfair while things break, and fair once they are mended. */
export interface PhasedStrategy extends Strategy {
  /** The second phase begins. */
  calm(): void
}

/**
 * The strategy of a plan. In the second phase each ready event is as likely as any other, because a schedule that
 * starves somebody proves nothing about whether a system comes to rest.
 */
export function makeStrategy({ strategy, seed }: ExplorationPlan): PhasedStrategy {
  const first = unfair(strategy)
  const isDull = strategy.kind === 'crash-point' || strategy.kind === 'one-order'
  const fair = isDull ? first : random(seed)
  let now = first
  return {
    name: first.name,
    choose: (label, nth, n, chance) => now.choose(label, nth, n, chance),
    schedule: (ready, n) => now.schedule(ready, n),
    calm: () => { now = fair },
  }
}

function unfair(plan: StrategyPlan): Strategy {
  switch (plan.kind) {
    case 'random': return random(plan.seed)
    case 'pct': return pct(plan)
    case 'pos': return pos(plan.seed)
    case 'crash-point': return crashPoint(plan)
    case 'one-order': return oneOrder(plan)
  }
}

function crashPoint({ point, nth, victim }: Extract<StrategyPlan, { kind: 'crash-point' }>): Strategy {
  const where = `${nemesisChain}/at/${point}/${nth}`
  return {
    ...dull(), name: 'crash-point',
    choose: (label, _nth, n) => {
      if (label === where) return victim === null ? 1 : 2
      return label === `${where}/whom` ? Math.min(victim ?? 0, n - 1) : 0
    },
  }
}

function oneOrder({ decision, width }: Extract<StrategyPlan, { kind: 'one-order' }>): Strategy {
  let count = 0
  return { ...dull(), name: 'one-order', schedule: (_ready, n) => ++count === decision ? Math.min(width, n - 1) : 0 }
}
