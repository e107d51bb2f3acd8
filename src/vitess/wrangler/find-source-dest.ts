import type { Ctx } from '../../sim/index.ts'
import { failure, wrapping } from '../command/index.ts'
import {
  findOverlappingShards, getTabletControl, overlappingShardsForShard, type OverlappingShards, type ShardInfo,
} from '../topo/index.ts'
import type { Wrangler } from './wrangler.ts'

export interface SourceDest {
  readonly sources: readonly ShardInfo[]
  readonly destinations: readonly ShardInfo[]
}

/**
 * The overlapping sets that the shard belongs to, and which of them is migrated from. Source:
 * go/vt/wrangler/keyspace.go MigrateServedTypes.
 */
export async function findSourceDestOf(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string,
): Promise<SourceDest> {
  wr.logger.info(ctx, 'keyspace.go:404', `Finding the overlapping shards in keyspace ${keyspace}`)
  const all = await wrapping('FindOverlappingShards failed', () => findOverlappingShards(ctx, wr.topo,
    keyspace))
  const pair = overlappingShardsForShard(all, shard)
  if (pair === null) throw failure(`shard ${shard} is not involved in any overlapping shards`)
  return findSourceDest(pair)
}

/**
 * Frozen shards are the source; else those that a stream fills are the destination. A shard that is both
 * frozen and filled (by reverse streams, after a migration) therefore stays the source. Source: keyspace.go
 * findSourceDest.
 */
export function findSourceDest({ left, right }: OverlappingShards): SourceDest {
  const isFrozen = (shard: ShardInfo): boolean => getTabletControl(shard.record, 'MASTER')?.frozen === true
  const isFilled = (shard: ShardInfo): boolean => shard.record.sourceShards.length > 0
  if (left.some(isFrozen)) return { sources: left, destinations: right }
  if (right.some(isFrozen)) return { sources: right, destinations: left }
  if (left.some(isFilled)) return { sources: right, destinations: left }
  if (right.some(isFilled)) return { sources: left, destinations: right }
  const name = (shard: ShardInfo | undefined): string => shard === undefined ? ''
    : `${shard.keyspace}/${shard.shardName}`
  throw failure(`neither Shard '${name(left[0])}' nor Shard '${name(right[0])}' have a 'SourceShards' entry.`
    + ` Did you successfully run vtworker`
    + ' SplitClone before? Or did you already migrate the MASTER type?')
}
