import { pre } from 'fast-check'
import { assert, UserError } from '../base/index.ts'
import { beginning, isSmaller, smallerLogs, type Decision, type SmallerLog } from './smaller-logs.ts'

/** What came of a run, and what was decided in it. */
export interface Decided<T> { readonly ran: T; readonly decisions: readonly Decision[] }

export interface Runner<T> {
  /** Runs once by these decisions; null: they are drawn. */
  run(decisions: readonly Decision[] | null): Promise<Decided<T>>
  /** Much smaller ones, found by somebody who knows what they mean; null: there are none. */
  leap(decisions: readonly Decision[]): Promise<readonly Decision[] | null>
}

/** Where a node stands below another one: the first is where a leap leads. */
interface Below { readonly decisions: Decisions; readonly nth: number }

/**
 * What is decided in a run: drawn at first, known once a run has recorded it, and from there smaller and smaller. Each
 * is a node of the tree that fast-check walks when it shrinks; one may be asked for before the node above it has run,
 * as a path of fast-check does.
 */
export class Decisions {
  private runs = 0

  private constructor(
    /** null: still to be drawn, or to be found below `above`. */
    private standing: SmallerLog | null,
    private readonly above: Below | null,
    private readonly wasDrawn = false,
  ) {}

  static drawn(): Decisions {
    return new Decisions(null, null, true)
  }

  static given(entries: readonly Decision[]): Decisions {
    return new Decisions({ entries, place: beginning }, null)
  }

  /** null: to be drawn, by whoever can: that is shorter to say than what was decided, and gives the same. */
  get known(): readonly Decision[] | null {
    return this.wasDrawn && this.runs <= 1 ? null : this.standing?.entries ?? null
  }

  /**
   * Runs, and learns what was decided, the first time: later runs, in a world that is perhaps another one, decide the
   * same as far as they can.
   */
  async decide<T>(runner: Runner<T>): Promise<T> {
    await this.find(runner)
    const { ran, decisions: entries } = await runner.run(this.standing?.entries ?? null)
    if (++this.runs > 1) return ran
    // What found nothing to decide is gone. But what a run says anew must not make it grow, or shrinking never ends.
    if (this.standing === null) this.standing = { entries, place: beginning }
    else if (isSmaller(entries, this.standing.entries)) this.standing = { entries, place: this.standing.place }
    return ran
  }

  /** In the order in which they are worth a try; without an end as long as nothing is known. */
  *smaller(): Generator<Decisions> {
    let nth = 0
    if (this.above === null) yield new Decisions(null, { decisions: this, nth: nth++ })
    while (this.standing === null) yield new Decisions(null, { decisions: this, nth: nth++ })
    let at = this.firstNth
    for (const found of smallerLogs(this.standing.entries, this.standing.place)) {
      if (at++ >= nth) yield new Decisions(found, { decisions: this, nth: at - 1 })
    }
  }

  /** One leaps from where one begins, and goes step by step from there. */
  private get firstNth(): number {
    return this.above === null ? 1 : 0
  }

  private async find<T>(runner: Runner<T>): Promise<void> {
    if (this.standing !== null || this.above === null) return
    const { decisions, nth } = this.above
    if (decisions.runs === 0) await decisions.decide(runner)
    const { standing, firstNth } = decisions
    assert(standing !== null, 'a run leaves its decisions')
    if (nth < firstNth) {
      const entries = await runner.leap(standing.entries)
      pre(entries !== null)
      return void (this.standing = { entries, place: beginning })
    }
    let at = firstNth
    for (const found of smallerLogs(standing.entries, standing.place)) {
      if (at++ === nth) return void (this.standing = found)
    }
    throw new UserError('this path of fast-check leads nowhere', {
      hint: 'what is tested has changed since the path was printed, or another arbitrary comes after this one',
    })
  }
}
