import type { Attempt } from './history.ts'
import type { Fault, RunRecord, SrvKeyspaceWrite } from './run-record.ts'

/** How far a replica is behind in a world in which nothing breaks, at the most. */
const lagMaxUs = 5_000_000
/** For how long a fault that is over may leave a replica behind: it takes silence for a loss after 60 s, and then connects anew. */
const afterFaultUs = 75_000_000

/** When and where a row came to a shard in which it was not before. */
interface Arrival { readonly shard: string; readonly timeUs: number }

/**
 * Who tells whether a read of replicas may miss a row, for the shards to which its type is routed then: because the
 * row came to one of them a moment ago, because a fault there has just kept replicas back, or because the stream that
 * fills the shard had not brought the row when the run began.
 */
export function mayLag(record: RunRecord): (read: Attempt, row: string) => boolean {
  const { faults, tabletShards } = record
  const arrivals = arrivalsOf(record)
  const wasBehind = rowsNotBroughtYet(record)
  return (read, row) => {
    if (read.target === '@master') return false
    const untilUs = read.endUs ?? read.startUs
    const routed = routedShards(record, read)
    const came = (arrivals.get(row) ?? []).filter(({ shard, timeUs }) => timeUs <= untilUs && routed.has(shard))
    if (came.length === 0) return wasBehind(routed, row)
    return came.some(({ shard, timeUs }) => read.startUs - timeUs < lagMaxUs || faults.some(fault =>
      fault.startUs <= untilUs && read.startUs <= (fault.endUs ?? Infinity) + afterFaultUs
      && delaysReplication(fault, shard, tabletShards)))
  }
}

function arrivalsOf({ commits }: RunRecord): ReadonlyMap<string, readonly Arrival[]> {
  const arrivals = new Map<string, Arrival[]>()
  for (const { shard, timeUs, changes } of commits) {
    for (const { row, before } of changes) {
      if (before !== null) continue
      const known = arrivals.get(row)
      if (known === undefined) arrivals.set(row, [{ shard, timeUs }])
      else known.push({ shard, timeUs })
    }
  }
  return arrivals
}

/**
 * The shards to which any cell routes what is read: by the versions of the serving graph that were in force while it
 * was read or shortly before, for a vtgate may not have heard of the last.
 */
function routedShards({ servingGraph }: RunRecord, { startUs, endUs, target }: Attempt): ReadonlySet<string> {
  const lastByPlace = new Map<string, SrvKeyspaceWrite>()
  const inForce: SrvKeyspaceWrite[] = []
  for (const version of servingGraph) {
    if (version.timeUs > (endUs ?? startUs)) continue
    if (version.timeUs > startUs - lagMaxUs) inForce.push(version)
    else lastByPlace.set(`${version.cell} ${version.keyspace}`, version)
  }
  const type = target.slice(1).toUpperCase()
  return new Set([...lastByPlace.values(), ...inForce].flatMap(({ keyspace, contents }) =>
    contents.partitions.filter(({ servedType }) => servedType === type)
      .flatMap(({ shardReferences }) => shardReferences.map(({ name }) => `${keyspace}/${name}`))))
}

/** Rows that a shard lacked at first, as a stream that fills it was behind. */
function rowsNotBroughtYet(
  { initialStreams, initialRows, initialCopies }: RunRecord,
): (routed: ReadonlySet<string>, row: string) => boolean {
  const behind = initialStreams.filter(({ isEven }) => !isEven).map(({ shard }) => shard)
  if (behind.length === 0) return () => false
  const held = new Set([...initialRows, ...initialCopies].map(({ row, shard }) => `${shard} ${row}`))
  return (routed, row) => behind.some(shard => routed.has(shard))
    && [...routed].every(shard => !held.has(`${shard} ${row}`))
}

/** Whether replicas of a shard may be behind for a fault: one of a server there, or of what its servers hear of each other. */
function delaysReplication({ what, method }: Fault, shard: string, tabletShards: RunRecord['tabletShards']): boolean {
  if (method !== undefined && !/^(Mysqld\.(binlogDump|connect)|TabletManager\..*)$/.test(method)) return false
  const ends = what.split(' > ')
  return ends.some(name => tabletShards.get(name) === shard) && !ends.some(name => /^(vtgate|client)-/.test(name))
}
