import type { Ctx } from '../../sim/index.ts'
import { sameTabletAlias, type ShardReplication, type TabletAlias } from '../wire/index.ts'
import { shardReplicationPath } from './paths.ts'
import type { TopoClient } from './topo-client.ts'
import { isNoNode } from './topo-error.ts'

const empty: ShardReplication = Object.freeze({ nodes: Object.freeze([]) })

/** Source: go/vt/topo/replication.go GetShardReplication. */
export async function getShardReplication(
  ctx: Ctx, topo: TopoClient, cell: string, keyspace: string, shard: string,
): Promise<ShardReplication> {
  const conn = topo.connForCell(cell)
  return (await conn.get<ShardReplication>(ctx, shardReplicationPath(keyspace, shard))).record
}

/** Puts the tablet on its cell's list, once. Source: replication.go UpdateShardReplicationRecord. */
export async function addToShardReplication(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string, alias: TabletAlias,
): Promise<void> {
  const path = shardReplicationPath(keyspace, shard)
  await topo.connForCell(alias.cell).modify<ShardReplication>(ctx, path, ({ nodes }) =>
    nodes.some((node) => sameTabletAlias(node, alias)) ? null : { nodes: [...nodes, alias] }, empty)
}

/**
 * Takes the tablet off its cell's list; no list is no error.
 * Source: replication.go RemoveShardReplicationRecord.
 */
export async function removeFromShardReplication(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string, alias: TabletAlias,
): Promise<void> {
  const path = shardReplicationPath(keyspace, shard)
  try {
    await topo.connForCell(alias.cell).modify<ShardReplication>(ctx, path, ({ nodes }) =>
      ({ nodes: nodes.filter((node) => !sameTabletAlias(node, alias)) }))
  } catch (error) {
    if (!isNoNode(error)) throw error
  }
}

/** Removes the whole list of a cell; none is no error. Source: replication.go DeleteShardReplication. */
export async function deleteShardReplication(
  ctx: Ctx, topo: TopoClient, cell: string, keyspace: string, shard: string,
): Promise<void> {
  try {
    await topo.connForCell(cell).delete(ctx, shardReplicationPath(keyspace, shard))
  } catch (error) {
    if (!isNoNode(error)) throw error
  }
}
