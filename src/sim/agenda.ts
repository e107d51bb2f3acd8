import { FAR, NEAR, NOWHERE, type PendingEvent } from './pending-event.ts'

function before(a: PendingEvent, b: PendingEvent): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq)
}

/**
 * All that is going to happen. Near events stand in dull order (time, then age), far ones in an indexed
 * heap, so that one can be taken out from the middle (a cancelled timer must never fire). Ready are all
 * events whose earliest time is not after the smallest latest time of all: those that no other event is
 * bound to precede.
 */
export class Agenda {
  readonly near: PendingEvent[] = []
  private readonly far: PendingEvent[] = []
  /** The smallest `latest` of all pending events; time must not pass it. Set by `ready`. */
  horizon = Infinity

  add(event: PendingEvent, nowUs: number): void {
    if (event.at <= nowUs) return this.insert(event)
    event.state = FAR
    this.far.push(event)
    this.up(this.far.length - 1, event)
  }

  /** The number of ready events: a prefix of `near`. */
  ready(nowUs: number): number {
    const { near, far } = this
    let horizon = Infinity
    for (let i = 0; i < near.length; i++) {
      const { latest } = near[i]!
      if (latest >= horizon) continue
      horizon = latest
      // A local step is bound to this instant: nothing can be bound to an earlier one.
      if (latest <= nowUs) break
    }
    while (far.length > 0 && far[0]!.at <= horizon) {
      const event = far[0]!
      this.remove(event)
      this.insert(event)
      if (event.latest < horizon) horizon = event.latest
    }
    this.horizon = horizon
    let count = near.length
    while (count > 0 && near[count - 1]!.at > horizon) count--
    return count
  }

  take(i: number): PendingEvent {
    const near = this.near
    const event = near[i]!
    for (let j = i + 1; j < near.length; j++) near[j - 1] = near[j]!
    near.pop()
    event.state = NOWHERE
    return event
  }

  remove(event: PendingEvent): void {
    if (event.state === NEAR) return void this.take(this.near.indexOf(event))
    const far = this.far
    const last = far.pop()!
    event.state = NOWHERE
    if (last === event) return
    if (event.slot > 0 && before(last, far[(event.slot - 1) >> 1]!)) this.up(event.slot, last)
    else this.down(event.slot, last)
  }

  all(): PendingEvent[] {
    return [...this.near, ...this.far]
  }

  clear(): void {
    this.near.length = 0
    this.far.length = 0
  }

  private insert(event: PendingEvent): void {
    const near = this.near
    let i = near.push(event) - 1
    for (; i > 0 && before(event, near[i - 1]!); i--) near[i] = near[i - 1]!
    near[i] = event
    event.state = NEAR
  }

  private up(start: number, event: PendingEvent): void {
    const far = this.far
    let i = start
    for (let parent = (i - 1) >> 1; i > 0 && before(event, far[parent]!); parent = (i - 1) >> 1) {
      const moved = far[parent]!
      far[i] = moved
      moved.slot = i
      i = parent
    }
    far[i] = event
    event.slot = i
  }

  private down(start: number, event: PendingEvent): void {
    const far = this.far
    let i = start
    for (let child = 2 * i + 1; child < far.length; child = 2 * i + 1) {
      if (child + 1 < far.length && before(far[child + 1]!, far[child]!)) child++
      const moved = far[child]!
      if (!before(moved, event)) break
      far[i] = moved
      moved.slot = i
      i = child
    }
    far[i] = event
    event.slot = i
  }
}
