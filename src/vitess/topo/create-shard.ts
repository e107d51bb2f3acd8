import type { Ctx } from '../../sim/index.ts'
import { keyRangesIntersect, parseShardName } from '../keys/index.ts'
import { createKeyspace, findAllShardsInKeyspace, newKeyspace } from './keyspace.ts'
import { withKeyspaceLock } from './locks.ts'
import { shardPath } from './paths.ts'
import { getShard, newShard, type ShardInfo } from './shard.ts'
import type { TopoClient } from './topo-client.ts'
import { isNodeExists, isNoNode } from './topo-error.ts'
import { ensureVSchema } from './vschema.ts'

/**
 * Creates the record, under the keyspace's lock. The new shard is *serving* only if it shares no id with any
 * shard there is: so `-80` created beside `0` starts off, and the other way round. Fails with ALREADY_EXISTS,
 * or on a name that is none.
 * Source: go/vt/topo/shard.go CreateShard.
 */
export function createShard(ctx: Ctx, topo: TopoClient, keyspace: string, shard: string): Promise<void> {
  return withKeyspaceLock(ctx, topo, keyspace, 'CreateShard', async () => {
    const { name, keyRange } = parseShardName(shard)
    const others = await findAllShardsInKeyspace(ctx, topo, keyspace)
    const overlaps = others.some((other) => keyRangesIntersect(other.record.keyRange, keyRange))
    await topo.global.create(ctx, shardPath(keyspace, name), newShard(keyRange, !overlaps))
  })
}

/**
 * The shard, made together with its keyspace if they are not there: what a tablet does at start.
 * Source: GetOrCreateShard.
 */
export async function getOrCreateShard(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string,
): Promise<ShardInfo> {
  try {
    return await getShard(ctx, topo, keyspace, shard)
  } catch (error) {
    if (!isNoNode(error)) throw error
  }
  await unlessItExists(createKeyspace(ctx, topo, keyspace, newKeyspace()))
  await ensureVSchema(ctx, topo, keyspace)
  await unlessItExists(createShard(ctx, topo, keyspace, shard))
  return getShard(ctx, topo, keyspace, shard)
}

async function unlessItExists(creation: Promise<void>): Promise<void> {
  try {
    await creation
  } catch (error) {
    if (!isNodeExists(error)) throw error
  }
}
