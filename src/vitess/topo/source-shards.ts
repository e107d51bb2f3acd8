import type { Ctx } from '../../sim/index.ts'
import type { SourceShard } from '../wire/index.ts'
import { withKeyspaceLock } from './locks.ts'
import { updateShardFields } from './shard.ts'
import type { TopoClient } from './topo-client.ts'
import { topoFailure } from './topo-error.ts'

/**
 * Records, under the keyspace's lock, that `shard` is being filled from `source`. No tablet is told.
 * Source: go/vt/wrangler/shard.go SourceShardAdd.
 */
export function sourceShardAdd(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string, source: SourceShard,
): Promise<void> {
  return withKeyspaceLock(ctx, topo, keyspace, `SourceShardAdd(${source.uid})`, async () => {
    await updateShardFields(ctx, topo, keyspace, shard, (record) => {
      if (record.sourceShards.some((known) => known.uid === source.uid)) {
        throw topoFailure(`uid ${source.uid} is already in use`)
      }
      return { ...record, sourceShards: [...record.sourceShards, source] }
    })
  })
}

/** Source: go/vt/wrangler/shard.go SourceShardDelete. */
export function sourceShardDelete(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string, uid: number,
): Promise<void> {
  return withKeyspaceLock(ctx, topo, keyspace, `SourceShardDelete(${uid})`, async () => {
    await updateShardFields(ctx, topo, keyspace, shard, (record) => {
      const sourceShards = record.sourceShards.filter((known) => known.uid !== uid)
      if (sourceShards.length === record.sourceShards.length) {
        throw topoFailure(`no SourceShard with uid ${uid}`)
      }
      return { ...record, sourceShards }
    })
  })
}
