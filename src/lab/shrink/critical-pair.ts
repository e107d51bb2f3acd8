import { dull, type PendingEvent, type Strategy } from '../../sim/index.ts'
import { Follow } from './follow.ts'
import { Hasten } from './hasten.ts'
import { inOrderOf, Ranking } from './in-order-of.ts'
import { isSameEvent } from './same-event.ts'

/** What came of a run: the failure in question; nothing wrong; or another failure. */
export type Outcome = 'fails' | 'holds' | 'other'
/** Makes one and the same run, but for who decides in it. */
export type World = (strategy: Strategy) => Promise<Outcome>

export interface PairSearch {
  readonly world: World
  /** Who decides in a run that fails, and in one that does not. */
  readonly failing: () => Strategy
  readonly passing: () => Strategy
  readonly isOver: () => boolean
}

/**
 * Two events whose order decides. Two runs are the same up to one decision, and follow the same rule after it: one takes
 * `first` there, and fails; the other takes `second`, and does not fail like that.
 */
export interface CriticalPair {
  readonly first: PendingEvent
  readonly second: PendingEvent
  /** Who decides in the two runs. */
  readonly failing: () => Strategy
  readonly passing: () => Strategy
}

/** One after the other is looked for while the last one found is not in one process: at most so many. */
const roundsMax = 4

/**
 * Finds the pair between two runs of the same world: by halving, how long a run may go as the one that fails until it
 * is too late to go on as the one that passes (after Zeller, Isolating cause-effect chains, FSE 2002). Two events of
 * different processes can decide only by the time that the later one loses; then the search goes on between the two
 * runs that were found. null: both runs are not what was said, or the budget is used up.
 */
export async function findCriticalPair(search: PairSearch): Promise<CriticalPair | null> {
  let found: CriticalPair | null = null
  for (let round = 1; round <= roundsMax; round++) {
    const { failing, passing } = found ?? search
    const next = await lastDecision({ ...search, failing, passing })
    if (next === null) return found
    const isAgain = found !== null && isSameEvent(next.first, found.first) && isSameEvent(next.second, found.second)
    found = next
    if (isAgain || next.first.process.name === next.second.process.name) return found
  }
  return found
}

async function lastDecision({ world, failing, passing, isOver }: PairSearch): Promise<CriticalPair | null> {
  const ranking = new Ranking(passing())
  const whole = new Follow(failing(), Infinity, dull())
  if (isOver() || await world(ranking) !== 'holds') return null
  if (isOver() || await world(whole) !== 'fails') return null
  const inOrder = (): Strategy => inOrderOf(ranking.ranks)
  const after = await world(new Follow(failing(), 0, inOrder())) === 'holds' ? inOrder : passing
  const upTo = (steps: number): Follow => new Follow(failing(), steps, after())
  const until = await firstThat(0, whole.steps, async steps => await world(upTo(steps)) === 'fails', isOver)
  if (until === null) return null
  const early = upTo(until)
  if (isOver() || await world(early) !== 'fails') return null
  const first = early.lastOfFirst
  if (first === null) return null
  return neighbours({ world, isOver, first, below: () => upTo(until - 1), from: until })
}

interface Neighbours {
  readonly world: World
  readonly isOver: () => boolean
  /** What is taken too early at step `from`. */
  readonly first: PendingEvent
  /** Who decides in the run that passes. */
  readonly below: () => Follow
  readonly from: number
}

/** Lets what came too early come later and later, until the run passes: the event before which that is decides. */
async function neighbours({ world, isOver, first, below, from }: Neighbours): Promise<CriticalPair | null> {
  const hastened = (step: number): Hasten => new Hasten(below(), first, step)
  const never = hastened(Infinity)
  if (isOver() || await world(never) !== 'holds') return null
  const step = await firstThat(from, never.leftAt + 1, async at => await world(hastened(at)) !== 'fails', isOver)
  if (step === null) return null
  const [late, soon] = [hastened(step), hastened(step - 1)]
  if (isOver() || await world(soon) !== 'fails' || await world(late) !== 'holds') return null
  const second = late.takenBefore
  return second === null ? null : { first, second, failing: () => hastened(step - 1), passing: () => hastened(step) }
}

/** The first number above `low` for which something is so; it is so for `high`, and not for `low`. By halving. */
async function firstThat(
  low: number, high: number, isSo: (value: number) => Promise<boolean>, isOver: () => boolean,
): Promise<number | null> {
  let [no, yes] = [low, high]
  while (yes - no > 1) {
    if (isOver()) return null
    const middle = (no + yes) >> 1
    if (await isSo(middle)) yes = middle
    else no = middle
  }
  return yes
}
