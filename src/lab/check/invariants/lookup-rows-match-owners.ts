import type { Attempt } from '../history.ts'
import type { Invariant } from '../invariant.ts'
import type { LookupRows, RunRecord } from '../run-record.ts'
import { verdictOf, type Evidence } from '../verdict.ts'

/**
 * A lookup vindex finds each row of its owner, and leads nowhere else. What an attempt of unknown outcome has
 * touched accuses nobody: its transaction may have been committed in one place only. A consistent lookup may keep
 * rows that belong to nothing, since it commits them first.
 */
export const lookupRowsMatchOwners: Invariant = {
  name: 'lookup-rows-match-owners',
  says: 'Each row of an owner has its row in the lookup table, and no row there belongs to nothing.',
  check(record) {
    const doubts = new Doubts(record)
    return verdictOf(record.lookups.flatMap(lookup => [...missing(lookup, doubts), ...left(lookup, doubts)]))
  },
}

const pair = (value: string, keyspaceId: string): string => `${value} → ${keyspaceId}`

function* missing({ vindex, owners, entries }: LookupRows, doubts: Doubts): Iterable<Evidence> {
  const found = new Set(entries.map(({ value, keyspaceId }) => pair(value, keyspaceId)))
  const values = new Map(entries.map(({ value, keyspaceId }) => [value, keyspaceId]))
  for (const { row, value, keyspaceId } of owners) {
    if (found.has(pair(value, keyspaceId)) || doubts.has(row, value, keyspaceId)) continue
    const other = values.get(value)
    yield {
      says: `${row} has ${value} and keyspace id ${keyspaceId}, but ${vindex} ${other === undefined
        ? 'does not find it' : `leads to ${other}`}`,
      data: { vindex, row, value, keyspaceId, found: other ?? null }, timeUs: null,
      anomaly: other === undefined ? 'no lookup row' : 'other keyspace id',
    }
  }
}

function* left({ vindex, table, owners, entries, mayHaveMore }: LookupRows, doubts: Doubts): Iterable<Evidence> {
  if (mayHaveMore) return
  const owned = new Set(owners.map(({ value, keyspaceId }) => pair(value, keyspaceId)))
  let excused = doubts.inserts
  for (const { value, keyspaceId } of entries) {
    if (owned.has(pair(value, keyspaceId)) || doubts.has(null, value, keyspaceId) || excused-- > 0) continue
    yield {
      says: `${vindex} leads ${value} to keyspace id ${keyspaceId}, where no row of ${table} has it`,
      data: { vindex, table, value, keyspaceId }, timeUs: null, anomaly: 'lookup row of nothing',
    }
  }
}

/** What attempts may have written of which nobody knows whether they did. */
class Doubts {
  private readonly rows = new Set<string>()
  private readonly marks = new Set<string>()
  private readonly keyspaceIds = new Set<string>()
  private readonly unknown: readonly Attempt[]

  constructor({ history, commits }: RunRecord) {
    this.unknown = history.filter(({ outcome }) => outcome === 'unknown')
    for (const { writes } of this.unknown) {
      for (const { row, mark } of writes) {
        if (row !== null) this.rows.add(row)
        if (mark !== '') this.marks.add(mark)
      }
    }
    for (const { changes } of commits) {
      for (const { row, mark, keyspaceId } of changes) {
        if (this.rows.has(row) || this.marks.has(mark)) this.keyspaceIds.add(keyspaceId)
      }
    }
  }

  has(row: string | null, value: string, keyspaceId: string): boolean {
    return row !== null && this.rows.has(row) || this.marks.has(value) || this.keyspaceIds.has(keyspaceId)
  }

  /** How many rows they may have inserted whose keys nobody was told. */
  get inserts(): number {
    return this.unknown.flatMap(({ writes }) => writes).filter(({ row, change }) => change === 'insert' && row === null).length
  }
}
