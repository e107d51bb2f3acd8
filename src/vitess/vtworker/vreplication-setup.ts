import { declarePausePoint, type Ctx } from '../../sim/index.ts'
import { wrapping, tabletManager } from '../command/index.ts'
import { type ShardInfo, sourceShardAdd } from '../topo/index.ts'
import {
  binlogSource, binlogSourceText, createVReplication, maxRateDisabled, replicationLagDisabled,
} from '../wire/index.ts'
import { Executor } from './executor.ts'
import type { SplitClone } from './split-clone.ts'

declarePausePoint('split-clone/after-create-stream', 'the stream into a shard is in its table, and does not run yet')

/**
 * For all destination shards at the same time: a row for each source in `_vt.vreplication`, which starts the
 * stream; an entry in the shard record; then a refresh, upon which the master stops serving. Source:
 * go/vt/worker/split_clone.go setUpVReplication.
 */
export async function setUpVReplication(ctx: Ctx, clone: SplitClone): Promise<void> {
  await ctx.all(clone.destinationShards.map(destination => (own: Ctx) => setUpShard(own, clone, destination)))
}

async function setUpShard(ctx: Ctx, clone: SplitClone, destination: ShardInfo): Promise<void> {
  const { parts: { topo, logger, settings }, options } = clone
  const { keyspace, shardName: shard } = destination
  const executor = new Executor({ logger, settings, tablets: clone.tablets!, keyspace, shard,
    throttler: null, threadId: 0 })
  const dbName = clone.destinationDbNames.get(`${keyspace}/${shard}`) ?? `vt_${keyspace}`
  logger.info(ctx, 'split_clone.go:1271', 'Making and populating vreplication table')
  for (const [i, source] of clone.sourceShards.entries()) {
    const stream = binlogSource({
      keyspace: source.keyspace, shard: source.shardName,
      ...(clone.tables === null ? { keyRange: destination.record.keyRange } : { tables: clone.tables }),
    })
    const position = clone.sourcePositions[i]!
    const insert = createVReplication({
      workflow: 'SplitClone', source: stream, position, state: 'Running', dbName,
        timeUpdatedS: Math.floor(ctx.unixMs / 1000),
      maxTps: options.maxTps === Infinity ? maxRateDisabled : String(options.maxTps),
        maxReplicationLag: replicationLagDisabled,
    })
    let uid = 0
    await wrapping('vreplication queries failed', () => executor.withRetries(ctx, async (inner, tablet) => {
      uid = Number((await tabletManager(tablet.alias).vReplicationExec(inner, { query: insert })).insertId)
    }))
    await ctx.point('split-clone/after-create-stream', { keyspace, shard, uid })
    logger.info(ctx, 'split_clone.go:1298', `Created replication for tablet ${keyspace}/${shard}:`
      + ` ${binlogSourceText(stream)}, db: ${dbName},`
      + ` pos: ${position}, uid: ${uid}`)
    await wrapping('could not add source shard', () => sourceShardAdd(ctx, topo, keyspace, shard, {
      uid, keyspace: source.keyspace, shard: source.shardName, keyRange: source.record.keyRange,
        tables: clone.tables ?? [],
    }))
  }
  await wrapping(`RefreshState failed on tablet ${keyspace}/${shard}`, () => executor.withRetries(ctx,
    async (inner, tablet) => {
    await tabletManager(tablet.alias).refreshState(inner, {})
  }))
}
