import { type Gtid, GtidSet } from './gtid.ts'

/** The last interval of one server: where a log grows. */
interface Tail {
  readonly start: number
  end: number
  /** It has grown since `known`. */
  isNew: boolean
}

/** A set of GTIDs that grows in place: the book of a log, where nearly every transaction is the next of its server. */
export class GrowingGtidSet {
  private known = GtidSet.empty
  private readonly tails = new Map<string, Tail>()
  private hasNew = false

  /** The set as it is now. */
  get set(): GtidSet {
    if (this.hasNew) {
      for (const [sid, tail] of this.tails) {
        if (tail.isNew) this.known = this.known.extended(sid, tail.end)
        tail.isNew = false
      }
      this.hasNew = false
    }
    return this.known
  }

  /** Becomes this set. */
  set set(set: GtidSet) {
    this.known = set
    this.hasNew = false
    this.tails.clear()
    for (const sid of set.sids()) {
      const [start, end] = set.intervals(sid).at(-1)!
      this.tails.set(sid, { start, end, isNew: false })
    }
  }

  has({ sid, sequence }: Gtid): boolean {
    const tail = this.tails.get(sid)
    if (tail === undefined) return false
    return sequence >= tail.start ? sequence <= tail.end : this.known.hasSequence(sid, sequence)
  }

  /** The highest transaction number of one server, 0 when it has none. */
  last(sid: string): number {
    return this.tails.get(sid)?.end ?? 0
  }

  add(gtid: Gtid): void {
    const tail = this.tails.get(gtid.sid)
    if (tail !== undefined && gtid.sequence === tail.end + 1) {
      tail.end++
      tail.isNew = this.hasNew = true
    } else if (!this.has(gtid)) {
      this.set = this.set.add(gtid)
    }
  }
}
