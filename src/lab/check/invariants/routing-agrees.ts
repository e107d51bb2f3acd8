import type { Shard } from '../../../vitess/wire/index.ts'
import type { Invariant } from '../invariant.ts'
import type { RunRecord, SrvKeyspaceWrite } from '../run-record.ts'
import { verdictOf, type Evidence } from '../verdict.ts'

/**
 * When nobody is at work in a keyspace, the serving graph of each cell, its tablet controls and the records of
 * the shards tell of the same phase: before a migration, between the migrations of types, or after them.
 */
export const routingAgrees: Invariant = {
  name: 'routing-agrees',
  says: 'At rest the serving graph, the tablet controls and the records of shards tell of one legal phase.',
  check(record) {
    const latest = new Map<string, SrvKeyspaceWrite>()
    for (const write of record.servingGraph) latest.set(`${write.cell}/${write.keyspace}`, write)
    return verdictOf([...latest.values()]
      .filter(({ keyspace }) => !record.lockedKeyspaces.includes(keyspace))
      .flatMap(write => problemsOf(write, record)))
  },
}

function problemsOf({ cell, keyspace, contents, timeUs }: SrvKeyspaceWrite, record: RunRecord): Evidence[] {
  const evidence: Evidence[] = []
  const report = (anomaly: string, problem: string): void => {
    evidence.push({
      says: `${keyspace} in ${cell}: ${problem}`, data: { cell, keyspace, problem }, timeUs, anomaly,
    })
  }
  const shards = shardsOf(record, keyspace)
  const routedOf = (type: string): readonly string[] => {
    const partition = contents.partitions.find(({ servedType }) => servedType === type)
    return (partition?.shardReferences ?? []).map(({ name }) => name)
  }
  const masters = routedOf('MASTER')
  for (const [name, shard] of shards) {
    const isRouted = masters.includes(name)
    const { isMasterServing } = shard
    if (isMasterServing && !isRouted) report('not routed', `the master of ${name} serves, but writes are not routed to it`)
    if (!isMasterServing && isRouted) report('does not serve', `writes are routed to ${name}, whose master does not serve`)
    if (isFrozen(shard) && isRouted) report('frozen', `${name} is frozen, but writes are routed to it`)
  }
  for (const { servedType, shardTabletControls } of contents.partitions) {
    const routed = routedOf(servedType)
    for (const { name, queryServiceDisabled } of shardTabletControls) {
      if (!queryServiceDisabled || !routed.includes(name)) continue
      report('off', `${servedType} is routed to ${name}, where it is off`)
    }
    // Others than the masters may be ahead, or may have gone back: their shards follow those that have the writes.
    for (const name of routed) {
      if (masters.includes(name) || isFollowing(shards.get(name))) continue
      report('follows nobody', `${servedType} is routed to ${name}, which neither has the writes nor follows them`)
    }
  }
  return evidence
}

/** The streams back to a shard that is frozen are noted, and stand still: only what unfreezes it starts them. */
function isFollowing(shard: Shard | undefined): boolean {
  return shard !== undefined && shard.sourceShards.length > 0 && !isFrozen(shard)
}

function isFrozen({ tabletControls }: Shard): boolean {
  return tabletControls.some(({ tabletType, frozen }) => tabletType === 'MASTER' && frozen)
}

function shardsOf({ shardRecords }: RunRecord, keyspace: string): Map<string, Shard> {
  const shards = new Map<string, Shard>()
  for (const [name, shard] of shardRecords) {
    if (name.startsWith(`${keyspace}/`)) shards.set(name.slice(keyspace.length + 1), shard)
  }
  return shards
}
