import type { Ctx } from '../../sim/index.ts'
import { buildKeyspaceSchema } from '../keys/index.ts'
import type { RoutingRule, SrvVSchema, VSchemaKeyspace } from '../wire/index.ts'
import { cellsOrAll, forEachCell } from './cells.ts'
import { getKeyspaces } from './keyspace.ts'
import { routingRulesPath, srvVSchemaPath, vSchemaPath } from './paths.ts'
import type { TopoClient } from './topo-client.ts'
import { isNoNode } from './topo-error.ts'

const blank: VSchemaKeyspace = Object.freeze({})

/** Fails with NOT_FOUND if there is none. Source: go/vt/topo/vschema.go GetVSchema. */
export async function getVSchema(ctx: Ctx, topo: TopoClient, keyspace: string): Promise<VSchemaKeyspace> {
  return (await topo.global.get<VSchemaKeyspace>(ctx, vSchemaPath(keyspace))).record
}

/**
 * Fails if the VSchema makes no sense; else a blind write, without a lock.
 * Source: vschema.go SaveVSchema.
 */
export async function saveVSchema(
  ctx: Ctx, topo: TopoClient, keyspace: string, vschema: VSchemaKeyspace,
): Promise<void> {
  buildKeyspaceSchema(vschema, keyspace)
  await topo.global.update(ctx, vSchemaPath(keyspace), vschema, null)
}

/**
 * Gives the keyspace a blank, unsharded VSchema if it has none, and then tells all cells.
 * Source: vschema.go EnsureVSchema.
 */
export async function ensureVSchema(ctx: Ctx, topo: TopoClient, keyspace: string): Promise<void> {
  try {
    await getVSchema(ctx, topo, keyspace)
    return
  } catch (error) {
    if (!isNoNode(error)) throw error
  }
  await saveVSchema(ctx, topo, keyspace, blank)
  await rebuildSrvVSchema(ctx, topo, [])
}

export async function getRoutingRules(ctx: Ctx, topo: TopoClient): Promise<readonly RoutingRule[]> {
  try {
    return (await topo.global.get<{ rules: readonly RoutingRule[] }>(ctx, routingRulesPath)).record.rules
  } catch (error) {
    if (isNoNode(error)) return []
    throw error
  }
}

/** A blind write; no rules delete the record. Source: vschema.go SaveRoutingRules. */
export async function saveRoutingRules(
  ctx: Ctx, topo: TopoClient, rules: readonly RoutingRule[],
): Promise<void> {
  if (rules.length > 0) {
    await topo.global.update(ctx, routingRulesPath, { rules }, null)
    return
  }
  try {
    await topo.global.delete(ctx, routingRulesPath)
  } catch (error) {
    if (!isNoNode(error)) throw error
  }
}

export async function getSrvVSchema(ctx: Ctx, topo: TopoClient, cell: string): Promise<SrvVSchema> {
  return (await topo.connForCell(cell).get<SrvVSchema>(ctx, srvVSchemaPath)).record
}

export async function updateSrvVSchema(
  ctx: Ctx, topo: TopoClient, cell: string, record: SrvVSchema,
): Promise<void> {
  await topo.connForCell(cell).update(ctx, srvVSchemaPath, record, null)
}

/**
 * Collects all keyspaces' VSchemas and the routing rules into the SrvVSchema of the cells, or of all. No
 * lock: of two at a time the last to write wins, with what it had read. Source: go/vt/topo/srv_vschema.go
 * RebuildSrvVSchema.
 */
export async function rebuildSrvVSchema(ctx: Ctx, topo: TopoClient, cells: readonly string[]): Promise<void> {
  const all = await cellsOrAll(ctx, topo, cells)
  const keyspaces = await getKeyspaces(ctx, topo)
  const read = (keyspace: string) => async (inner: Ctx): Promise<VSchemaKeyspace | null> => {
    try {
      return await getVSchema(inner, topo, keyspace)
    } catch (error) {
      if (isNoNode(error)) return null
      throw error
    }
  }
  const vschemas = keyspaces.length === 1
    ? [await read(keyspaces[0]!)(ctx)]
    : await ctx.all(keyspaces.map(read))
  const found = keyspaces.flatMap((keyspace, i): [string, VSchemaKeyspace][] => {
    const vschema = vschemas[i] ?? null
    return vschema === null ? [] : [[keyspace, vschema]]
  })
  const rules = await getRoutingRules(ctx, topo)
  const record: SrvVSchema = {
    keyspaces: Object.fromEntries(found), ...(rules.length > 0 ? { routing_rules: { rules } } : {}),
  }
  await forEachCell(ctx, all, (inner, cell) => updateSrvVSchema(inner, topo, cell, record))
}
