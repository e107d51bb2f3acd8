import { Failure, type Ctx } from '../../sim/index.ts'
import { tabletAliasString, type TabletAlias } from '../wire/index.ts'
import { byText } from '../../base/index.ts'
import { cellsOrAll, failuresByCell } from './cells.ts'
import { getShard } from './shard.ts'
import { getShardReplication } from './shard-replication.ts'
import { getTablet, type TabletInfo } from './tablet.ts'
import type { TopoClient } from './topo-client.ts'
import { isNoNode, partialResult } from './topo-error.ts'

/** `partial` is set if some cell or record could not be read: the rest is there all the same. */
export interface TabletMap {
  /** By alias text, in the order of the aliases. */
  readonly tablets: ReadonlyMap<string, TabletInfo>
  readonly partial: Failure | null
}
export interface TabletAliases { readonly aliases: readonly TabletAlias[]; readonly partial: Failure | null }

/**
 * The shard's master and every tablet on a cell's replication list, sorted; in all cells if none is given.
 * Source: go/vt/topo/shard.go FindAllTabletAliasesInShardByCell.
 */
export async function findAllTabletAliasesInShard(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string, cells: readonly string[] = [],
): Promise<TabletAliases> {
  const { record } = await getShard(ctx, topo, keyspace, shard)
  const found = new Map<string, TabletAlias>()
  const master = record.masterAlias
  if (master !== null && (cells.length === 0 || cells.includes(master.cell))) {
    found.set(tabletAliasString(master), master)
  }

  const failures = await failuresByCell(ctx, await cellsOrAll(ctx, topo, cells), async (inner, cell) => {
    try {
      const { nodes } = await getShardReplication(inner, topo, cell, keyspace, shard)
      for (const node of nodes) found.set(tabletAliasString(node), node)
    } catch (error) {
      if (!isNoNode(error)) throw error
    }
  })
  const aliases = [...found].sort(byText(([text]) => text)).map(([, alias]) => alias)
  if (failures.length === 0) return { aliases, partial: null }
  ctx.log(
    'W', 'shard.go:600',
    `FindAllTabletAliasesInShard(${keyspace},${shard}): got partial result: ${failures[0]!.message}`
  )
  return { aliases, partial: partialResult(shard) }
}

/**
 * Records of the tablets, read at the same time. One that vanished is left out.
 * Source: go/vt/topo/tablet.go GetTabletMap.
 */
export async function getTabletMap(
  ctx: Ctx, topo: TopoClient, aliases: readonly TabletAlias[],
): Promise<TabletMap> {
  let partial: Failure | null = null
  const read = (alias: TabletAlias) => async (inner: Ctx): Promise<TabletInfo | null> => {
    try {
      return await getTablet(inner, topo, alias)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      inner.log('W', 'tablet.go:471', `${tabletAliasString(alias)}: ${error.message}`)
      if (!isNoNode(error)) partial = partialResult('')
      return null
    }
  }
  const infos = aliases.length === 1 ? [await read(aliases[0]!)(ctx)] : await ctx.all(aliases.map(read))
  const tablets = new Map<string, TabletInfo>()
  for (const info of infos) if (info !== null) tablets.set(tabletAliasString(info.record.alias), info)
  return { tablets, partial }
}

/**
 * All tablets of a shard, in the given cells or in all.
 * Source: go/vt/topo/shard.go GetTabletMapForShardByCell.
 */
export async function getTabletMapForShard(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string, cells: readonly string[] = [],
): Promise<TabletMap> {
  const { aliases, partial } = await findAllTabletAliasesInShard(ctx, topo, keyspace, shard, cells)
  const map = await getTabletMap(ctx, topo, aliases)
  if (partial === null) return map
  ctx.log('W', 'shard.go:640', `GetTabletMapForShard: got partial result for shard ${keyspace}/${shard}`)
  return { tablets: map.tablets, partial }
}
