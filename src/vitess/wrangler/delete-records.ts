import type { Ctx } from '../../sim/index.ts'
import { failure, ignoringFailure, wrapping } from '../command/index.ts'
import {
  deleteKeyspace as deleteKeyspaceRecord, deleteShardRecord, deleteShardReplication, deleteSrvKeyspace,
    deleteTablet as removeTablet,
  getCellInfoNames, getKeyspace, getShard, getShardNames, getShardReplication, getShardServingCells,
  getTablet, getTabletMap, isNoNode,
  isShardMaster, updateShardFields, withShardLock,
} from '../topo/index.ts'
import { type TabletAlias, tabletAliasString } from '../wire/index.ts'
import type { Wrangler } from './wrangler.ts'

/**
 * Takes no lock, and does not ask who still streams from the shard. Source: go/vt/wrangler/shard.go
 * DeleteShard.
 */
export async function deleteShard(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string, recursive: boolean, evenIfServing: boolean,
): Promise<void> {
  const where = `${keyspace}/${shard}`
  try {
    const info = await getShard(ctx, wr.topo, keyspace, shard)
    const cells = await getShardServingCells(ctx, wr.topo, info)
    if (cells.length > 0 && !evenIfServing) {
      throw failure(`shard ${where} is still serving, cannot delete it, use even_if_serving flag if needed`)
    }
  } catch (error) {
    if (!isNoNode(error)) throw error
    wr.logger.info(ctx, 'shard.go:138', `Shard ${where} doesn't seem to exist,`
      + ` cleaning up any potential leftover`)
    return deleteShardRecord(ctx, wr.topo, keyspace, shard)
  }
  const cells = await getCellInfoNames(ctx, wr.topo)
  for (const cell of cells) await deleteTabletsOf(ctx, wr, cell, keyspace, shard, recursive)
  for (const cell of cells) {
    const deleted = await ignoringFailure(ctx, async () => { await deleteShardReplication(ctx, wr.topo, cell,
      keyspace, shard); return true })
    if (deleted !== true) wr.logger.warning(ctx, 'shard.go:222', `Cannot delete ShardReplication in cell`
      + ` ${cell} for ${where}`)
  }
  await deleteShardRecord(ctx, wr.topo, keyspace, shard)
}

async function deleteTabletsOf(
  ctx: Ctx, wr: Wrangler, cell: string, keyspace: string, shard: string, recursive: boolean,
): Promise<void> {
  const list = await ignoringFailure(ctx, () => getShardReplication(ctx, wr.topo, cell, keyspace, shard))
  const { tablets } = await getTabletMap(ctx, wr.topo, list?.nodes ?? [])
  if (tablets.size === 0) return
  if (!recursive) {
    throw failure(`shard ${keyspace}/${shard} still has ${tablets.size} tablets in cell ${cell}; use`
      + ` -recursive or remove them manually`)
  }
  wr.logger.info(ctx, 'shard.go:197', `Deleting all tablets in shard ${keyspace}/${shard} cell ${cell}`)
  for (const [name, { record }] of tablets) {
    wr.logger.info(ctx, 'shard.go:201', `Deleting tablet ${name}`)
    await wrapping(`DeleteTablet(${name}) failed`, () => removeTablet(ctx, wr.topo, record))
  }
}

/** Source: go/vt/wrangler/tablet.go DeleteTablet. */
export async function deleteTablet(
  ctx: Ctx, wr: Wrangler, alias: TabletAlias, allowMaster: boolean,
): Promise<void> {
  const { record } = await getTablet(ctx, wr.topo, alias)
  const name = tabletAliasString(alias)
  if (!await isMaster(ctx, wr, alias)) return removeTablet(ctx, wr.topo, record)
  if (!allowMaster) throw failure(`cannot delete tablet ${name} as it is a master, use allow_master flag`)
  await withShardLock(ctx, wr.topo, record.keyspace, record.shard, `DeleteTablet(${name})`, async () => {
    await updateShardFields(ctx, wr.topo, record.keyspace, record.shard, shard => isShardMaster(shard, alias)
      ? { ...shard, masterAlias: null } : null)
    await removeTablet(ctx, wr.topo, record)
  })
}

/** Source: tablet.go isMasterTablet: its own record says so, and the shard's agrees or is older. */
async function isMaster(ctx: Ctx, wr: Wrangler, alias: TabletAlias): Promise<boolean> {
  const { record } = await getTablet(ctx, wr.topo, alias)
  if (record.type !== 'MASTER') return false
  const shard = await getShard(ctx, wr.topo, record.keyspace, record.shard)
  return isShardMaster(shard.record, alias)
    || (record.masterTermStartMs ?? 0) > (shard.record.masterTermStartMs ?? 0)
}

/** Source: go/vt/wrangler/keyspace.go DeleteKeyspace. */
export async function deleteKeyspace(
  ctx: Ctx, wr: Wrangler, keyspace: string, recursive: boolean,
): Promise<void> {
  await getKeyspace(ctx, wr.topo, keyspace)
  const shards = await getShardNames(ctx, wr.topo, keyspace)
  if (shards.length > 0 && !recursive) {
    throw failure(`keyspace ${keyspace} still has ${shards.length} shards; use`
      + ` -recursive or remove them manually`)
  }
  for (const shard of shards) {
    wr.logger.info(ctx, 'keyspace.go:1267', `Deleting shard ${keyspace}/${shard}`)
    await wrapping(`can't delete shard ${keyspace}/${shard}`, () => deleteShard(ctx, wr, keyspace, shard,
      true, true))
  }
  for (const cell of await getCellInfoNames(ctx, wr.topo)) await deleteSrvKeyspace(ctx, wr.topo, cell,
    keyspace)
  await deleteKeyspaceRecord(ctx, wr.topo, keyspace)
}
