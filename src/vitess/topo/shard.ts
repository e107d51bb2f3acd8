import type { Ctx } from '../../sim/index.ts'
import { keyspaceShardString, type KeyRange } from '../keys/index.ts'
import type { Shard, TabletAlias, TabletControl, TabletType } from '../wire/index.ts'
import { shardPath } from './paths.ts'
import type { TopoClient } from './topo-client.ts'

/** A shard record with its name and version. Source: go/vt/topo/shard.go ShardInfo. */
export interface ShardInfo {
  readonly keyspace: string
  readonly shardName: string
  readonly record: Shard
  readonly version: number
}

/** `customer/-80`. */
export const shardString = (shard: ShardInfo): string => keyspaceShardString(shard.keyspace, shard.shardName)

/** A shard record in which everything else has its default. */
export const newShard = (keyRange: KeyRange | null, isMasterServing: boolean): Shard => ({
  masterAlias: null, masterTermStartMs: null, keyRange, sourceShards: [], tabletControls: [], isMasterServing,
})

/** Source: shard.go GetShard. */
export async function getShard(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string,
): Promise<ShardInfo> {
  const { record, version } = await topo.global.get<Shard>(ctx, shardPath(keyspace, shard))
  return { keyspace, shardName: shard, record, version }
}

/**
 * Reads the record, changes it and writes it back, again and again until nobody wrote in between. `change`
 * may run more than once; if it gives null nothing is written, and the result is null. Source: shard.go
 * UpdateShardFields.
 */
export async function updateShardFields(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string, change: (record: Shard) => Shard | null,
): Promise<ShardInfo | null> {
  const written = await topo.global.modify(ctx, shardPath(keyspace, shard), change)
  return written === null ? null : { keyspace, shardName: shard, ...written }
}

/** Removes the record alone. Source: shard.go DeleteShard. */
export async function deleteShardRecord(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string,
): Promise<void> {
  await topo.global.delete(ctx, shardPath(keyspace, shard))
}

/** The control of a type, or null. Source: shard.go GetTabletControl. */
export function getTabletControl(shard: Shard, tabletType: TabletType): TabletControl | null {
  return shard.tabletControls.find((control) => control.tabletType === tabletType) ?? null
}

/** `shard` with the control of that type set, or with `null` taken out. */
export function withTabletControl(
  shard: Shard, tabletType: TabletType, control: TabletControl | null,
): Shard {
  const { tabletControls: before } = shard
  const at = before.findIndex((old) => old.tabletType === tabletType)
  const tabletControls = before.toSpliced(
    at < 0 ? before.length : at, at < 0 ? 0 : 1, ...control === null ? [] : [control]
  )
  return { ...shard, tabletControls }
}

/** A control that controls nothing yet. */
export const newTabletControl = (
  tabletType: TabletType, fields: Partial<TabletControl> = {},
): TabletControl =>
  ({ tabletType, cells: [], blacklistedTables: [], frozen: false, ...fields })

/** True unless the record names another master, or none. */
export const isShardMaster = (shard: Shard, alias: TabletAlias): boolean =>
  shard.masterAlias !== null && shard.masterAlias.uid === alias.uid && shard.masterAlias.cell === alias.cell

