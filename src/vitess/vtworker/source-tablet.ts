import { formatDuration } from '../../base/index.ts'
import { type Ctx } from '../../sim/index.ts'
import { failure, ignoringFailure, tabletManager } from '../command/index.ts'
import { getTablet, isTrivialTypeChange, type ShardInfo, updateTabletFields } from '../topo/index.ts'
import { type TabletAlias, tabletAliasString, type TabletType } from '../wire/index.ts'
import type { WorkerParts } from './worker-parts.ts'
import type { WorkerTablets } from './worker-tablets.ts'

export interface TabletWish {
  readonly keyspace: string
  readonly shard: string
  readonly type: TabletType
  readonly min: number
  readonly timeoutMs: number
}

/**
 * Waits until that many tablets are healthy, and returns all that are. Source: go/vt/worker/topo_utils.go
 * waitForHealthyTablets.
 */
export async function waitForHealthyTablets(
  ctx: Ctx, parts: WorkerParts, tablets: WorkerTablets, wish: TabletWish,
): Promise<readonly TabletAlias[]> {
  const { keyspace, shard, type, min } = wish
  const where = `(${parts.cell},${keyspace}/${shard})`
  const deadlineUs = ctx.nowUs + Math.round(wish.timeoutMs * 1000)
  // Vitess waits for the first one before it looks at the list.
  if (min > 0) await tablets.waitForAny(ctx, keyspace, shard, type, wish.timeoutMs)
  for (;;) {
    const healthy = tablets.known(keyspace, shard, type)
    if (healthy.length >= min) return healthy.map(stats => stats.tablet.alias)
    const leftMs = (deadlineUs - ctx.nowUs) / 1000
    if (leftMs <= 0) {
      throw failure(`not enough healthy ${type} tablets to choose from in ${where},`
        + ` have ${healthy.length} healthy ones,`
        + ` need at least ${min} Context error: context deadline exceeded`, 'FAILED_PRECONDITION')
    }
    parts.logger.info(ctx, 'topo_utils.go:98', `Waiting for enough healthy ${type}`
      + ` tablets to become available ${where}.`
      + ` available: ${healthy.length} required: ${min} Waiting up to`
        + ` ${(leftMs / 1000).toFixed(1)} more seconds.`)
    await ctx.sleep(Math.min(1000, leftMs))
  }
}

/**
 * `Waiting 1m0s for 1 customer/0 RDONLY tablet(s)`, whatever type it is. Source: go/vt/worker/split_clone.go
 * waitForTablets.
 */
export async function waitForTablets(
  ctx: Ctx, parts: WorkerParts, tablets: WorkerTablets, shards: readonly ShardInfo[], wish: Omit<TabletWish,
    'keyspace' | 'shard'>,
): Promise<void> {
  if (wish.min > 0 && shards.length > 0) {
    parts.logger.info(ctx, 'split_clone.go:876', `Waiting ${formatDuration(wish.timeoutMs)} for ${wish.min}`
      + ` ${shards[0]!.keyspace}/${shards[0]!.shardName} RDONLY tablet(s)`)
  }
  for (const { keyspace, shardName } of shards) await waitForHealthyTablets(ctx, parts, tablets,
    { ...wish, keyspace, shard: shardName })
}

/** One of the healthy tablets, by chance. Source: topo_utils.go FindHealthyTablet. */
export async function findHealthyTablet(
  ctx: Ctx, parts: WorkerParts, tablets: WorkerTablets, wish: TabletWish,
): Promise<TabletAlias> {
  const healthy = await waitForHealthyTablets(ctx, parts, tablets, wish)
  // With a minimum of zero the list may be empty; Vitess then panics, and nothing is cleaned up.
  if (healthy.length === 0) throw failure('runtime error: invalid argument to Intn', 'INTERNAL')
  return healthy.length === 1 ? healthy[0]! : healthy[ctx.choose('find-healthy-tablet', healthy.length)]!
}

/**
 * Takes a healthy tablet out of serving for this worker: type DRAINED and two tags. How to take it back is
 * recorded with the cleaner, but only after the tags are written: a failure before that leaves it DRAINED, as
 * in Vitess. Source: topo_utils.go FindWorkerTablet.
 */
export async function findWorkerTablet(
  ctx: Ctx, parts: WorkerParts, tablets: WorkerTablets, wish: TabletWish,
): Promise<TabletAlias> {
  const { topo, logger, settings, cleaner, url } = parts
  const alias = await findHealthyTablet(ctx, parts, tablets, wish)
  const text = tabletAliasString(alias)

  logger.info(ctx, 'topo_utils.go:124', `Changing tablet ${text} to 'DRAINED'`)
  await ctx.timeout(settings.remote_actions_timeout, async inner => {
    const { record } = await getTablet(inner, topo, alias)
    if (!isTrivialTypeChange(record.type, 'DRAINED')) {
      throw failure(`tablet ${text} type change ${record.type} -> DRAINED is not an`
        + ` allowed transition for ChangeSlaveType`)
    }
    await tabletManager(alias).changeType(inner, { type: 'DRAINED' })
  })
  logger.info(ctx, 'topo_utils.go:133', `Adding tag[worker]=${url} to tablet ${text}`)
  await ctx.timeout(settings.remote_actions_timeout, inner => updateTabletFields(inner, topo, alias, tablet =>
    ({ ...tablet, tags: { ...tablet.tags, worker: url, drain_reason: 'Used by vtworker' } })))
  cleaner.recordChangeSlaveType(alias, 'DRAINED', wish.type)
  cleaner.recordTabletTag(alias, 'drain_reason')
  cleaner.recordTabletTag(alias, 'worker')
  await ignoringFailure(ctx, () => ctx.timeout(settings.remote_actions_timeout,
    inner => tabletManager(alias).refreshState(inner, {})))
  return alias
}
