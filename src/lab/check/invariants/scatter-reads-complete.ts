import type { Attempt } from '../history.ts'
import type { Invariant } from '../invariant.ts'
import type { RunRecord } from '../run-record.ts'
import { verdictOf, type Evidence } from '../verdict.ts'

/** How far a replica is behind in a world in which nothing breaks, at the most. */
const lagMaxUs = 5_000_000
/** For how long a fault that is over may leave a replica behind: it takes silence for a loss after 60 s, and then connects anew. */
const afterFaultUs = 75_000_000

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
    const copied = copiesOf(record)
    return verdictOf(reads.flatMap(attempt => problemsOf(attempt, lasting, row =>
      attempt.target !== '@master' && mayLag(attempt, copied.get(row) ?? [], record))))
  },
}

/** The rows of each table that were there before the run and that nobody meant to delete. */
function lastingRows(record: RunRecord): Map<string, string[]> {
  const { initialRows, history, commits } = record
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
  const isRead = readAtFirst(record)
  for (const { row, shard } of initialRows) {
    if (deleted.has(row) || !isRead(row, shard)) continue
    const table = tableOf(row)
    const rows = lasting.get(table)
    if (rows === undefined) lasting.set(table, [row])
    else if (!rows.includes(row)) rows.push(row)
  }
  return lasting
}

/** When rows came to shards in which they were not before, in order. */
function copiesOf({ commits }: RunRecord): Map<string, number[]> {
  const times = new Map<string, number[]>()
  for (const { timeUs, changes } of commits) {
    for (const { row, before } of changes) {
      if (before !== null) continue
      const known = times.get(row)
      if (known === undefined) times.set(row, [timeUs])
      else known.push(timeUs)
    }
  }
  return times
}

/** Whether the replica that was read may not have had what came last to its master at one of these times. */
function mayLag({ startUs, endUs }: Attempt, cameUs: readonly number[], { faults }: RunRecord): boolean {
  const untilUs = endUs ?? startUs
  const lastUs = cameUs.findLast(timeUs => timeUs <= untilUs)
  if (lastUs === undefined) return false
  return startUs - lastUs < lagMaxUs
    || faults.some(fault => fault.startUs <= untilUs && (fault.endUs ?? Infinity) + afterFaultUs >= lastUs)
}

/**
 * Whether a row was there for those who read: where reads are routed to other shards than writes, those may be behind.
 */
function readAtFirst({ initialRows, initialCopies, servingGraph }: RunRecord): (row: string, shard: string) => boolean {
  const routes = servingGraph.filter(({ isLocked }) => isLocked === null).map(({ keyspace, contents }) => {
    const partition = contents.partitions.find(({ servedType }) => servedType === 'RDONLY')
    const shards = new Set((partition?.shardReferences ?? []).map(({ name }) => `${keyspace}/${name}`))
    const held = [...initialRows, ...initialCopies].filter(({ shard }) => shards.has(shard))
    return { keyspace, rows: new Set(held.map(({ row }) => row)) }
  })
  return (row, shard) => routes.every(({ keyspace, rows }) => !shard.startsWith(`${keyspace}/`) || rows.has(row))
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
