import { dull, random, type Strategy } from '../../sim/index.ts'
import { messageFaults, type FaultName, type FaultPlan } from '../explore/index.ts'
import type { Act } from './failing-run.ts'

/** A simpler storm, and who decides in it. */
export interface Drawn { readonly faults: FaultPlan; readonly strategy: Strategy }

/** For so few faults nothing is drawn again: they are left out one by one. */
export const fewFaults = 3
const seeds = [1, 2] as const
const wavesMax = 4
const chanceMax = 0.003

/**
 * Simpler storms than that of a plan, the simplest first: none, and then of one kind each. What fails in many ways
 * fails in one of these too, sooner than a run with dozens of faults has lost them one by one. Faults are drawn, and
 * everything else is dull; at last the schedule is drawn too.
 */
export function* redrawn(plan: FaultPlan): IterableIterator<Drawn> {
  const storms = [[], ...plan.kinds.map(kind => [kind])] as const
  for (const isDull of [true, false]) for (const seed of seeds) for (const kinds of storms) {
    // Without faults and chance there is but one run, which has been tried.
    if (isDull && kinds.length === 0) continue
    yield { faults: simpler(plan, kinds), strategy: isDull ? onlyFaults(seed) : random(seed) }
  }
}

const moreSeeds = 8

/** Storms of these kinds, where nothing but the faults is drawn. */
export function* redrawnOf(plan: FaultPlan, kinds: readonly FaultName[]): IterableIterator<Drawn> {
  if (kinds.length === 0) return
  for (let nth = 1; nth <= moreSeeds; nth++) {
    yield { faults: simpler(plan, kinds), strategy: onlyFaults(seeds.length + nth) }
  }
}

/** The kinds of what was broken. */
export function kindsOf(acts: readonly Act[], { kinds }: FaultPlan): readonly FaultName[] {
  const found = acts.flatMap(({ name, entries }): readonly FaultName[] => {
    if (name.startsWith('at/')) return ['crash']
    if (name.startsWith('net/')) return messageFaults.filter(kind => kinds.includes(kind))
    return entries.flatMap(entry =>
      entry.type === 'answer' && entry.label.endsWith('/fault') ? kinds[entry.answer - 1] ?? [] : [])
  })
  return [...new Set(found)]
}

function simpler(plan: FaultPlan, kinds: readonly FaultName[]): FaultPlan {
  const isAtPoints = kinds.includes('crash')
  return {
    ...plan, kinds, waves: Math.min(plan.waves, wavesMax), messageChance: Math.min(plan.messageChance, chanceMax), lateness: 0,
    pointChance: isAtPoints ? plan.pointChance : 0,
  }
}

function onlyFaults(seed: number): Strategy {
  const { choose } = random(seed)
  return {
    ...dull(), name: 'only-faults',
    choose: (label, nth, n, chance) => /^(nemesis|net)\//.test(label) ? choose(label, nth, n, chance) : 0,
  }
}
