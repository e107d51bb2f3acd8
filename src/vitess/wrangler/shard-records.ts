import type { Ctx } from '../../sim/index.ts'
import { getShard, type ShardInfo } from '../topo/index.ts'
import type { Wrangler } from './wrangler.ts'

/** The records as they are now. */
export async function rereadShards(
  ctx: Ctx, wr: Wrangler, shards: readonly ShardInfo[],
): Promise<ShardInfo[]> {
  const records: ShardInfo[] = []
  for (const { keyspace, shardName } of shards) records.push(await getShard(ctx, wr.topo, keyspace,
    shardName))
  return records
}
