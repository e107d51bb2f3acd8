import { type Ctx, Failure } from '../../sim/index.ts'
import { failure, queryService, tabletManager, wrapped } from '../command/index.ts'
import {
  HealthCheck, defaultHealthCheck, removeUnhealthyTablets, TabletStatsCache, TopologyWatcher,
} from '../discovery/index.ts'
import { cellsOrAll, getShard } from '../topo/index.ts'
import { type ServedType, tabletAliasString } from '../wire/index.ts'
import type { Wrangler } from './wrangler.ts'

/**
 * Go's int64 seconds, multiplied by a second: what a stream reports that has not applied anything yet
 * overflows to -1 s.
 */
const unknownDelayS = 9223372036854775807

/**
 * Waits until the streams of a destination are at most so far behind. Source: go/vt/wrangler/split.go
 * WaitForFilteredReplication.
 */
export async function waitForFilteredReplication(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string, maxDelayMs: number,
): Promise<void> {
  const { record } = await getShard(ctx, wr.topo, keyspace, shard)
  if (record.sourceShards.length === 0) throw failure(`shard ${keyspace}/${shard} has no source shard`)
  const master = record.masterAlias
  if (master === null) throw failure(`shard ${keyspace}/${shard} has no master`)
  const name = tabletAliasString(master)
  // The master reports anew, so that what comes first is not old.
  await tabletManager(master).runHealthCheck(ctx, {})
  const stream = queryService(master).streamHealth(ctx, {})
  try {
    let lastSaidMs = -Infinity
    for await (const response of stream) {
      const stats = response.realtimeStats
      const text = `tablet: ${name} health record: ${JSON.stringify(stats)}`
      if (stats.healthError !== '') throw failure(`tablet is not healthy. ${text}`)
      if (stats.binlogPlayersCount === 0) throw failure(`no filtered replication running on ${text}`)
      const delayS = stats.secondsBehindMasterFilteredReplication
      if (delayS < 0 || delayS >= unknownDelayS) {
        throw failure(`last seen delay should never be negative. tablet: ${name} delay:`
          + ` ${delayS < 0 ? `${delayS}s` : '-1s'}`)
      }
      if (delayS * 1000 <= maxDelayMs) {
        wr.logger.info(ctx, 'split.go:108', `Filtered replication on tablet: ${name} has caught up. Last`
          + ` seen delay: ${delayS.toFixed(1)} seconds`)
        return
      }
      if (ctx.nowMs - lastSaidMs >= 1000) {
        lastSaidMs = ctx.nowMs
        wr.logger.info(ctx, 'split.go:102', `Waiting for filtered replication to catch up on tablet: ${name}`
          + ` Last seen delay: ${delayS.toFixed(1)} seconds`)
      }
    }
  } catch (error) {
    throw wrapped(error, `could not stream health records from tablet: ${name} err`)
  } finally {
    stream.close()
  }
}

export interface WaitForDrain {
  readonly cells: readonly string[]
  readonly keyspace: string
  readonly shard: string
  readonly servedType: ServedType
  readonly retryDelayMs: number
  readonly initialWaitMs: number
}

/**
 * Waits until every healthy tablet of the type reports that it answers no queries. Source:
 * go/vt/wrangler/keyspace.go WaitForDrain.
 */
export async function waitForDrain(ctx: Ctx, wr: Wrangler, wait: WaitForDrain): Promise<void> {
  const cells = await cellsOrAll(ctx, wr.topo, wait.cells)
  await ctx.all(cells.map(cell => (own: Ctx) => waitForDrainInCell(own, wr, cell, wait)))
}

async function waitForDrainInCell(ctx: Ctx, wr: Wrangler, cell: string, wait: WaitForDrain): Promise<void> {
  const { keyspace, shard, servedType, retryDelayMs, initialWaitMs } = wait
  const healthCheck = new HealthCheck(defaultHealthCheck)
  const cache = new TabletStatsCache(healthCheck, cell)
  const watcher = TopologyWatcher.ofShard(ctx, wr.topo, healthCheck, cell, keyspace, shard, 30_000)
  const target = `${cell} ${keyspace}/${shard}`
  try {
    try {
      await ctx.timeout(initialWaitMs, inner => cache.waitForTablets(inner,
        [{ keyspace, shard, tabletType: servedType }]))
    } catch (error) {
      throw wrapped(error, `${cell}: error waiting for initial ${servedType} tablets`
        + ` for ${keyspace}/${shard}`)
    }
    wr.logger.info(ctx, 'keyspace.go:1083', `${cell}: Waiting for all tablets in ${keyspace}/${shard}`
      + ` ${servedType} to be drained.`)
    for (;;) {
      const healthy = removeUnhealthyTablets(cache.tabletStats(keyspace, shard, servedType))
      const busy = healthy.filter(({ stats }) => stats!.qps !== 0).length
      if (busy === 0) {
        wr.logger.info(ctx, 'keyspace.go:1112', `${cell}: All ${healthy.length} healthy tablets in`
          + ` ${keyspace}/${shard} were drained successfully`)
        return
      }
      wr.logger.info(ctx, 'keyspace.go:1105', `${cell}: Waiting for all healthy tablets to be drained.`
        + ` ${busy}/${healthy.length} not done yet.`)
      await ctx.sleep(retryDelayMs)
    }
  } catch (error) {
    if (error instanceof Failure && ctx.canceled !== null) throw wrapped(error, `timed out waiting for`
      + ` ${target} to be drained`)
    throw error
  } finally {
    watcher.stop()
    healthCheck.close(ctx)
  }
}
