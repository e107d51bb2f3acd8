import type { Ctx } from '../../sim/index.ts'
import {
  findOverlappingShards as groupShards, type KeyRange, type OverlappingShards as Groups, type RangedShard,
} from '../keys/index.ts'
import { findAllShardsInKeyspace } from './keyspace.ts'
import { shardString, type ShardInfo } from './shard.ts'
import type { TopoClient } from './topo-client.ts'

/**
 * Two sets of shards that cover the same ids. Which set is left is chance.
 * Source: go/vt/topotools/split.go.
 */
export interface OverlappingShards {
  readonly left: readonly ShardInfo[]
  readonly right: readonly ShardInfo[]
}

/**
 * All pairs of overlapping sets in a keyspace. In Vitess the order of a Go map decides which shard seeds the
 * left side: here it is a choice, of which the dull answer is the first name. Source: split.go
 * FindOverlappingShards.
 */
export async function findOverlappingShards(
  ctx: Ctx, topo: TopoClient, keyspace: string,
): Promise<OverlappingShards[]> {
  const shards = await findAllShardsInKeyspace(ctx, topo, keyspace)
  const seed = shards.length > 1 ? ctx.choose('find-overlapping-shards/left', shards.length) : 0
  const seeded = [...shards.slice(seed), ...shards.slice(0, seed)].map(rangedShard)
  return groupShards(seeded).map(({ left, right }: Groups<InfoByRange>) =>
    ({ left: left.map(({ info }) => info), right: right.map(({ info }) => info) }))
}

interface InfoByRange extends RangedShard { readonly keyRange: KeyRange | null; readonly info: ShardInfo }
const rangedShard = (info: ShardInfo): InfoByRange =>
  ({ name: info.shardName, keyRange: info.record.keyRange, info })

/** The pair that has the shard on either side, or null. Source: split.go OverlappingShardsForShard. */
export function overlappingShardsForShard(
  all: readonly OverlappingShards[], shardName: string,
): OverlappingShards | null {
  const has = (side: readonly ShardInfo[]): boolean => side.some((shard) => shard.shardName === shardName)
  return all.find(({ left, right }) => has(left) || has(right)) ?? null
}

/** As Vitess prints a list of shards in errors: `customer/-80 customer/80-`. */
export const shardsString = (shards: readonly ShardInfo[]): string => shards.map(shardString).join(' ')
