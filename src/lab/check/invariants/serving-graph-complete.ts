import { servedTypes, type KeyspacePartition } from '../../../vitess/wire/index.ts'
import type { Invariant } from '../invariant.ts'
import type { SrvKeyspaceWrite } from '../run-record.ts'
import { verdictOf, type Evidence } from '../verdict.ts'

/**
 * Every version of the serving graph that was ever written covers each type's whole key range once, in every
 * cell.
 */
export const servingGraphComplete: Invariant = {
  name: 'serving-graph-complete',
  says: 'In every cell the serving graph covers the whole key range of each tablet type once, at all times.',
  check(record) {
    const evidence: Evidence[] = []
    // A keyspace whose tablets are not up yet has an empty graph: it must be complete once it has been.
    const complete = new Set<string>()
    for (const write of record.servingGraph) {
      for (const type of servedTypes) {
        const partition = write.contents.partitions.find(candidate => candidate.servedType === type)
        const scope = `${write.cell} ${write.keyspace} ${type}`
        const problem = coverageProblem(partition)
        if (problem === null) complete.add(scope)
        else if (complete.has(scope) || (partition?.shardReferences.length ?? 0) > 0) evidence.push(
          report(write, type, problem, partition)
        )
      }
    }
    return verdictOf(evidence)
  },
}

/**
 * What is wrong with a partition's shards; null if they cover everything once. Bounds are hex, '' is the end.
 */
export function coverageProblem(partition: KeyspacePartition | undefined): string | null {
  const shards = partition?.shardReferences ?? []
  if (shards.length === 0) return 'no shard serves it'
  if (shards.length === 1 && shards[0]!.keyRange === null) return null
  const whole = shards.find(shard => shard.keyRange === null)
  if (whole !== undefined) return `${whole.name} serves everything, and ${shards.length - 1} others serve too`
  const sorted = [...shards].sort(
    (a, b) => (a.keyRange!.start < b.keyRange!.start ? -1 : a.keyRange!.start > b.keyRange!.start ? 1 : 0)
  )
  if (sorted[0]!.keyRange!.start !== '') return `nobody serves what comes before ${sorted[0]!.name}`
  for (let index = 1; index < sorted.length; index++) {
    const [before, shard] = [sorted[index - 1]!, sorted[index]!]
    const end = before.keyRange!.end
    if (end === '' || end > shard.keyRange!.start) return `${before.name} and ${shard.name} overlap`
    if (end < shard.keyRange!.start) return `there is a gap between ${before.name} and ${shard.name}`
  }
  return sorted.at(-1)!.keyRange!.end === '' ? null : `nobody serves what comes after ${sorted.at(-1)!.name}`
}

function report(
  write: SrvKeyspaceWrite, type: string, problem: string, partition: KeyspacePartition | undefined,
): Evidence {
  return {
    says: `at ${(write.timeUs / 1000).toFixed(3)} ms, cell ${write.cell}, ${write.keyspace}, ${type}:`
      + ` ${problem}`,
    data: {
      cell: write.cell, keyspace: write.keyspace, servedType: type, timeUs: write.timeUs,
      shards: (partition?.shardReferences ?? []).map(reference => reference.name),
    },
    timeUs: write.timeUs,
  }
}
