import type { Ctx } from '../../sim/index.ts'
import {
  HealthCheck, removeUnhealthyTablets, type TabletStats, TabletStatsCache, TopologyWatcher,
} from '../discovery/index.ts'
import type { ShardInfo } from '../topo/index.ts'
import type { TabletType } from '../wire/index.ts'
import { TabletTracker } from './tablet-provider.ts'
import type { WorkerParts } from './worker-parts.ts'

/**
 * The tablets of the shards that a job works on, and how they are. Of masters it knows those of every cell,
 * of others those of its own cell. Source: go/vt/worker/split_clone.go init.
 */
export class WorkerTablets {
  readonly tracker = new TabletTracker()
  private readonly healthCheck: HealthCheck
  private readonly cache: TabletStatsCache
  private readonly watchers: readonly TopologyWatcher[]

  constructor(ctx: Ctx, { topo, cell, settings }: WorkerParts, shards: readonly ShardInfo[]) {
    this.healthCheck = new HealthCheck({
      retryDelayMs: settings.worker_healthcheck_retry_delay, timeoutMs: settings.worker_healthcheck_timeout,
    })
    this.cache = new TabletStatsCache(this.healthCheck, cell)
    this.watchers = shards.map(({ keyspace, shardName }) => TopologyWatcher.ofShard(
      ctx, topo, this.healthCheck, cell, keyspace, shardName, settings.worker_healthcheck_topology_refresh))
  }

  /** Those to send something to; of masters the newest, serving or not. */
  healthy(keyspace: string, shard: string, type: TabletType): readonly TabletStats[] {
    return this.cache.healthyTabletStats(keyspace, shard, type)
  }

  /** Those that answer and keep up, whether they serve or not. */
  known(keyspace: string, shard: string, type: TabletType): readonly TabletStats[] {
    return removeUnhealthyTablets(this.cache.tabletStats(keyspace, shard, type))
  }

  /** Waits until some tablet of the type has been heard of. */
  async waitForAny(
    ctx: Ctx, keyspace: string, shard: string, tabletType: TabletType, timeoutMs: number,
  ): Promise<void> {
    await ctx.timeout(timeoutMs, inner => this.cache.waitForTablets(inner, [{ keyspace, shard, tabletType }]))
  }

  /** How far the laziest replica of the shard is behind. */
  maxLagS(keyspace: string, shard: string): number {
    const replicas = [...this.cache.tabletStats(keyspace, shard, 'REPLICA'),
      ...this.cache.tabletStats(keyspace, shard, 'RDONLY')]
    return replicas.reduce((lag, { stats }) => Math.max(lag, stats?.secondsBehindMaster ?? 0), 0)
  }

  close(ctx: Ctx): void {
    for (const watcher of this.watchers) watcher.stop()
    this.healthCheck.close(ctx)
  }
}
