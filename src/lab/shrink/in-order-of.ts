import type { PendingEvent, Strategy } from '../../sim/index.ts'

/** When events of a run were taken, by name and number: the step, and half a step more for those that nobody had to choose. */
export type Ranks = ReadonlyMap<string, number>

/** Lets another one decide, and notes in which order events are taken. */
export class Ranking implements Strategy {
  readonly name: string
  readonly ranks = new Map<string, number>()
  private steps = 0

  constructor(private readonly below: Strategy) {
    this.name = below.name
  }

  choose(label: string, nth: number, n: number, chance: number): number {
    return this.below.choose(label, nth, n, chance)
  }

  schedule(ready: readonly PendingEvent[], n: number): number {
    const index = this.below.schedule(ready, n)
    this.steps++
    for (let i = 0; i < n; i++) this.ranks.set(nameOf(ready[i]!), i === index ? this.steps : this.steps + 0.5)
    return index
  }
}

const unknown = -Infinity

/**
 * Takes events in the order of another run, as far as they are ready, and whatever that run did not know as soon as
 * nothing is older. Nothing is late, and every other choice is the dull one.
 */
export function inOrderOf(ranks: Ranks): Strategy {
  // Below -1, because a priority of an event from 0 on may be that of another strategy, which decided before.
  const priorityOf = (event: PendingEvent): number => {
    const rank = ranks.get(nameOf(event))
    return rank === undefined ? unknown : -2 - rank
  }
  return {
    name: 'in-order-of', choose: () => 0,
    schedule(ready, n) {
      let index = 0
      for (let i = 0; i < n; i++) {
        const event = ready[i]!
        if (event.priority >= -1) event.priority = priorityOf(event)
        if (i === 0 && event.priority === unknown) return 0
        if (event.priority > ready[index]!.priority) index = i
      }
      return index
    },
  }
}

function nameOf({ id, nth }: PendingEvent): string {
  return `${id}#${nth}`
}
