import type { Ctx } from '../../sim/index.ts'
import { parseShardName } from '../keys/index.ts'
import { parseTabletAlias, type Tablet, type TabletAlias, type TabletType } from '../wire/index.ts'
import { tabletPath, tabletsDirectory } from './paths.ts'
import { addToShardReplication, removeFromShardReplication } from './shard-replication.ts'
import type { TopoClient } from './topo-client.ts'

export interface TabletInfo { readonly record: Tablet; readonly version: number }

/** What a vttablet writes about itself. Ports are those of the local example: 15000, 16000, 17000 + uid. */
export function newTablet(
  fields: Pick<Tablet, 'alias' | 'keyspace' | 'shard' | 'type'> & Partial<Tablet>,
): Tablet {
  const { uid } = fields.alias
  const { name, keyRange } = parseShardName(fields.shard)
  return {
    hostname: 'localhost', portMap: { vt: 15_000 + uid, grpc: 16_000 + uid }, mysqlHostname: 'localhost',
    mysqlPort: 17_000 + uid, keyRange, dbNameOverride: '', tags: {}, masterTermStartMs: null, ...fields,
    shard: name,
  }
}

/** `vt_customer`, unless the record says otherwise. Source: go/vt/topo/topoproto/tablet.go TabletDbName. */
export const tabletDbName = (tablet: Tablet): string => tablet.dbNameOverride || `vt_${tablet.keyspace}`

/** Source: go/vt/topo/tablet.go GetTablet. */
export function getTablet(ctx: Ctx, topo: TopoClient, alias: TabletAlias): Promise<TabletInfo> {
  return topo.connForCell(alias.cell).get<Tablet>(ctx, tabletPath(alias))
}

/**
 * The record and its place in the shard's replication list. Fails with ALREADY_EXISTS.
 * Source: tablet.go CreateTablet.
 */
export async function createTablet(ctx: Ctx, topo: TopoClient, tablet: Tablet): Promise<void> {
  await topo.connForCell(tablet.alias.cell).create(ctx, tabletPath(tablet.alias), tablet)
  await addToShardReplication(ctx, topo, tablet.keyspace, tablet.shard, tablet.alias)
}

/** As `updateShardFields`. Source: tablet.go UpdateTabletFields. */
export function updateTabletFields(
  ctx: Ctx, topo: TopoClient, alias: TabletAlias, change: (tablet: Tablet) => Tablet | null,
): Promise<TabletInfo | null> {
  return topo.connForCell(alias.cell).modify(ctx, tabletPath(alias), change)
}

/** The record alone. Source: tablet.go DeleteTablet. */
export async function deleteTabletRecord(ctx: Ctx, topo: TopoClient, alias: TabletAlias): Promise<void> {
  await topo.connForCell(alias.cell).delete(ctx, tabletPath(alias))
}

/**
 * The tablet's place in the shard's replication list, then its record.
 * Source: go/vt/topotools/utils.go DeleteTablet.
 */
export async function deleteTablet(ctx: Ctx, topo: TopoClient, tablet: Tablet): Promise<void> {
  await removeFromShardReplication(ctx, topo, tablet.keyspace, tablet.shard, tablet.alias)
  await deleteTabletRecord(ctx, topo, tablet.alias)
}

/** Aliases of all tablets that have a record in the cell, sorted. Source: tablet.go GetTabletsByCell. */
export async function getTabletsByCell(ctx: Ctx, topo: TopoClient, cell: string): Promise<TabletAlias[]> {
  return (await topo.connForCell(cell).list(ctx, tabletsDirectory)).map(parseTabletAlias)
}

const tablets = (...types: TabletType[]): ReadonlySet<TabletType> => new Set(types)
const servingGraph = tablets('MASTER', 'REPLICA', 'RDONLY')
const queryService = tablets('MASTER', 'REPLICA', 'RDONLY', 'EXPERIMENTAL', 'DRAINED')
const slaves = tablets('REPLICA', 'RDONLY', 'SPARE', 'EXPERIMENTAL')
const trivialChanges = tablets('REPLICA', 'RDONLY', 'SPARE', 'BACKUP', 'EXPERIMENTAL', 'DRAINED')

/** Source: tablet.go IsRunningQueryService. */
export const isRunningQueryService = (type: TabletType): boolean => queryService.has(type)
/** Source: tablet.go IsRunningUpdateStream. */
export const isRunningUpdateStream = (type: TabletType): boolean => servingGraph.has(type)
/** True if a reparent should re-point it. Source: tablet.go IsSlaveType. */
export const isSlaveType = (type: TabletType): boolean => slaves.has(type)
/** True if `ChangeSlaveType` may do it. Source: tablet.go IsTrivialTypeChange. */
export const isTrivialTypeChange = (from: TabletType, to: TabletType): boolean =>
  (trivialChanges.has(from) && trivialChanges.has(to)) || (from === 'RESTORE' && to === 'SPARE')
