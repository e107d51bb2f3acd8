import { Failure, type Ctx } from '../../sim/index.ts'
import type { TopoClient } from '../topo/index.ts'
import type { Tablet, TabletType } from '../wire/index.ts'
import { defaultHealthCheck, HealthCheck } from './health-check.ts'
import { removeUnhealthyTablets } from './replication-lag.ts'
import { TabletStatsCache } from './tablet-stats-cache.ts'
import { TopologyWatcher } from './topology-watcher.ts'

export interface TabletPickerSpec {
  readonly cell: string
  readonly keyspace: string
  readonly shard: string
  /** Earlier types are preferred. */
  readonly tabletTypes: readonly TabletType[]
}

/** `-vreplication_healthcheck_topology_refresh`. */
const topologyRefreshMs = 30_000

/**
 * Finds a tablet of a shard to stream from. Whether it serves is not asked, only whether it is healthy.
 * It watches the shard from its making until `close`. Source: go/vt/discovery/tablet_picker.go.
 */
export class TabletPicker {
  private readonly healthCheck = new HealthCheck(defaultHealthCheck)
  private readonly cache: TabletStatsCache
  private readonly watcher: TopologyWatcher

  constructor(ctx: Ctx, topo: TopoClient, private readonly spec: TabletPickerSpec) {
    const { cell, keyspace, shard } = spec
    this.cache = new TabletStatsCache(this.healthCheck, cell)
    this.watcher = TopologyWatcher.ofShard(ctx, topo, this.healthCheck, cell, keyspace, shard, topologyRefreshMs)
  }

  /** Waits, as long as the caller does, for a tablet of a wanted type; then picks a healthy one at random, or fails. */
  async pickForStreaming(ctx: Ctx): Promise<Tablet> {
    const { keyspace, shard, tabletTypes } = this.spec
    while (tabletTypes.every((type) => this.cache.tabletStats(keyspace, shard, type).length === 0)) {
      await ctx.sleep(pollMs)
    }
    for (const tabletType of tabletTypes) {
      const healthy = removeUnhealthyTablets(this.cache.tabletStats(keyspace, shard, tabletType))
      if (healthy.length === 0) continue
      return healthy[healthy.length === 1 ? 0 : ctx.choose('tablet-picker', healthy.length)]!.tablet
    }
    throw new Failure('UNKNOWN', `can't find any healthy source tablet for ${keyspace} ${shard} ${tabletTypes.join(',')}`,
      { definite: true })
  }

  close(ctx: Ctx): void {
    this.watcher.stop()
    this.healthCheck.close(ctx)
  }
}

/** How often it looks again. */
const pollMs = 100
