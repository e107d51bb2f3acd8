import type { Ctx } from '../../sim/index.ts'
import { failure, failureText, wrapping } from '../command/index.ts'
import { buildKeyspaceSchema, keyRangeProto } from '../keys/index.ts'
import {
  findAllShardsInKeyspace, findOverlappingShards, getKeyspace, getServedFrom, getShard, getShardServingTypes,
  getVSchema,
  overlappingShardsForShard, type ShardInfo, shardString, tabletDbName,
} from '../topo/index.ts'
import { servedTypes, tabletAliasString } from '../wire/index.ts'
import type { SplitClone } from './split-clone.ts'
import { WorkerTablets } from './worker-tablets.ts'

/** Source: go/vt/worker/split_clone.go init. */
export async function readKeyspace(ctx: Ctx, clone: SplitClone): Promise<void> {
  const { parts, keyspace } = clone
  parts.status.set(ctx, 'initializing')
  await wrapping(`cannot read (destination) keyspace ${keyspace}`, () =>
    ctx.timeout(parts.settings.remote_actions_timeout, inner => getKeyspace(inner, parts.topo, keyspace)))
}

export async function chooseSides(ctx: Ctx, clone: SplitClone): Promise<void> {
  if (clone.tables === null) await wrapping('failed initShardsForHorizontalResharding',
    () => horizontalSides(ctx, clone))
  else await wrapping('failed initShardsForVerticalSplit', () => verticalSides(ctx, clone))
}

/** Looks only at the first shard of the left side: if anybody routes to it, left is the source. */
async function horizontalSides(ctx: Ctx, clone: SplitClone): Promise<void> {
  const { parts: { topo, logger, settings }, keyspace, shard } = clone
  const all = await wrapping(`cannot FindOverlappingShards in ${keyspace}`, () =>
    ctx.timeout(settings.remote_actions_timeout, inner => findOverlappingShards(inner, topo, keyspace)))
  const pair = overlappingShardsForShard(all, shard)
  if (pair === null) throw failure(
    `the specified shard ${keyspace}/${shard} is not in any overlapping shard`, 'FAILED_PRECONDITION')
  const { left, right } = pair
  logger.info(ctx, 'split_clone.go:652', `Found overlapping shards: {Left:[${left.map(shardText).join(' ')}]`
    + ` Right:[${right.map(shardText).join(' ')}]}`)
  const leftServes = await servingTypes(ctx, clone, left[0]!, `cannot get shard`
    + ` serving cells for: ${shardText(left[0]!)}`)
  const [sources, destinations] = leftServes.length > 0 ? [left, right] : [right, left]
  clone.sourceShards = sources
  clone.destinationShards = destinations
}

async function verticalSides(ctx: Ctx, clone: SplitClone): Promise<void> {
  const { parts: { topo, settings }, keyspace } = clone
  const { record } = await getKeyspace(ctx, topo, keyspace)
  if (record.servedFroms.length === 0) {
    throw failure(`destination keyspace ${keyspace} has no KeyspaceServedFrom`, 'FAILED_PRECONDITION')
  }
  let from = ''
  for (const type of servedTypes) {
    const served = getServedFrom(record, type)
    if (served === null) throw failure(`destination keyspace ${keyspace} is serving type ${type}`,
      'FAILED_PRECONDITION')
    if (from === '') from = served.keyspace
    if (from === served.keyspace) continue
    throw failure(`destination keyspace ${keyspace} is serving from multiple source keyspaces ${from} and`
      + ` ${served.keyspace}`, 'FAILED_PRECONDITION')
  }
  const shards = await wrapping(`cannot find source shard for source keyspace ${from}`, () =>
    ctx.timeout(settings.remote_actions_timeout, inner => findAllShardsInKeyspace(inner, topo, from)))
  if (shards.length !== 1) {
    throw failure(`found the wrong number of source shards, there should be only one,`
      + ` ${shards.map(shardText).join(' ')}`, 'FAILED_PRECONDITION')
  }
  clone.sourceShards = shards
  clone.destinationShards = [await getShard(ctx, topo, keyspace, clone.shard)]
}

/**
 * All three checks read who is routed to; no tablet is looked at. Source: split_clone.go
 * sanityCheckShardInfos.
 */
