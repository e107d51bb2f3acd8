import { GtidSet } from '../../../sql/index.ts'
import type { Commit, RowChange, SavedPosition } from '../commit.ts'
import type { Invariant } from '../invariant.ts'
import { unknown, verdictOf, type Evidence } from '../verdict.ts'

/**
 * The saved position of a stream only grows, and rows that a stream brings are committed together with the
 * position that they belong to: otherwise a crash between the two would lose or repeat them.
 */
export const positionsMoveForward: Invariant = {
  name: 'positions-move-forward',
  says: 'The saved position of a stream only grows, and is committed together with the rows that it stands'
    + ' for.',
  check(record) {
    const evidence: Evidence[] = []
    const shards = new Map<string, ShardStreams>()
    const known = new KnownMarks()
    const streamsOf = (name: string): ShardStreams => {
      let shard = shards.get(name)
      if (shard === undefined) shards.set(name, shard = { saved: new Map(), made: new Set() })
      return shard
    }
    for (const { shard, stream, position } of record.initialStreams) {
      const gtids = gtidsOf(position)
      if (gtids !== null) streamsOf(shard).saved.set(stream, { position, gtids })
      streamsOf(shard).made.add(stream)
    }
    for (const commit of record.commits) {
      const { saved, made } = streamsOf(commit.shard)
      for (const position of commit.positions) {
        const key = position.stream
        if (position.change === 'delete') {
          saved.delete(key)
          made.delete(key)
          continue
        }
        const gtids = gtidsOf(position.position)
        if (gtids === null) return unknown(`cannot read the position ${position.position}`)
        const before = saved.get(key)
        if (before !== undefined && !gtids.contains(before.gtids)) evidence.push(
          backwards(commit, position, before.position)
        )
        saved.set(key, { position: position.position, gtids })
        if (position.change === 'insert') made.add(key)
      }
      // A row that another shard committed before is a copy: only a stream brings copies once there is one.
      if (commit.positions.length === 0 && made.size > 0) {
        const copies = commit.changes.filter(change => known.has(change))
        if (copies.length > 0) evidence.push({
          says: `${commit.shard} committed ${copies[0]!.row} at ${ms(commit)} as ${commit.gtid} without`
            + ` the position that it belongs to`,
          data: { shard: commit.shard, gtid: commit.gtid, rows: copies.map(change => change.row) },
          timeUs: commit.timeUs, anomaly: 'rows without position',
        })
      }
      for (const change of commit.changes) known.add(change)
    }
    return verdictOf(evidence)
  },
}

/** What a shard's streams have saved, and which of them are surely known. */
interface ShardStreams {
  readonly saved: Map<number, { readonly position: string; readonly gtids: GtidSet }>
  readonly made: Set<number>
}

/** The marks that each row was ever given. */
class KnownMarks {
  private readonly byRow = new Map<string, string[]>()

  has({ row, mark }: RowChange): boolean {
    return this.byRow.get(row)?.includes(mark) === true
  }

  add({ row, mark }: RowChange): void {
    if (mark === '') return
    const marks = this.byRow.get(row)
    if (marks === undefined) this.byRow.set(row, [mark])
    else if (!marks.includes(mark)) marks.push(mark)
  }
}

function backwards(commit: Commit, position: SavedPosition, before: string): Evidence {
  return {
    says: `stream ${position.stream} of ${commit.shard} went from ${before} back to`
      + ` ${position.position} at ${ms(commit)}`,
    data: {
      shard: commit.shard, stream: position.stream, before, after: position.position,
      gtid: commit.gtid,
    },
    timeUs: commit.timeUs, anomaly: 'backwards',
  }
}

function ms(commit: Commit): string {
  return `${(commit.timeUs / 1000).toFixed(3)} ms`
}

/** What was read before: two checkers look at the same positions, and a run may be checked twice. */
const parsed = new Map<string, GtidSet | null>()
const parsedMax = 4096
const flavor = 'MySQL56/'

/** The GTID set of a position text; null if it is none. */
export function gtidsOf(position: string): GtidSet | null {
  let gtids = parsed.get(position)
  if (gtids === undefined) {
    if (parsed.size >= parsedMax) parsed.clear()
    parsed.set(position, gtids = parse(position))
  }
  return gtids
}

function parse(position: string): GtidSet | null {
  try {
    return GtidSet.parse(position.startsWith(flavor) ? position.slice(flavor.length) : position)
  } catch {
    return null
  }
}
