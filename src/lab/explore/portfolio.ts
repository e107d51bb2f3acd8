import { hashText } from '../../sim/index.ts'
import type { FaultPlan } from './fault-plan.ts'

/** Ways to decide. `portfolio`: all of them in turn. */
export const strategyNames = ['portfolio', 'random', 'pct', 'pos', 'crash-points', 'one-order'] as const
export type StrategyName = (typeof strategyNames)[number]

/**
 * How one run is decided, as data.
 *
 * `random`: each ready event is as likely as any other. `pct`: a bug that needs `depth` orders among `n` chains and
 * `k` decisions is found with probability at least 1/(n·k^(depth-1)). `pos`: orders of independent events (in other
 * processes, or requests that touch other things) do not skew the sample. `crash-point`: the dull run, but at one
 * pause point one process crashes; as many runs as there are pairs of these have tried every single one.
 * `one-order`: the dull run, but at one decision another event comes first; as many runs as there are decisions have
 * tried every schedule that is one such step from the dull one, `width` being how far behind the event stood.
 */
export type StrategyPlan =
  | { readonly kind: 'random'; readonly seed: number }
  | { readonly kind: 'pct'; readonly seed: number; readonly depth: number; readonly decisions: number }
  | { readonly kind: 'pos'; readonly seed: number }
  | { readonly kind: 'crash-point'; readonly point: string; readonly nth: number; readonly victim: number | null }
  | { readonly kind: 'one-order'; readonly decision: number; readonly width: number }

/** All that names one run of an exploration, next to its scenario. Plain data. */
export interface ExplorationPlan {
  /** Its place in the campaign, from 0. */
  readonly index: number
  /** What clients do, and what happens in the second phase, is drawn from it. */
  readonly seed: number
  readonly strategy: StrategyPlan
  readonly faults: FaultPlan
}

/**
 * Who takes turns. Each round begins with another of them, so that every part of a campaign (each third run, each
 * twentieth) has its share of all.
 */
const turns = ['random', 'pct', 'pos', 'crash-points', 'random', 'pct', 'pos', 'one-order'] as const

/** The strategy of run `index`, and the how-manieth of this strategy it is. */
export function turnOf(name: StrategyName, index: number): { name: Exclude<StrategyName, 'portfolio'>; nth: number } {
  if (name !== 'portfolio') return { name, nth: index }
  const round = Math.floor(index / turns.length)
  const first = round === 0 ? 0 : hashText(String(round)) % turns.length
  const order = [...turns.slice(first), ...turns.slice(0, first)]
  const at = index % turns.length
  const own = order[at]!
  const isOwn = (other: string): boolean => other === own
  return { name: own, nth: round * turns.filter(isOwn).length + order.slice(0, at).filter(isOwn).length }
}
