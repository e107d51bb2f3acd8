import type { Ctx } from '../../sim/index.ts'
import { wrapping, tabletManager } from '../command/index.ts'
import { getTablet } from '../topo/index.ts'
import { type Tablet, tabletAliasString } from '../wire/index.ts'
import type { SplitClone } from './split-clone.ts'
import { findHealthyTablet, findWorkerTablet, type TabletWish } from './source-tablet.ts'

/** Source: go/vt/worker/split_clone.go findOfflineSourceTablets, its first half. */
export async function drainSourceTablets(ctx: Ctx, clone: SplitClone): Promise<void> {
  await chooseSourceTablets(ctx, clone, findWorkerTablet)
}

/** What stands in for a drained tablet: one that is left as it is. */
export async function sourceTabletsAsTheyAre(ctx: Ctx, clone: SplitClone): Promise<void> {
  await chooseSourceTablets(ctx, clone, findHealthyTablet)
}

async function chooseSourceTablets(
  ctx: Ctx, clone: SplitClone, find: typeof findWorkerTablet,
): Promise<void> {
  const { parts, options } = clone
  parts.status.set(ctx, 'finding target instances')
  const chosen: Tablet[] = []
  await wrapping('findSourceTablets() failed', async () => {
    for (const { keyspace, shardName } of clone.sourceShards) {
      const wish: TabletWish = {
        keyspace, shard: shardName, type: options.tabletType, min: options.minHealthyTablets,
        timeoutMs: parts.settings.wait_for_healthy_tablets_timeout,
      }
      const alias = await wrapping(`FindWorkerTablet() failed for ${parts.cell}/${keyspace}/${shardName}`,
        () => find(ctx, parts, clone.tablets!, wish))
      parts.logger.info(ctx, 'split_clone.go:770', `Using tablet ${tabletAliasString(alias)} as source for`
        + ` ${keyspace}/${shardName}`)
      const { record } = await wrapping(`cannot read tablet ${tabletAliasString(alias)}`, () =>
        ctx.timeout(parts.settings.remote_actions_timeout, inner => getTablet(inner, parts.topo, alias)))
      chosen.push(record)
    }
  })
  clone.sourceTablets = chosen
}

/**
 * Several sources are stopped one after another: there is no picture of all of them at one time.
 * Source: split_clone.go findOfflineSourceTablets, its second half.
 */
export async function stopReplication(ctx: Ctx, clone: SplitClone): Promise<void> {
  const { parts } = clone
  for (const { alias } of clone.sourceTablets) {
    await wrapping(`findSourceTablets() failed: cannot stop replication on tablet`
      + ` ${tabletAliasString(alias)}`, () =>
      ctx.timeout(parts.settings.remote_actions_timeout, inner => tabletManager(alias).stopSlave(inner, {})))
    parts.cleaner.recordStartSlave(alias)
  }
}

/** Source: split_clone.go setUpVReplication, its first lines. */
export async function readSourcePositions(ctx: Ctx, clone: SplitClone): Promise<void> {
  const positions: string[] = []
  for (const { alias } of clone.sourceTablets) {
    const status = await ctx.timeout(clone.parts.settings.remote_actions_timeout,
      inner => tabletManager(alias).slaveStatus(inner, {}))
    positions.push(status.position)
  }
  clone.sourcePositions = positions
}
