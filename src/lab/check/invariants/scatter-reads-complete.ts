import type { Attempt } from '../history.ts'
import type { Invariant } from '../invariant.ts'
import { mayLag } from '../replica-lag.ts'
import type { RunRecord } from '../run-record.ts'
import { verdictOf, type Evidence } from '../verdict.ts'

/**
 * A read of all shards finds each row once: none twice, and none that was there before the run and that nobody
 * meant to delete is missing. What is newer may be missing where replicas lag: a new row, and an old one in a shard
 * to which it was copied. Nobody looks whether the replicas have the rows before reads are moved to them.
 */
export const scatterReadsComplete: Invariant = {
  name: 'scatter-reads-complete',
  says: 'A read of all shards finds each row that is surely there, and none twice.',
  check(record) {
    const reads = record.history.filter(
      ({ operation, outcome }) => operation === 'scatter-read' && outcome === 'ok')
    if (reads.length === 0) return verdictOf([])
    const lasting = lastingRows(record)
    const mayMiss = mayLag(record)
    return verdictOf(reads.flatMap(attempt => problemsOf(attempt, lasting, row => mayMiss(attempt, row))))
  },
}

/** The rows of each table that were there before the run and that nobody meant to delete. */
function lastingRows({ initialRows, history, commits }: RunRecord): Map<string, string[]> {
  const deleted = new Set<string | null>()
  for (const { writes } of history) {
    for (const { change, row } of writes) if (change === 'delete') deleted.add(row)
  }
  // Those by hand; streams and clones delete in shards that are not read yet.
  for (const { positions, changes } of commits) {
    if (positions.length > 0) continue
    for (const { row, after } of changes) if (after === null) deleted.add(row)
  }
  const lasting = new Map<string, string[]>()
  for (const { row } of initialRows) {
    if (deleted.has(row)) continue
    const table = tableOf(row)
    const rows = lasting.get(table)
    if (rows === undefined) lasting.set(table, [row])
    else if (!rows.includes(row)) rows.push(row)
  }
  return lasting
}

function problemsOf(
  { id, client, sql, endUs, reads }: Attempt, lasting: ReadonlyMap<string, string[]>, mayMiss: (row: string) => boolean,
): Evidence[] {
  const found = new Set<string>()
  const twice = new Set<string>()
  for (const { row } of reads) {
    if (found.has(row)) twice.add(row)
    found.add(row)
  }
  const table = /\bfrom (\w+)/i.exec(sql)?.[1] ?? ''
  const missing = (lasting.get(table) ?? []).filter(row => !found.has(row) && !mayMiss(row))
  const when = `${((endUs ?? 0) / 1000).toFixed(3)} ms`
  return [
    ...[...twice].map(row => ({
      says: `${client} read all of ${table} at ${when} and found ${row} twice`,
      data: { attempt: id, row, found: 2 }, timeUs: endUs, anomaly: 'row twice',
    })),
    ...missing.map(row => ({
      says: `${client} read all of ${table} at ${when} and did not find ${row}`,
      data: { attempt: id, row, found: 0 }, timeUs: endUs, anomaly: 'missing row',
    })),
  ]
}

const tableOf = (row: string): string => row.slice(0, row.indexOf('/'))
