import { writesByHand } from '../by-hand.ts'
import type { Attempt, RowWrite } from '../history.ts'
import type { Invariant } from '../invariant.ts'
import type { RunRecord } from '../run-record.ts'
import { unknown, verdictOf, type Evidence } from '../verdict.ts'

/** A write with the time in which it took effect, if it did; without an attempt, one by hand. */
interface Write {
  readonly attempt: Attempt | null
  readonly change: RowWrite['change']
  readonly mark: string
  readonly startUs: number
  /** Infinity while nobody knows that it is over. */
  readonly endUs: number
  readonly acked: boolean
}

/**
 * What a client was told is written is there at the end, or something later overwrote it. The last state of a
 * row must be the work of a write that no acknowledged write of the same row follows in time; writes that
 * overlap may come in either order.
 */
export const ackedWritesSurvive: Invariant = {
  name: 'acked-writes-survive',
  says: 'A write that a client was told is done is there at the end, unless a later write replaced it.',
  check(record) {
    if (record.finalRows === null) return unknown('the rows of the serving masters could not be read')
    const found = new Map(record.finalRows.map(row => [row.row, row]))
    const evidence: Evidence[] = []
    const moves = movesOfMasters(record)
    for (const [row, writes] of writesByRow(record)) {
      const mark = found.get(row)?.mark ?? null
      const problem = explain(row, mark, writes, found.get(row)?.shard ?? '', moves)
      if (problem !== null) evidence.push(problem)
    }
    return verdictOf(evidence)
  },
}

/** When writes were sent elsewhere. */
function movesOfMasters({ servingGraph }: RunRecord): number[] {
  const known = new Map<string, string>()
  return servingGraph.flatMap(({ cell, keyspace, contents, timeUs }) => {
    const master = contents.partitions.find(partition => partition.servedType === 'MASTER')
    const shards = (master?.shardReferences ?? []).map(reference => reference.name).join(' ')
    const before = known.get(`${cell} ${keyspace}`)
    known.set(`${cell} ${keyspace}`, shards)
    return before === undefined || before === shards ? [] : [timeUs]
  })
}

function writesByRow(record: RunRecord): Map<string, Write[]> {
  const byRow = new Map<string, Write[]>()
  const add = (row: string, write: Write): void => {
    const list = byRow.get(row)
    if (list === undefined) byRow.set(row, [write])
    else list.push(write)
  }
  for (const { row, mark } of record.initialRows) {
    add(row, { attempt: null, change: 'insert', mark, startUs: -1, endUs: -1, acked: true })
  }
  // An insert of which nobody knows the end has told no key: it is known again by its mark.
  const byMark = new Map((record.finalRows ?? []).map(row => [row.mark, row.row]))
  for (const attempt of record.history) {
    if (attempt.outcome === 'fail') continue
    const acked = attempt.outcome === 'ok'
    for (const write of attempt.writes) {
      const row = write.row ?? byMark.get(write.mark)
      if (row === undefined) continue
      add(row, {
        attempt, change: write.change, mark: write.mark, startUs: attempt.startUs, acked,
        endUs: acked ? attempt.endUs ?? Infinity : Infinity,
      })
    }
  }
  for (const { row, change, mark, timeUs } of writesByHand(record)) {
    add(row, { attempt: null, change, mark, startUs: timeUs, endUs: timeUs, acked: true })
  }
  return byRow
}

/** Why the state of a row at the end cannot be; null if it can. `mark` null: the row is not there. */
function explain(
  row: string, mark: string | null, writes: readonly Write[], shard: string, moves: readonly number[],
): Evidence | null {
  const lastAcked = writes.filter(write => write.acked).reduce<Write | null>(
    (last, write) => (last === null || write.endUs > last.endUs ? write : last), null)
  const candidates = writes.filter(
    write => (mark === null ? write.change === 'delete' : write.mark === mark && write.change !== 'delete')
  )
  // Only an acknowledged write that began after the candidate's end is surely later.
  const isLegal = (candidate: Write): boolean => !writes.some(
    other => other.acked && other.startUs > candidate.endUs
  )
  if (candidates.some(isLegal)) return null
  if (lastAcked === null) return mark === null ? null : foreign(row, mark, shard)
  const lost = candidates.length === 0 ? lastAcked
    : writes.findLast(other => other.acked && candidates.every(candidate => other.startUs > candidate.endUs)) ?? lastAcked
  return {
    says: `${describe(lost)} of ${row} was acknowledged${when(lost)}, but at the end ${state(mark, shard)}`,
    data: {
      row, found: mark, shard: shard === '' ? null : shard,
      expected: lost.change === 'delete' ? null : lost.mark,
      attempt: lost.attempt?.id ?? null, client: lost.attempt?.client ?? null, sql: lost.attempt?.sql ?? null,
    },
    timeUs: lostAt(lost, moves),
    anomaly: mark === null ? 'lost row' : lost.change === 'delete' ? 'deleted row' : 'old value',
  }
}

/** A write is lost when others take over who do not have it; else nobody knows when. */
function lostAt({ endUs }: Write, moves: readonly number[]): number | null {
  return moves.find(timeUs => timeUs >= endUs) ?? (endUs < 0 || endUs === Infinity ? null : endUs)
}

function foreign(row: string, mark: string, shard: string): Evidence {
  return {
    says: `${row} is in ${shard} with ${mark}, which nobody wrote`, data: { row, found: mark, shard }, timeUs: null,
    anomaly: 'value of nobody',
  }
}

function state(mark: string | null, shard: string): string {
  return mark === null ? 'the row is not there' : `${shard} holds ${mark}`
}

function describe(write: Write): string {
  if (write.attempt === null && write.startUs < 0) return 'the first state'
  const what = write.change === 'delete' ? 'the delete' : `the ${write.change} ${write.mark}`
  return `${what} by ${write.attempt?.client ?? 'hand'}`
}

function when(write: Write): string {
  return write.endUs < 0 ? '' : ` at ${(write.endUs / 1000).toFixed(3)} ms`
}
