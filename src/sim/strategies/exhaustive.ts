import type { Strategy } from '../strategy.ts'

export interface ExhaustiveOptions {
  /** How many decisions and choices of a run may be other than dull; default: all of them. */
  readonly deviationsMax?: number
}

/**
 * Every schedule of a small world, one run after the other: depth first over what is decided and chosen. Promises:
 * each schedule that is other than dull at `deviationsMax` places at the most comes exactly once, and then no more
 * come. Keeps one number for each decision of a run, as Exhaustigen does (Lindstrom 2021), and no states: two runs
 * that differ only in the order of what is independent both come. There are about w^k of them, for `k` decisions
 * among `w` events; or (k·w)^d with `d` deviations.
 *
 *     const all = new Exhaustive()
 *     for (let strategy = all.next(); strategy !== null; strategy = all.next()) await play(strategy)
 */
export class Exhaustive {
  private answers: number[] = []
  private bounds: number[] = []
  private hasBegun = false
  private readonly deviationsMax: number

  constructor({ deviationsMax = Infinity }: ExhaustiveOptions = {}) {
    this.deviationsMax = deviationsMax
  }

  /** The strategy of the next run, which must have come to its end before the one after it; null: that was all. */
  next(): Strategy | null {
    if (this.hasBegun && !this.advance()) return null
    this.hasBegun = true
    let at = 0
    const answer = (n: number): number => {
      const i = at++
      if (i === this.answers.length) this.answers.push(0)
      this.bounds[i] = n
      return this.answers[i]!
    }
    return {
      name: 'exhaustive',
      choose: (_label, _nth, n, chance) => n > 1 && chance > 0 ? answer(n) : 0,
      schedule: (_ready, n) => answer(n),
    }
  }

  /** To the next answers: the last one that has another is raised, and what came after it begins anew. */
  private advance(): boolean {
    const { answers, bounds, deviationsMax } = this
    let deviations = answers.filter(answer => answer > 0).length
    for (let i = answers.length - 1; i >= 0; i--) {
      if (answers[i]! > 0) deviations--
      if (answers[i]! + 1 >= bounds[i]! || deviations + 1 > deviationsMax) continue
      answers[i]!++
      answers.length = bounds.length = i + 1
      return true
    }
    return false
  }
}
