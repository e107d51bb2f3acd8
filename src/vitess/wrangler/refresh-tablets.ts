import { type Ctx, Failure } from '../../sim/index.ts'
import { failure, failureText, tabletManager } from '../command/index.ts'
import { getTablet, getTabletMapForShard, type ShardInfo, shardString } from '../topo/index.ts'
import { type TabletAlias, tabletAliasString, type TabletType } from '../wire/index.ts'
import type { Wrangler } from './wrangler.ts'

/** One tablet. Source: go/vt/wrangler/keyspace.go RefreshTabletsByShard. */
const refreshTimeoutMs = 60_000

/** The master of the shard, or a failure that says that there is none. */
export function masterOf(shard: ShardInfo): TabletAlias {
  const { masterAlias } = shard.record
  if (masterAlias === null) throw failure(`shard ${shardString(shard)} has no master`)
  return masterAlias
}

/**
 * Tells tablets of a shard to read the topology again: all of them, or those of one type. A tablet that does
 * not answer is only worth a warning. Source: go/vt/wrangler/keyspace.go RefreshTabletsByShard.
 */
export async function refreshTabletsByShard(
  ctx: Ctx, wr: Wrangler, shard: ShardInfo, tabletType: TabletType | null, cells: readonly string[],
): Promise<void> {
  wr.logger.info(ctx, 'keyspace.go:1369', `RefreshTabletsByShard called on shard ${shardString(shard)}`)
  const { tablets, partial } = await getTabletMapForShard(ctx, wr.topo, shard.keyspace, shard.shardName,
    cells)
  if (partial !== null) {
    wr.logger.warning(ctx, 'keyspace.go:1376',
      `RefreshTabletsByShard: got partial result for shard ${shardString(shard)}, may`
        + ` not refresh all tablets everywhere`)
  }
  const wanted = [...tablets].filter(([, { record }]) => (tabletType === null || record.type === tabletType)
    && record.hostname !== '')
  await ctx.all(wanted.map(([name, { record }]) => async (own: Ctx): Promise<void> => {
    wr.logger.info(own, 'keyspace.go:1395', `Calling RefreshState on tablet ${name}`)
    try {
      await own.timeout(refreshTimeoutMs, inner => tabletManager(record.alias).refreshState(inner, {}))
    } catch (error) {
      if (!(error instanceof Failure) || own.canceled !== null) throw error
      wr.logger.warning(own, 'keyspace.go:1404', `RefreshTabletsByShard: failed to`
        + ` refresh ${name}: ${error.message}`)
    }
  }))
}

/** All masters of the shards at the same time; each must answer. Source: keyspace.go refreshMasters. */
export async function refreshMasters(ctx: Ctx, wr: Wrangler, shards: readonly ShardInfo[]): Promise<void> {
  await forEachShard(ctx, shards, async (own, shard) => {
    const master = masterOf(shard)
    const name = tabletAliasString(master)
    wr.logger.info(own, 'keyspace.go:583', `RefreshState master ${name}`)
    await getTablet(own, wr.topo, master)
    await tabletManager(master).refreshState(own, {})
    wr.logger.info(own, 'keyspace.go:593', `${name} responded`)
  })
}

/**
 * Does `body` for all shards at the same time, waits for all, and fails with all that failed. Source:
 * go/vt/wrangler forAllShards.
 */
export async function forEachShard(
  ctx: Ctx, shards: readonly ShardInfo[], body: (ctx: Ctx, shard: ShardInfo) => Promise<void>,
): Promise<void> {
  const errors: string[] = []
  let first: Failure | null = null
  await ctx.all(shards.map(shard => async (own: Ctx): Promise<void> => {
    try {
      await body(own, shard)
    } catch (error) {
      if (own.canceled !== null) throw error
      errors.push(failureText(error))
      first ??= error as Failure
    }
  }))
  if (first !== null) throw new Failure((first as Failure).code, errors.join(';'), first)
}
