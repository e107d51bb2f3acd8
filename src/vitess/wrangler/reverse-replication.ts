import { type Ctx, Failure } from '../../sim/index.ts'
import { failure, failureText, tabletManager } from '../command/index.ts'
import { fullKeyRange } from '../keys/index.ts'
import {
  getShard, getTablet, type ShardInfo, shardString, tabletDbName, updateShardFields,
} from '../topo/index.ts'
import {
  binlogSource, binlogSourceText, createVReplication, maxRateDisabled, replicationLagDisabled,
  type SourceShard, startVReplication,
  tabletAliasString,
} from '../wire/index.ts'
import type { MasterMigration } from './migrate-served-master.ts'
import { forEachShard, masterOf } from './refresh-tablets.ts'

/**
 * Streams from the new shards back to the old ones, created stopped, from where the new masters stand now. A
 * source that has streams already was done by an earlier run of the command. Source:
 * go/vt/wrangler/keyspace.go setupReverseReplication.
 */
export async function setUpReverseReplication(ctx: Ctx, m: MasterMigration): Promise<void> {
  const { wr } = m
  for (const shard of m.destinations) {
    const master = masterOf(shard)
    wr.logger.info(ctx, 'keyspace.go:828', `Gathering master position for ${tabletAliasString(master)}`)
    await getTablet(ctx, wr.topo, master)
    m.destinationPositions.set(shardString(shard), await tabletManager(master).masterPosition(ctx, {}))
  }
  for (const old of m.sources) {
    const shard = await getShard(ctx, wr.topo, old.keyspace, old.shardName)
    if (shard.record.sourceShards.length === 0) await createReverseStreams(ctx, m, shard)
  }
}

async function createReverseStreams(ctx: Ctx, m: MasterMigration, shard: ShardInfo): Promise<void> {
  const { wr } = m
  const master = masterOf(shard)
  const { record: tablet } = await getTablet(ctx, wr.topo, master)
  // An unsharded source takes everything, but the stream has to have a range: the empty one.
  const keyRange = shard.record.keyRange ?? fullKeyRange
  const streams: SourceShard[] = []
  for (const destination of m.destinations) {
    const stream = binlogSource({ keyspace: destination.keyspace, shard: destination.shardName, keyRange })
    const position = m.destinationPositions.get(shardString(destination))!
    const dbName = tabletDbName(tablet)
    const { insertId } = await tabletManager(master).vReplicationExec(ctx, {
      query: createVReplication({
        workflow: 'ReversedResharding', source: stream, position, state: 'Stopped', maxTps: maxRateDisabled,
        maxReplicationLag: replicationLagDisabled, timeUpdatedS: Math.floor(ctx.unixMs / 1000), dbName,
      }),
    })
    const uid = Number(insertId)
    streams.push({ uid, keyspace: destination.keyspace, shard: destination.shardName, keyRange, tables: [] })
    wr.logger.info(ctx, 'keyspace.go:863', `Created reverse replication for tablet ${shardString(shard)}:`
      + ` ${binlogSourceText(stream)}, db: ${dbName},`
      + ` pos: ${position}, uid: ${uid}`)
  }
  try {
    await updateShardFields(ctx, wr.topo, shard.keyspace, shard.shardName, record =>
      ({ ...record, sourceShards: [...record.sourceShards, ...streams] }))
  } catch (error) {
    throw failure(`failed to setup reverse replication: ${failureText(error)}, unstarted vreplication`
      + ` streams for ${shardString(shard)} need to`
      + ` be deleted: [${streams.map(({ uid }) => uid).join(' ')}]`, error instanceof Failure ? error.code
        : 'UNKNOWN')
  }
}

/** Source: keyspace.go startReverseReplication. */
export async function startReverseReplication(ctx: Ctx, m: MasterMigration): Promise<void> {
  await forEachShard(ctx, m.sources, async (own, old) => {
    const shard = await getShard(own, m.wr.topo, old.keyspace, old.shardName)
    for (const { uid } of shard.record.sourceShards) {
      m.wr.logger.info(own, 'keyspace.go:905', `Starting reverse replication for`
        + ` tablet ${shardString(shard)}, uid: ${uid}`)
      await tabletManager(masterOf(shard)).vReplicationExec(own, { query: startVReplication(uid) })
    }
  })
}
