import type { Ctx } from '../../sim/index.ts'
import type { TopoClient } from '../topo/index.ts'
import type { Tablet, TabletType } from '../wire/index.ts'
import { defaultHealthCheck, HealthCheck } from './health-check.ts'
import { removeUnhealthyTablets } from './replication-lag.ts'
import type { TabletStats } from './tablet-stats.ts'
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
/** How often it looks again. */
const pollMs = 100

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
    this.watcher = TopologyWatcher.ofShard(
      ctx, topo, this.healthCheck, cell, keyspace, shard, topologyRefreshMs
    )
  }

  /**
   * Waits, as long as the caller does, for a healthy tablet of a wanted type; picks one at random if there
   * are more.
   */
  async pickForStreaming(ctx: Ctx): Promise<Tablet> {
    for (;;) {
      const healthy = this.candidates()
      if (healthy.length === 1) return healthy[0]!.tablet
      if (healthy.length > 1) return healthy[ctx.choose('tablet-picker', healthy.length)]!.tablet
      await ctx.sleep(pollMs)
    }
  }

  /** Of the first type that has any. */
  private candidates(): readonly TabletStats[] {
    const { keyspace, shard, tabletTypes } = this.spec
    for (const tabletType of tabletTypes) {
      const healthy = removeUnhealthyTablets(this.cache.tabletStats(keyspace, shard, tabletType))
      if (healthy.length > 0) return healthy
    }
    return []
  }

  close(ctx: Ctx): void {
    this.watcher.stop()
    this.healthCheck.close(ctx)
  }
}
