import { hashText, Rng } from '../../sim/index.ts'
import { drawFaults, faultNames, quiet, type FaultName } from './fault-plan.ts'
import { turnOf, type ExplorationPlan, type StrategyName, type StrategyPlan } from './portfolio.ts'
import type { Reconnaissance } from './reconnaissance.ts'

/** What names a campaign, next to its scenario. */
export interface CampaignPlan {
  readonly seed: number
  readonly strategy: StrategyName
  /** Kinds of faults that may be; each run has some of them. */
  readonly faults: readonly FaultName[]
}

export const defaultCampaign: CampaignPlan = Object.freeze({ seed: 0, strategy: 'portfolio', faults: faultNames })

/** How often a depth of PCT is drawn, in percent: most bugs need few orders. */
const depths: readonly (readonly [depth: number, percent: number])[] = [[1, 30], [2, 30], [3, 25], [4, 8], [5, 7]]

/**
 * The plan of run `index`: a pure function of what names the campaign and of that number, so that any number of
 * machines can share a campaign without a word.
 */
export function planRun(campaign: CampaignPlan, known: Reconnaissance, index: number): ExplorationPlan {
  const rng = new Rng(hashText(`${campaign.seed}/${index}`))
  const seed = 1 + rng.below(2 ** 31 - 1)
  const { name, nth } = turnOf(campaign.strategy, index)
  const strategy = strategyOf(name, nth, { ...known, points: campaign.faults.includes('crash') ? known.points : [] }, rng)
  const isDull = strategy.kind === 'one-order' || strategy.kind === 'crash-point'
  // Where every schedule of a kind is tried in turn, clients always do the same.
  return isDull ? { index, seed: 1, strategy, faults: quiet } : { index, seed, strategy, faults: drawFaults(rng, campaign.faults) }
}

function strategyOf(
  name: ReturnType<typeof turnOf>['name'], nth: number, { decisions, points, servers }: Reconnaissance, rng: Rng,
): StrategyPlan {
  const seed = rng.below(2 ** 31)
  switch (name) {
    case 'random': return { kind: 'random', seed }
    case 'pos': return { kind: 'pos', seed }
    case 'pct': {
      let percent = rng.below(100)
      const [depth] = depths.find(([, share]) => (percent -= share) < 0)!
      return { kind: 'pct', seed, depth, decisions: Math.max(decisions, 1) }
    }
    case 'one-order': return {
      kind: 'one-order', decision: 1 + nth % Math.max(decisions, 1), width: 1 + Math.floor(nth / Math.max(decisions, 1)),
    }
    case 'crash-points': {
      // Where nothing may crash, and where there is no such point, another walk at random takes the turn.
      // Who comes to the point first, then everybody else; when all have been tried, from the beginning.
      const at = points[nth % Math.max(points.length, 1)]
      if (at === undefined) return { kind: 'random', seed }
      const victim = Math.floor(nth / points.length) % (servers + 1)
      return { kind: 'crash-point', point: at.point, nth: at.nth, victim: victim === 0 ? null : victim - 1 }
    }
  }
}
