import { GtidSet } from '../../../sql/index.ts'
import type { Commit, SavedPosition } from '../commit.ts'
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
    const saved = new Map<string, { position: SavedPosition; gtids: GtidSet }>()
    const streams = new Map<string, Set<number>>()
    const known = new Set<string>()
    for (const commit of record.commits) {
      for (const position of commit.positions) {
        const key = `${commit.shard} stream ${position.stream}`
        if (position.change === 'delete') {
          saved.delete(key)
          streams.get(commit.shard)?.delete(position.stream)
          continue
        }
        const gtids = gtidsOf(position.position)
        if (gtids === null) return unknown(`cannot read the position ${position.position}`)
        const before = saved.get(key)
        if (before !== undefined && !gtids.contains(before.gtids)) evidence.push(
          backwards(commit, position, before.position)
        )
        saved.set(key, { position, gtids })
        if (position.change === 'insert') streams.set(
          commit.shard, (streams.get(commit.shard) ?? new Set<number>()).add(position.stream),
        )
      }
      // A row that another shard committed before is a copy: only a stream brings copies once there is one.
      const copies = commit.changes.filter(change => known.has(`${change.row}=${change.mark}`))
      if (copies.length > 0 && commit.positions.length === 0 && (streams.get(commit.shard)?.size ?? 0) > 0) {
        evidence.push({
          says: `${commit.shard} committed ${copies[0]!.row} at ${ms(commit)} as ${commit.gtid} without`
            + ` the position that it belongs to`,
          data: { shard: commit.shard, gtid: commit.gtid, rows: copies.map(change => change.row) },
        })
      }
      for (const change of commit.changes) if (change.mark !== '') known.add(`${change.row}=${change.mark}`)
    }
    return verdictOf(evidence)
  },
}

function backwards(commit: Commit, position: SavedPosition, before: SavedPosition): Evidence {
  return {
    says: `stream ${position.stream} of ${commit.shard} went from ${before.position} back to`
      + ` ${position.position} at ${ms(commit)}`,
    data: {
      shard: commit.shard, stream: position.stream, before: before.position, after: position.position,
      gtid: commit.gtid,
    },
  }
}

function ms(commit: Commit): string {
  return `${(commit.timeUs / 1000).toFixed(3)} ms`
}

/** What was read before: two checkers look at the same positions, and a run may be checked twice. */
const parsed = new Map<string, GtidSet | null>()
const parsedMax = 4096

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
    return GtidSet.parse(position.replace(/^MySQL56\//, ''))
  } catch {
    return null
  }
}
