import type { BinlogTransaction } from '../../lab/cluster/index.ts'
import type { TraceEvent } from '../../sim/index.ts'
import { Gtid } from '../../sql/index.ts'

interface ServerCommits { readonly seqs: number[]; readonly numbers: number[]; readonly timesUs: number[] }

/**
 * When each transaction was committed first, by its server and number. Grows with the run; what it answers for
 * a moment depends on nothing that came later.
 */
export class CommitTimes {
  private readonly servers = new Map<string, ServerCommits>()

  /** Takes in a `mysql/commit`. */
  add(event: TraceEvent): void {
    const { sid, sequence } = Gtid.parse((event.data as BinlogTransaction).gtid)
    let commits = this.servers.get(sid)
    if (commits === undefined) this.servers.set(sid, commits = { seqs: [], numbers: [], timesUs: [] })
    commits.seqs.push(event.seq)
    commits.numbers.push(sequence)
    commits.timesUs.push(event.timeUs)
  }

  /** null: before the run began. A server that was reset counts anew, so the last one before `seq` is meant. */
  timeUs(sid: string, sequence: number, seq: number): number | null {
    const commits = this.servers.get(sid)
    if (commits === undefined) return null
    let low = 0
    let high = commits.seqs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (commits.seqs[middle]! <= seq) low = middle + 1
      else high = middle
    }
    // Numbers follow one another, so it is found at once.
    const at = low - 1 - (commits.numbers[low - 1]! - sequence)
    return commits.numbers[at] === sequence && at < low ? commits.timesUs[at]! : null
  }
}
