import type { Ctx } from '../../sim/index.ts'
import { servedTypes, type KeyspacePartition, type SrvKeyspace } from '../wire/index.ts'
import { cellsOrAll, failuresByCell } from './cells.ts'
import { computeCellServedFrom, findAllShardsInKeyspace, getKeyspace } from './keyspace.ts'
import { checkKeyspaceLocked, withKeyspaceLock, type TopoLock } from './locks.ts'
import { orderAndCheckPartitions } from './partition-order.ts'
import { findSrvKeyspace, partitionProto, updateSrvKeyspace } from './srv-keyspace.ts'
import type { TopoClient } from './topo-client.ts'
import { topoFailure } from './topo-error.ts'

/**
 * Writes the serving graph of a keyspace anew from its shard records, in the given cells or in all, under its
 * lock. Refused while a migration is going on. Source: go/vt/topotools/rebuild_keyspace.go RebuildKeyspace.
 */
export function rebuildKeyspace(
  ctx: Ctx, topo: TopoClient, keyspace: string, cells: readonly string[],
): Promise<void> {
  return withKeyspaceLock(ctx, topo, keyspace, 'RebuildKeyspace', (lock) =>
    rebuildKeyspaceLocked(ctx, topo, lock, keyspace, cells))
}

/** As {@link rebuildKeyspace}, under a lock that is already held. */
export async function rebuildKeyspaceLocked(
  ctx: Ctx, topo: TopoClient, lock: TopoLock | null, keyspace: string, cells: readonly string[],
): Promise<void> {
  checkKeyspaceLocked(lock, keyspace)
  ctx.log('I', 'rebuild_keyspace.go:51', `rebuildKeyspace ${keyspace}`)
  const { record } = await getKeyspace(ctx, topo, keyspace)
  const all = await cellsOrAll(ctx, topo, cells)
  const shards = await findAllShardsInKeyspace(ctx, topo, keyspace)
  for (const cell of all) {
    const known = await findSrvKeyspace(ctx, topo, cell, keyspace)
    known?.partitions.forEach(refuseIfMigrating)
  }

  const shardReferences = shards
    .filter((shard) => shard.record.isMasterServing)
    .map((shard) => ({ name: shard.shardName, keyRange: shard.record.keyRange }))
  const partitions = shardReferences.length === 0
    ? [] : servedTypes.map((servedType) => ({ servedType, shardReferences, shardTabletControls: [] }))
  const graphs = new Map<string, SrvKeyspace>()
  for (const cell of all) {
    graphs.set(cell, orderAndCheckPartitions(cell, {
      partitions, shardingColumnName: record.shardingColumnName,
      shardingColumnType: record.shardingColumnType, servedFrom: computeCellServedFrom(record, cell),
    }))
  }

  const failures = await failuresByCell(ctx, all, async (inner, cell) => {
    inner.log(
      'I', 'rebuild_keyspace.go:157', `updating keyspace serving graph in cell ${cell} for ${keyspace}`
    )
    await updateSrvKeyspace(inner, topo, cell, keyspace, graphs.get(cell)!)
  })
  if (failures.length > 0) {
    throw topoFailure(failures.map(({ message }) => `writing serving data failed: ${message}`).join(';'))
  }
}

function refuseIfMigrating(partition: KeyspacePartition): void {
  if (partition.shardTabletControls.length === 0) return
  throw topoFailure("can't rebuild serving keyspace while a migration is on going. " +
    `TabletControls is set for partition ${partitionProto(partition)}`)
}