export async function sanityCheckShards(ctx: Ctx, clone: SplitClone): Promise<void> {
  await wrapping('failed sanityCheckShardInfos', async () => {
    for (const destination of clone.destinationShards) {
      if (destination.record.sourceShards.length === 0) continue
      throw failure(`destination shard ${shardString(destination)} has filtered replication already enabled`
        + ` from a previous resharding`
        + ' (ShardInfo is set). This requires manual intervention e.g. use vtctl SourceShardDelete to remove'
          + ' it', 'FAILED_PRECONDITION')
    }
    for (const shard of clone.sourceShards) await mustServeAll(ctx, clone, shard)
    for (const shard of clone.destinationShards) {
      if (clone.tables !== null) {
        await mustServeAll(ctx, clone, shard)
        continue
      }
      const types = await servingTypes(ctx, clone, shard, `failed to get ServingTypes for destination shard`
        + ` ${shardString(shard)}`)
      if (types.length > 0) throw failure(`destination shard ${shardString(shard)} is serving some types`)
    }
  })
}

async function mustServeAll(ctx: Ctx, clone: SplitClone, shard: ShardInfo): Promise<void> {
  const types = await servingTypes(ctx, clone, shard, `failed to get ServingTypes for`
    + ` source shard ${shardString(shard)}`)
  for (const type of servedTypes) {
    if (!types.includes(type)) throw failure(`source shard ${shardString(shard)} is not serving type ${type}`)
  }
}

async function servingTypes(
  ctx: Ctx, clone: SplitClone, shard: ShardInfo, ifItFails: string,
): Promise<readonly string[]> {
  try {
    return await getShardServingTypes(ctx, clone.parts.topo, shard)
  } catch (error) {
    failureText(error)
    throw failure(ifItFails)
  }
}

/**
 * The *global* VSchema: a VSchema that was not yet sent to the cells is enough for the clone, but not for the
 * streams.
 */
export async function loadVSchema(ctx: Ctx, clone: SplitClone): Promise<void> {
  const { parts, keyspace } = clone
  if (clone.tables !== null) return
  if (!parts.settings.use_v3_resharding_mode) {
    throw failure('-use_v3_resharding_mode=false is not supported by vtsim', 'UNIMPLEMENTED')
  }
  await wrapping('failed loadVSchema', async () => {
    const vschema = await wrapping(`cannot load VSchema for keyspace ${keyspace}`,
      () => getVSchema(ctx, parts.topo, keyspace))
    clone.keyspaceSchema = await wrapping(`cannot build vschema for keyspace ${keyspace}`,
      async () => buildKeyspaceSchema(vschema, keyspace))
  })
}

export function watchTablets(ctx: Ctx, clone: SplitClone, shards: readonly ShardInfo[]): void {
  clone.tablets = new WorkerTablets(ctx, clone.parts, shards)
}

/** Source: split_clone.go findDestinationMasters. */
export async function findDestinationMasters(ctx: Ctx, clone: SplitClone): Promise<void> {
  const { parts: { cell, logger, settings, status }, destinationShards } = clone
  const tablets = clone.tablets!
  status.set(ctx, 'finding target instances')
  logger.info(ctx, 'split_clone.go:844', 'Finding a MASTER tablet for each destination shard...')
  for (const { keyspace, shardName } of destinationShards) {
    const cannot = `cannot find MASTER tablet for destination shard for`
      + ` ${keyspace}/${shardName} (in cell: ${cell})`
    await wrapping(cannot, () => tablets.waitForAny(ctx, keyspace, shardName, 'MASTER',
      settings.wait_for_healthy_tablets_timeout))
    const master = tablets.healthy(keyspace, shardName, 'MASTER')[0]?.tablet
    if (master === undefined) throw failure(`${cannot} in HealthCheck: empty TabletStats list`,
      'FAILED_PRECONDITION')
    clone.destinationDbNames.set(`${keyspace}/${shardName}`, tabletDbName(master))
    logger.info(ctx, 'split_clone.go:862', `Using tablet ${tabletAliasString(master.alias)} as destination`
      + ` master for ${keyspace}/${shardName}`)
  }
  logger.info(ctx, 'split_clone.go:864', 'NOTE: The used master of a destination shard might change over the'
    + ' course of the copy e.g. due to'
    + ' a reparent. The HealthCheck module will track and log master changes and any error message will'
      + ' always refer the actually used'
    + ' master address.')
}

/** The record as Go prints its protobuf text. */
function shardText({ record }: ShardInfo): string {
  const fields: string[] = []
  const { masterAlias, masterTermStartMs } = record
  if (masterAlias !== null) fields.push(`master_alias:<cell:"${masterAlias.cell}" uid:${masterAlias.uid} >`)
  if (masterTermStartMs !== null) {
    fields.push(`master_term_start_time:<seconds:${Math.floor(masterTermStartMs / 1000)}`
      + ` nanoseconds:${masterTermStartMs % 1000 * 1_000_000} >`)
  }
  if (record.keyRange !== null) fields.push(keyRangeProto(record.keyRange))
  if (record.isMasterServing) fields.push('is_master_serving:true')
  return fields.map(field => `${field} `).join('').trimEnd()
}
