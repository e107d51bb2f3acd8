import { Gtid, type GtidSet } from '../../../sql/index.ts'
import { keyRangeContains, type KeyRange } from '../../../vitess/keys/index.ts'
import type { Commit, SavedPosition } from '../commit.ts'
import type { StoredRow } from '../history.ts'
import type { Invariant } from '../invariant.ts'
import type { RunRecord } from '../run-record.ts'
import { unknown, verdictOf, type Evidence } from '../verdict.ts'
import { gtidsOf } from './positions-move-forward.ts'

/**
 * Whenever a stream saves a position, the target holds what the source held at that position, within the key
 * range that both serve. When the stream is made, everything is compared; then the rows that either side
 * changed since the last position. Where two streams bring the same rows, which Vitess does not rule out, neither
 * position speaks for all of them: a difference then decides nothing.
 */
export const targetMirrorsSource: Invariant = {
  name: 'target-mirrors-source',
  says: 'At every saved position of a stream the target holds what the source held there.',
  check(record) {
    const fold = new MirrorFold(record)
    for (const commit of record.commits) {
      const problem = fold.add(commit)
      if (problem !== null) return unknown(problem)
    }
    return fold.evidence.length === 0 && fold.doubtful !== null ? unknown(fold.doubtful) : verdictOf(fold.evidence)
  },
}

interface StreamProgress {
  /** How much of the source's log it has behind it for good. */
  done: number
  /** Another stream brings the same rows, or did when this one ran already. */
  isOneOfTwo: boolean
  readonly sourceShard: string
  /** Rows of the target that somebody else has changed since its last saved position. */
  readonly touched: Set<string>
}

/** The rows of one shard, with all their versions in the order of commits. */
class ShardRows {
  readonly versions = new Map<string, { gtid: Gtid | null; keyspaceId: string; content: string | null }[]>()
  readonly log: { gtid: Gtid; row: string }[] = []
  /** The streams that fill this shard. */
  readonly streams = new Map<number, StreamProgress>()
  /** Those that were behind when the record began: what their source held there nobody knows. */
  readonly unknown = new Set<number>()

  constructor(readonly keyRange: KeyRange | null) {}

  apply(commit: Commit): void {
    if (commit.changes.length === 0) return
    const gtid = Gtid.parse(commit.gtid)
    for (const change of commit.changes) {
      const list = this.versions.get(change.row)
      // What was there before the record began.
      const known = list ?? (
        change.before === null ? [] : [{ gtid: null, keyspaceId: change.keyspaceId, content: change.before }]
      )
      if (list === undefined) this.versions.set(change.row, known)
      known.push({ gtid, keyspaceId: change.keyspaceId, content: change.after })
      this.log.push({ gtid, row: change.row })
    }
  }

  /** A row that was there before the record began. */
  seed({ row, keyspaceId, content }: StoredRow): void {
    this.versions.set(row, [{ gtid: null, keyspaceId, content }])
  }

  /** The content of a row at a position; null if it is not there. */
  at(row: string, position: GtidSet | null): { keyspaceId: string; content: string | null } | null {
    const list = this.versions.get(row)
    if (list === undefined) return null
    for (let index = list.length - 1; index >= 0; index--) {
      const version = list[index]!
      if (position === null || version.gtid === null || position.has(version.gtid)) return version
    }
    return null
  }
}

class MirrorFold {
  readonly evidence: Evidence[] = []
  /** The first difference at a position of a stream that was not alone. */
  doubtful: string | null = null
  private readonly shards = new Map<string, ShardRows>()

  constructor({ initialRows, initialCopies, initialStreams }: RunRecord) {
    for (const row of [...initialRows, ...initialCopies]) this.rowsOf(row.shard).seed(row)
    for (const { shard, stream, isEven } of initialStreams) if (!isEven) this.rowsOf(shard).unknown.add(stream)
  }

