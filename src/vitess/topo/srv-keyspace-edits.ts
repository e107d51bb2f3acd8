import type { Ctx } from '../../sim/index.ts'
import { keyRangeEqual } from '../keys/index.ts'
import type {
  KeyspacePartition, ServedType, ShardReference, ShardTabletControl, SrvKeyspace,
} from '../wire/index.ts'
import { cellsOrAll, forEachCell } from './cells.ts'
import { checkKeyspaceLocked, type TopoLock } from './locks.ts'
import { orderAndCheckPartitions } from './partition-order.ts'
import { getTabletControl, shardString, type ShardInfo } from './shard.ts'
import { findSrvKeyspace, srvKeyspaceGetPartition, updateSrvKeyspace } from './srv-keyspace.ts'
import type { TopoClient } from './topo-client.ts'
import { topoFailure } from './topo-error.ts'

/*
 * Each of these reads, changes and blindly overwrites the record of every cell at the same time, under the
 * keyspace's lock; `cells` empty means all. A cell without the record is skipped. Fails with `partial result`
 * if a cell could not be done.
 */

/**
 * Tells tablets of the shards, from their next refresh on, to serve (`disable` false) or not. Nobody is
 * refreshed here. Enabling is refused for a shard that is frozen for that very type.
 * Source: go/vt/topo/srv_keyspace.go UpdateDisableQueryService.
 */
export async function updateDisableQueryService(
  ctx: Ctx, topo: TopoClient, lock: TopoLock | null, keyspace: string, shards: readonly ShardInfo[],
  tabletType: ServedType, cells: readonly string[], disable: boolean,
): Promise<void> {
  checkKeyspaceLocked(lock, keyspace)
  for (const shard of shards) {
    const control = getTabletControl(shard.record, tabletType)
    if (control === null) continue
    if (control.blacklistedTables.length > 0) {
      throw topoFailure(
        `cannot safely alter DisableQueryService as BlacklistedTables is set for shard ${shardString(shard)}`
      )
    }
    if (!disable && control.frozen) {
      throw topoFailure('migrate has gone past the point of no return, ' +
        `cannot re-enable serving for ${shardString(shard)}`)
    }
  }
  await editInCells(ctx, topo, keyspace, cells, (record) =>
    editPartition(record, tabletType, (partition) => ({
      ...partition,
      shardTabletControls: shards.reduce(
        (controls, shard) => withControl(controls, shard, disable), partition.shardTabletControls),
    })))
}


function withControl(
  controls: readonly ShardTabletControl[], shard: ShardInfo, disable: boolean,
): readonly ShardTabletControl[] {
  const { keyRange } = shard.record
  if (!controls.some((control) => keyRangeEqual(control.keyRange, keyRange))) {
    return [...controls, { name: shard.shardName, keyRange, queryServiceDisabled: disable }]
  }
  return controls.map((control) =>
    keyRangeEqual(control.keyRange, keyRange) ? { ...control, queryServiceDisabled: disable } : control)
}

/**
 * Routes a type from some shards to others. For MASTER the tablet controls of *every* type are wiped in the
 * same write.
 * Source: srv_keyspace.go MigrateServedType.
 */
export async function migrateServedType(
  ctx: Ctx, topo: TopoClient, lock: TopoLock | null, keyspace: string, shardsToAdd: readonly ShardInfo[],
  shardsToRemove: readonly ShardInfo[], tabletType: ServedType, cells: readonly string[],
): Promise<void> {
  checkKeyspaceLocked(lock, keyspace)
  const moved = (partition: KeyspacePartition): KeyspacePartition => {
    const kept = partition.shardReferences.filter((reference) =>
      !shardsToRemove.some((shard) => keyRangeEqual(reference.keyRange, shard.record.keyRange)))
    return { ...partition, shardReferences: shardsToAdd.reduce(withReference, kept) }
  }
  await editInCells(ctx, topo, keyspace, cells, (record, cell) => {
    const cleared = tabletType === 'MASTER'
      ? { ...record, partitions: record.partitions.map(withoutControls) }
      : record
    return orderAndCheckPartitions(cell, editPartition(cleared, tabletType, moved))
  })
}

const withoutControls = (partition: KeyspacePartition): KeyspacePartition =>
  ({ ...partition, shardTabletControls: [] })

function withReference(references: readonly ShardReference[], shard: ShardInfo): readonly ShardReference[] {
  const { keyRange } = shard.record
  return references.some((reference) => keyRangeEqual(reference.keyRange, keyRange))
    ? references
    : [...references, { name: shard.shardName, keyRange }]
}

/**
 * Makes the partition if it is not there; ranges are not checked.
 * Source: srv_keyspace.go AddSrvKeyspacePartitions.
 */
export async function addSrvKeyspacePartitions(
  ctx: Ctx, topo: TopoClient, lock: TopoLock | null, keyspace: string, shards: readonly ShardInfo[],
  tabletType: ServedType, cells: readonly string[],
): Promise<void> {
  checkKeyspaceLocked(lock, keyspace)
  const added = (partition: KeyspacePartition): KeyspacePartition =>
    ({ ...partition, shardReferences: shards.reduce(withReference, partition.shardReferences) })
  await editInCells(ctx, topo, keyspace, cells, (record) => {
    if (srvKeyspaceGetPartition(record, tabletType) !== null) return editPartition(record, tabletType, added)
    const partition = added({ servedType: tabletType, shardReferences: [], shardTabletControls: [] })
    return { ...record, partitions: [...record.partitions, partition] }
  })
}

/** Ranges are not checked. Source: srv_keyspace.go DeleteSrvKeyspacePartitions. */
export async function deleteSrvKeyspacePartitions(
  ctx: Ctx, topo: TopoClient, lock: TopoLock | null, keyspace: string, shards: readonly ShardInfo[],
  tabletType: ServedType, cells: readonly string[],
): Promise<void> {
  checkKeyspaceLocked(lock, keyspace)
  await editInCells(ctx, topo, keyspace, cells, (record) =>
    editPartition(record, tabletType, (partition) => ({
      ...partition,
      shardReferences: partition.shardReferences.filter((reference) =>
        !shards.some((shard) => keyRangeEqual(reference.keyRange, shard.record.keyRange))),
    })))
}

async function editInCells(
  ctx: Ctx, topo: TopoClient, keyspace: string, cells: readonly string[],
  edit: (record: SrvKeyspace, cell: string) => SrvKeyspace,
): Promise<void> {
  await forEachCell(ctx, await cellsOrAll(ctx, topo, cells), async (inner, cell) => {
    const record = await findSrvKeyspace(inner, topo, cell, keyspace)
    if (record === null) return
    await updateSrvKeyspace(inner, topo, cell, keyspace, edit(record, cell))
  })
}

function editPartition(
  record: SrvKeyspace, tabletType: ServedType, edit: (partition: KeyspacePartition) => KeyspacePartition,
): SrvKeyspace {
  return {
    ...record,
    partitions: record.partitions.map((partition) =>
      (partition.servedType === tabletType ? edit(partition) : partition)),
  }
}
