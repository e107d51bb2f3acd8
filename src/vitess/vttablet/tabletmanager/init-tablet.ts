import { type Ctx, Failure } from '../../../sim/index.ts'
import {
  addToShardReplication, createTablet, findSrvKeyspace, getOrCreateShard, getTablet, isNodeExists, isNoNode,
  newTablet, rebuildKeyspace, type TopoClient, updateTabletFields,
} from '../../topo/index.ts'
import { sameTabletAlias, type Shard, type Tablet, tabletAliasString } from '../../wire/index.ts'
import type { VttabletConfig } from '../spec.ts'

/**
 * The tablet's place in topology at start: its shard, its record, and whether it is still the master that it
 * was. Source: go/vt/vttablet/tabletmanager/init_tablet.go InitTablet.
 */
export async function initTablet(ctx: Ctx, topo: TopoClient, config: VttabletConfig): Promise<Tablet> {
  const { alias, keyspace, initDbNameOverride } = config
  if (config.initTabletType === 'MASTER') throw failed('init_tablet_type cannot be master, use replica instead')
  ctx.log('I', 'init_tablet.go:87',
    `Reading/creating keyspace and shard records for ${keyspace}/${config.shard}`)
  const shard = await getOrCreateShard(ctx, topo, keyspace, config.shard)
  const master = await masterTerm(ctx, topo, config, shard.record)
  await rebuildIfAbsent(ctx, topo, config)
  const type = master === null ? config.initTabletType : 'MASTER'
  ctx.log('I', 'init_tablet.go:166', `Initializing the tablet for type ${type}`)
  const tablet = newTablet({
    alias, keyspace, shard: config.shard, type, dbNameOverride: initDbNameOverride, masterTermStartMs: master,
  })
  await writeTablet(ctx, topo, tablet)
  return tablet
}

/** When its term as master began, if it is to start as master; else null. */
async function masterTerm(
  ctx: Ctx, topo: TopoClient, config: VttabletConfig, shard: Shard,
): Promise<number | null> {
  const old = await tabletOrNull(ctx, topo, config)
  if (sameTabletAlias(shard.masterAlias, config.alias)) {
    // Without a record nobody has left word to step down. With one, it must agree with the shard's.
    if (old === null) return ctx.unixMs
    return old.type === 'MASTER' ? old.masterTermStartMs ?? ctx.unixMs : null
  }
  if (old === null || old.type !== 'MASTER') return null
  const term = old.masterTermStartMs ?? 0
  return term > (shard.masterTermStartMs ?? 0) ? term : null
}

/** The first tablet of a keyspace in a cell makes its serving graph; a later one must not touch routing. */
async function rebuildIfAbsent(
  ctx: Ctx, topo: TopoClient, { alias, keyspace }: VttabletConfig,
): Promise<void> {
  if (await findSrvKeyspace(ctx, topo, alias.cell, keyspace) !== null) return
  try {
    await rebuildKeyspace(ctx, topo, keyspace, [alias.cell])
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    ctx.log('W', 'init_tablet.go:158', `failed to RebuildKeyspace ${keyspace}: ${error.message}`)
  }
}

async function writeTablet(ctx: Ctx, topo: TopoClient, tablet: Tablet): Promise<void> {
  try {
    return await createTablet(ctx, topo, tablet)
  } catch (error) {
    if (!isNodeExists(error)) throw error
  }
  const old = (await getTablet(ctx, topo, tablet.alias)).record
  if (old.keyspace !== tablet.keyspace || old.shard !== tablet.shard) {
    throw failed('initTablet failed because existing tablet keyspace and shard '
      + `${old.keyspace}/${old.shard} differ from the provided ones ${tablet.keyspace}/${tablet.shard}`)
  }
  await addToShardReplication(ctx, topo, tablet.keyspace, tablet.shard, tablet.alias)
  // What a vtworker wrote there, type and tags, is gone.
  await updateTabletFields(ctx, topo, tablet.alias, () => tablet)
}

async function tabletOrNull(ctx: Ctx, topo: TopoClient, { alias }: VttabletConfig): Promise<Tablet | null> {
  try {
    return (await getTablet(ctx, topo, alias)).record
  } catch (error) {
    if (isNoNode(error)) return null
    if (!(error instanceof Failure)) throw error
    const name = tabletAliasString(alias)
    throw failed(`InitTablet failed to read existing tablet record ${name}: ${error.message}`)
  }
}

const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
