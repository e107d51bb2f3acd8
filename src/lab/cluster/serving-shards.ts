import { keyRangesIntersect, parseShardName } from '../../vitess/keys/index.ts'
import type { KeyspaceSpec, ShardSpec } from './cluster-spec.ts'

/**
 * The shards that are routed to: each that overlaps none before it, as if they had been created in this order.
 * The others are there to be filled. Source: go/vt/topo/shard.go CreateShard.
 */
export function servingShards(keyspace: KeyspaceSpec): readonly ShardSpec[] {
  const ranges = keyspace.shards.map(shard => parseShardName(shard.name).keyRange)
  return keyspace.shards.filter((_, index) => ranges.slice(0, index).every(
    earlier => !keyRangesIntersect(earlier, ranges[index]!),
  ))
}