  /** Answers why nothing can be said, or null. */
  add(commit: Commit): string | null {
    const target = this.rowsOf(commit.shard)
    target.apply(commit)
    if (commit.positions.length === 0) {
      for (const { touched } of target.streams.values()) for (const { row } of commit.changes) touched.add(row)
    }
    for (const saved of commit.positions) {
      if (saved.change !== 'update') target.unknown.delete(saved.stream)
      if (target.unknown.has(saved.stream)) {
        besideUnknown(target, saved)
        continue
      }
      if (saved.change === 'delete') {
        target.streams.delete(saved.stream)
        continue
      }
      const stream = target.streams.get(saved.stream)
      if (saved.state === 'Stopped' && stream === undefined) continue
      const gtids = gtidsOf(saved.position)
      if (gtids === null) return `cannot read the position ${saved.position}`
      const source = this.rowsOf(saved.sourceShard)
      let rows: Set<string>
      if (stream === undefined) {
        rows = new Set([...source.versions.keys(), ...target.versions.keys()])
        begin(target, saved)
      } else {
        rows = new Set(stream.touched)
        stream.touched.clear()
        for (const change of commit.changes) rows.add(change.row)
        addRowsReached(rows, source, stream, gtids)
      }
      this.compare(commit, saved, gtids, source, target, rows)
    }
    return null
  }

  private compare(
    commit: Commit, saved: SavedPosition, gtids: GtidSet, source: ShardRows, target: ShardRows,
    rows: ReadonlySet<string>,
  ): void {
    for (const row of rows) {
      const expected = source.at(row, gtids)
      const found = target.at(row, null)
      if ((expected?.content ?? null) === (found?.content ?? null)) continue
      const keyspaceId = expected?.keyspaceId ?? found?.keyspaceId ?? ''
      if (!keyRangeContains(saved.keyRange, keyspaceId)) continue
      if (!keyRangeContains(target.keyRange, keyspaceId)) continue
      // Streams from several shards into one: each brings the rows of its own.
      if (!keyRangeContains(source.keyRange, keyspaceId)) continue
      if (target.streams.get(saved.stream)!.isOneOfTwo) {
        this.doubtful ??= `two streams bring ${commit.shard} the rows of ${saved.sourceShard}, and do not agree on ${row}`
        continue
      }
      this.evidence.push({
        says: `${commit.shard} at ${saved.position} (${(commit.timeUs / 1000).toFixed(3)} ms): ${row} is`
          + ` ${found?.content ?? 'not there'},`
          + ` but ${saved.sourceShard} had ${expected?.content ?? 'no such row'}`,
        data: {
          shard: commit.shard, source: saved.sourceShard, stream: saved.stream, position: saved.position, row,
          expected: expected?.content ?? null, found: found?.content ?? null,
        },
        timeUs: commit.timeUs,
      })
    }
  }

  private rowsOf(shard: string): ShardRows {
    let rows = this.shards.get(shard)
    if (rows === undefined) this.shards.set(shard, rows = new ShardRows(keyRangeOf(shard)))
    return rows
  }
}

/** Another stream from the same shard, which is still there, makes two of them. */
function begin({ streams }: ShardRows, { stream, sourceShard }: SavedPosition): void {
  const others = [...streams.values()].filter(other => other.sourceShard === sourceShard)
  for (const other of others) other.isOneOfTwo = true
  streams.set(stream, { done: 0, isOneOfTwo: others.length > 0, sourceShard, touched: new Set() })
}

/** So does one of which nobody knows what it has brought. */
function besideUnknown({ streams }: ShardRows, { sourceShard }: SavedPosition): void {
  for (const other of streams.values()) if (other.sourceShard === sourceShard) other.isOneOfTwo = true
}

/**
 * Adds the rows of the source's log that the position has reached, from the first that it had not reached
 * before.
 */
function addRowsReached(
  rows: Set<string>, source: ShardRows, stream: StreamProgress, position: GtidSet,
): void {
  const { log } = source
  let isPrefix = true
  for (let index = stream.done; index < log.length; index++) {
    if (!position.has(log[index]!.gtid)) isPrefix = false
    else {
      rows.add(log[index]!.row)
      if (isPrefix) stream.done = index + 1
    }
  }
}

/** `customer/-80` → its key range; a name without `-` has none. */
function keyRangeOf(shard: string): KeyRange | null {
  const [start, end] = shard.slice(shard.indexOf('/') + 1).split('-')
  return end === undefined ? null : { start: start!, end }
}
