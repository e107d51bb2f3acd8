import { compareKeyRangeStart } from '../keys/index.ts'
import type { KeyspacePartition, ShardReference, SrvKeyspace } from '../wire/index.ts'
import { shardReferenceProto } from './srv-keyspace.ts'
import { topoFailure } from './topo-error.ts'

/**
 * The record with each partition's shards in the order of their ranges. Fails if they do not cover all ids,
 * each once: nothing may be written then. Source: go/vt/topo/srv_keyspace.go OrderAndCheckPartitions.
 */
export function orderAndCheckPartitions(cell: string, record: SrvKeyspace): SrvKeyspace {
  return { ...record, partitions: record.partitions.map((partition) => orderAndCheck(cell, partition)) }
}

function orderAndCheck(cell: string, partition: KeyspacePartition): KeyspacePartition {
  const shards = [...partition.shardReferences].sort((a, b) => compareKeyRangeStart(a.keyRange, b.keyRange))
  const where = `${partition.servedType} in cell ${cell}`
  // Vitess indexes the empty list and panics.
  if (shards.length === 0) throw topoFailure('runtime error: index out of range [0] with length 0')
  if ((shards[0]!.keyRange?.start ?? '') !== '') {
    throw topoFailure(`keyspace partition for ${where} does not start with min key`)
  }
  if ((shards.at(-1)!.keyRange?.end ?? '') !== '') {
    throw topoFailure(`keyspace partition for ${where} does not end with max key`)
  }
  for (let i = 0; i + 1 < shards.length; i += 1) checkNeighbours(where, i, shards[i]!, shards[i + 1]!)
  return { ...partition, shardReferences: shards }
}

function checkNeighbours(where: string, i: number, current: ShardReference, next: ShardReference): void {
  if ((current.keyRange === null) !== (next.keyRange === null)) {
    throw topoFailure(`shards with inconsistent KeyRanges for ${where}. ` +
      `shards: ${shardReferenceProto(current)}, ${shardReferenceProto(next)}`)
  }
  // Custom sharding: no range anywhere.
  if (current.keyRange === null || next.keyRange === null) return
  const { end } = current.keyRange
  const { start } = next.keyRange
  if (end !== start) {
    throw topoFailure(
      `non-contiguous KeyRange values for ${where} at shard ${i} to ${i + 1}: ${end} != ${start}`
    )
  }
}
