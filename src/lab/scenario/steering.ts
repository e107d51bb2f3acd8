import type { PendingEvent, Strategy } from '../../sim/index.ts'

/**
 * A strategy with a hand on the wheel: what the reader does comes before everything else that is ready, and a
 * pick decides once. All other decisions are those of the strategy below, which is not asked for these.
 */
export class Steering implements Strategy {
  readonly name: string
  /** Is told what could have run next, in dull order, and which of it was chosen; at each decision. */
  decided: ((ready: readonly PendingEvent[], index: number) => void) | null = null
  private readonly first = new Set<string>()
  private picked: { readonly event: string; readonly nth: number; readonly found: () => void } | null = null

  constructor(private below: Strategy) {
    this.name = below.name
  }

  /** Who decides where no hand is on the wheel. */
  get decides(): Strategy {
    return this.below
  }

  /** From here on another strategy decides. */
  handOver(to: Strategy): void {
    this.below = to
  }

  /** The first step of the task of this chain comes before everything else. */
  putFirst(chain: string): void {
    this.first.add(`${chain}/task/start`)
  }

  /** The next decision is for this event; `found` is told if it can run then. */
  pick(event: string, nth: number, found: () => void): void {
    this.picked = { event, nth, found }
  }

  choose(label: string, nth: number, n: number, chance: number): number {
    return this.below.choose(label, nth, n, chance)
  }

  schedule(ready: readonly PendingEvent[], n: number): number {
    const index = this.decide(ready, n)
    this.decided?.(ready.slice(0, n), index)
    return index
  }

  private decide(ready: readonly PendingEvent[], n: number): number {
    if (this.first.size > 0) {
      for (let index = 0; index < n; index++) if (this.first.delete(ready[index]!.id)) return index
    }
    const { picked } = this
    this.picked = null
    const index = picked === null ? -1 : ready.findIndex(({ nth, id }, at) =>
      at < n && nth === picked.nth && id === picked.event)
    if (index < 0) return this.below.schedule(ready, n)
    picked!.found()
    return index
  }
}
