import type { PendingEvent } from './pending-event.ts'

/**
 * Ticks in a microsecond. A delay of one tick means "after another event of the same instant": too small to be
 * a time, and exact in binary as a fraction.
 */
export const TICKS = 64

/**
 * What ran although something else could have come first, as far as that may still matter. An event has a
 * place in the dull order, (`at`, `seq`); when one with a later place runs before it, it is overtaken, and
 * its own place is a tick behind the latest that did so since it was scheduled. Nothing is written into the
 * events that are overtaken: most decisions overtake many.
 */
export class Overtakers {
  // The last of them: its place in ticks, its `seq`, and the `seq` of the newest event at that time.
  private ticks = -1
  private seq = 0
  private newest = 0
  /** Those before it, three numbers each. Places fall and the newest rise; seldom more than a few. */
  private earlier: number[] | null = null
  private depth = 0

  add(ticks: number, seq: number, newest: number): void {
    while (this.ticks >= 0 && isBefore(this.ticks, this.seq, ticks, seq)) this.pop()
    if (this.ticks >= 0) this.push()
    this.ticks = ticks
    this.seq = seq
    this.newest = newest
  }

  /** By how many ticks this event has to come later than it could; -1 if nothing overtook it. */
  delayOf(event: PendingEvent): number {
    if (this.newest < event.seq) return -1
    const { earlier } = this
    let { ticks, seq, depth } = this
    for (; depth > 0 && earlier![depth - 1]! >= event.seq; depth -= 3) {
      ticks = earlier![depth - 3]!
      seq = earlier![depth - 2]!
    }
    const own = event.at * TICKS
    return isBefore(own, event.seq, ticks, seq) ? ticks - own + 1 : -1
  }

  private push(): void {
    const earlier = this.earlier ??= []
    earlier[this.depth++] = this.ticks
    earlier[this.depth++] = this.seq
    earlier[this.depth++] = this.newest
  }

  private pop(): void {
    if (this.depth === 0) return void (this.ticks = -1)
    const earlier = this.earlier!
    this.newest = earlier[--this.depth]!
    this.seq = earlier[--this.depth]!
    this.ticks = earlier[--this.depth]!
  }
}

function isBefore(ticks: number, seq: number, otherTicks: number, otherSeq: number): boolean {
  return ticks < otherTicks || (ticks === otherTicks && seq < otherSeq)
}
