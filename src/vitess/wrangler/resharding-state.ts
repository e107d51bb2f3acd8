import { type Ctx } from '../../sim/index.ts'
import { failure, ignoringFailure, tabletManager } from '../command/index.ts'
import { valueText } from '../../sql/index.ts'
import {
  findOverlappingShards, getKeyspace, getShard, getShardServingTypes, overlappingShardsForShard,
  type ShardInfo, shardString, updateShardFields,
  withKeyspaceLock,
} from '../topo/index.ts'
import { deleteVReplication } from '../wire/index.ts'
import { findSourceDest, type SourceDest } from './find-source-dest.ts'
import { protoJsonText, shardJson, withoutZeroes } from './json-output.ts'
import { masterOf, refreshMasters, refreshTabletsByShard } from './refresh-tablets.ts'
import type { Wrangler } from './wrangler.ts'

/**
 * Takes the streams and all notes about them out of the destinations, as long as nothing was migrated. The
 * rows stay, and so do the notes about who may serve in the serving graph. Source: go/vt/wrangler/keyspace.go
 * CancelResharding.
 */
export async function cancelResharding(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string,
): Promise<void> {
  await withKeyspaceLock(ctx, wr.topo, keyspace, 'CancelResharding', async () => {
    const sides = await horizontalSides(ctx, wr, keyspace, shard)
    if (sides === null) return cancelVerticalResharding(ctx, wr, keyspace, shard)
    for (const destination of sides.destinations) {
      if ((await getShardServingTypes(ctx, wr.topo, destination)).length > 0) throw migrated(destination)
    }
    for (const destination of sides.destinations) await cancelDestination(ctx, wr, destination)
  })
}

const migrated = (shard: ShardInfo): unknown =>
  failure(`some served types have migrated for ${shardString(shard)}, please undo them before canceling`)

async function cancelVerticalResharding(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string,
): Promise<void> {
  wr.logger.info(ctx, 'keyspace.go:263', 'Shard is not involved in horizontal resharding')
  const destination = await getShard(ctx, wr.topo, keyspace, shard)
  const { sourceShards } = destination.record
  if (sourceShards.length !== 1 || sourceShards[0]!.tables.length === 0) {
    throw failure(`destination shard ${shardString(destination)} is not a vertical split target`)
  }
  const source = await getShard(ctx, wr.topo, sourceShards[0]!.keyspace, sourceShards[0]!.shard)
  if (source.record.tabletControls.length > 0) throw migrated(destination)
  await cancelDestination(ctx, wr, destination)
  await refreshMasters(ctx, wr, [destination])
}

async function cancelDestination(ctx: Ctx, wr: Wrangler, destination: ShardInfo): Promise<void> {
  for (const { uid } of destination.record.sourceShards) {
    await tabletManager(masterOf(destination)).vReplicationExec(ctx, { query: deleteVReplication(uid) })
  }
  const updated = await updateShardFields(ctx, wr.topo, destination.keyspace, destination.shardName, record =>
    ({ ...record, tabletControls: [], sourceShards: [] }))
  if (updated !== null) await refreshTabletsByShard(ctx, wr, updated, null, [])
}

async function horizontalSides(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string,
): Promise<SourceDest | null> {
  const pair = overlappingShardsForShard(await findOverlappingShards(ctx, wr.topo, keyspace), shard)
  return pair === null ? null : findSourceDest(pair)
}

/** Source: go/vt/wrangler/keyspace.go ShowResharding. */
export async function showResharding(ctx: Ctx, wr: Wrangler, keyspace: string, shard: string): Promise<void> {
  await getKeyspace(ctx, wr.topo, keyspace)
  const sides = await ignoringFailure(ctx, () => horizontalSides(ctx, wr, keyspace, shard)) ?? null
  if (sides !== null) {
    wr.logger.printf(ctx, `Horizontal Resharding for ${keyspace}:\n  Sources:\n`)
    await printShards(ctx, wr, sides.sources)
    wr.logger.printf(ctx, '  Destinations:\n')
    await printShards(ctx, wr, sides.destinations)
    return
  }
  const destination = await getShard(ctx, wr.topo, keyspace, shard)
  const { sourceShards } = destination.record
  if (sourceShards.length !== 1 || sourceShards[0]!.tables.length === 0) {
    wr.logger.printf(ctx, 'No resharding in progress\n')
    return
  }
  wr.logger.printf(ctx, 'Vertical Resharding:\n')
  const { record } = await getKeyspace(ctx, wr.topo, keyspace)
  const from = record.servedFroms.map(({ tabletType, keyspace: source }) => `${tabletType}:${source}`)
  wr.logger.printf(ctx, `  Served From: ${from.join(', ')}\n  Source:\n`)
  await printShards(ctx, wr, [await getShard(ctx, wr.topo, sourceShards[0]!.keyspace,
    sourceShards[0]!.shard)])
  wr.logger.printf(ctx, '  Destination:\n')
  await printShards(ctx, wr, [destination])
}

async function printShards(ctx: Ctx, wr: Wrangler, shards: readonly ShardInfo[]): Promise<void> {
  for (const shard of shards) {
    const json = shardJson(shard.record)
    wr.logger.printf(ctx, `    Shard: ${shard.shardName}\n`)
    if (shard.record.sourceShards.length > 0) {
      wr.logger.printf(ctx, `      Source Shards: ${protoJsonText(withoutZeroes(json['source_shards']!))}\n`)
      const result = await tabletManager(masterOf(shard)).vReplicationExec(ctx,
        { query: `select * from _vt.vreplication where db_name = 'vt_${shard.keyspace}'` })
      for (const row of result.rows) {
        wr.logger.printf(ctx, `      VReplication:`
          + ` ${result.fields.map(({ name }, i) => `${name}: ${valueText(row[i]!) ?? 'NULL'}`).join(', ')}\n`)
      }
    }
    wr.logger.printf(ctx, `      Is Master Serving: ${shard.record.isMasterServing}\n`)
    if (shard.record.tabletControls.length > 0) {
      wr.logger.printf(ctx, `      Tablet Controls:`
        + ` ${protoJsonText(withoutZeroes(json['tablet_controls']!))}\n`)
    }
  }
}
