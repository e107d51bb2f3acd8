import { byCodeUnit } from '../../base/index.ts'
import type { Ctx } from '../../sim/index.ts'
import { keyRangeEqual, keyRangeProto, type KeyRange } from '../keys/index.ts'
import type { KeyspacePartition, ShardReference, SrvKeyspace, TabletType } from '../wire/index.ts'
import { getCellInfoNames } from './cells.ts'
import { keyspacesDirectory, srvKeyspacePath } from './paths.ts'
import type { ShardInfo } from './shard.ts'
import type { TopoClient } from './topo-client.ts'
import { isNoNode } from './topo-error.ts'

/** Source: go/vt/topo/srv_keyspace.go GetSrvKeyspace. */
export async function getSrvKeyspace(
  ctx: Ctx, topo: TopoClient, cell: string, keyspace: string,
): Promise<SrvKeyspace> {
  return (await topo.connForCell(cell).get<SrvKeyspace>(ctx, srvKeyspacePath(keyspace))).record
}

/** As {@link getSrvKeyspace}, with null for a cell that has none. */
export async function findSrvKeyspace(
  ctx: Ctx, topo: TopoClient, cell: string, keyspace: string,
): Promise<SrvKeyspace | null> {
  try {
    return await getSrvKeyspace(ctx, topo, cell, keyspace)
  } catch (error) {
    if (isNoNode(error)) return null
    throw error
  }
}

/** A blind write: whoever writes last wins. Source: srv_keyspace.go UpdateSrvKeyspace. */
export async function updateSrvKeyspace(
  ctx: Ctx, topo: TopoClient, cell: string, keyspace: string, record: SrvKeyspace,
): Promise<void> {
  await topo.connForCell(cell).update(ctx, srvKeyspacePath(keyspace), record, null)
}

/** No record is no error. Source: srv_keyspace.go DeleteSrvKeyspace. */
export async function deleteSrvKeyspace(
  ctx: Ctx, topo: TopoClient, cell: string, keyspace: string,
): Promise<void> {
  try {
    await topo.connForCell(cell).delete(ctx, srvKeyspacePath(keyspace))
  } catch (error) {
    if (!isNoNode(error)) throw error
  }
}

/** Keyspaces that are in the cell, sorted. Source: srv_keyspace.go GetSrvKeyspaceNames. */
export function getSrvKeyspaceNames(ctx: Ctx, topo: TopoClient, cell: string): Promise<readonly string[]> {
  return topo.connForCell(cell).list(ctx, keyspacesDirectory)
}

/** The partition of a type, or null. Source: go/vt/topo/topoproto/srvkeyspace.go SrvKeyspaceGetPartition. */
export function srvKeyspaceGetPartition(
  record: SrvKeyspace, tabletType: TabletType,
): KeyspacePartition | null {
  for (const partition of record.partitions) if (partition.servedType === tabletType) return partition
  return null
}

/** Cells in which some partition names the shard. Source: srv_keyspace.go GetShardServingCells. */
export async function getShardServingCells(ctx: Ctx, topo: TopoClient, shard: ShardInfo): Promise<string[]> {
  const cells: string[] = []
  for (const { cell, partition } of await partitionsOfAllCells(ctx, topo, shard.keyspace)) {
    if (names(partition, shard) && !cells.includes(cell)) cells.push(cell)
  }
  return cells
}

/**
 * Types for which some cell routes to the shard, by its name.
 * Source: srv_keyspace.go GetShardServingTypes.
 */
export async function getShardServingTypes(
  ctx: Ctx, topo: TopoClient, shard: ShardInfo,
): Promise<TabletType[]> {
  const types: TabletType[] = []
  for (const { partition } of await partitionsOfAllCells(ctx, topo, shard.keyspace)) {
    if (names(partition, shard) && !types.includes(partition.servedType)) types.push(partition.servedType)
  }
  return types
}

/**
 * True if any partition has a shard of the same range: `0` and `-` count as the same.
 * Source: srv_keyspace.go ShardIsServing.
 */
export function shardIsServing(record: SrvKeyspace, keyRange: KeyRange | null): boolean {
  return record.partitions.some((partition) =>
    partition.shardReferences.some((reference) => keyRangeEqual(reference.keyRange, keyRange)))
}

const names = (partition: KeyspacePartition, shard: ShardInfo): boolean =>
  partition.shardReferences.some((reference) => reference.name === shard.shardName)

/** Partitions of every cell that has the keyspace, cells in order, read at the same time. */
export async function partitionsOfAllCells(
  ctx: Ctx, topo: TopoClient, keyspace: string,
): Promise<{ cell: string; partition: KeyspacePartition }[]> {
  const cells = [...await getCellInfoNames(ctx, topo)].sort(byCodeUnit)
  const read = (cell: string) => (inner: Ctx) => findSrvKeyspace(inner, topo, cell, keyspace)
  const records = cells.length === 1 ? [await read(cells[0]!)(ctx)] : await ctx.all(cells.map(read))
  return cells.flatMap((cell, i) => (records[i]?.partitions ?? []).map((partition) => ({ cell, partition })))
}

/** As protobuf prints it: `name:"-80" key_range:<end:"\200" >`. */
export function shardReferenceProto(reference: ShardReference): string {
  const range = keyRangeProto(reference.keyRange)
  return `name:"${reference.name}" ${range === '' ? '' : `${range} `}`
}

/** As protobuf prints it, for error texts. */
export function partitionProto(partition: KeyspacePartition): string {
  const references = partition.shardReferences.map((reference) =>
    `shard_references:<${shardReferenceProto(reference)}> `)
  const controls = partition.shardTabletControls.map((control) => {
    const disabled = control.queryServiceDisabled ? 'query_service_disabled:true ' : ''
    return `shard_tablet_controls:<${shardReferenceProto(control)}${disabled}> `
  })
  // MASTER is 1, and every served type is above 0, so the field is always printed.
  return `served_type:${partition.servedType} ${references.join('')}${controls.join('')}`
}
