import type { Ctx } from '../../sim/index.ts'
import type { TabletType, Target } from '../wire/index.ts'
import type { HealthCheck } from './health-check.ts'
import { filterByReplicationLag, isTrivialUpdate } from './replication-lag.ts'
import type { TabletStats } from './tablet-stats.ts'

/** How often who waits for a tablet looks again. Source: go/vt/discovery/tablet_stats_cache_wait.go. */
const waitAvailableTabletIntervalMs = 100

const none: readonly TabletStats[] = Object.freeze([])

/** All tablets of a target, and those to use. Both lists are replaced, never changed. */
class Entry {
  readonly all = new Map<string, TabletStats>()
  healthy: readonly TabletStats[] = none
}

/**
 * Which tablets are healthy, by keyspace, shard and type. Of masters it keeps the one of the newest term,
 * from any cell, and *whether it serves does not matter*: so a master that was turned off at a cutover stays
 * the one that queries go to. Of others it keeps those of its own cell that serve and do not lag. Source:
 * go/vt/discovery/tablet_stats_cache.go.
 */
export class TabletStatsCache {
  private readonly keyspaces = new Map<string, Map<string, Map<TabletType, Entry>>>()

  /** Listens to `healthCheck` from now on: to be made before tablets are added. */
  constructor(healthCheck: HealthCheck, private readonly cell: string) {
    healthCheck.addListener((_, stats) => this.statsUpdate(stats))
  }

  /** Every tablet that is up, healthy or not. */
  tabletStats(keyspace: string, shard: string, tabletType: TabletType): readonly TabletStats[] {
    const entry = this.find(keyspace, shard, tabletType)
    return entry === undefined ? none : [...entry.all.values()]
  }

  /** The tablets to send queries to; for MASTER at most one. */
  healthyTabletStats(keyspace: string, shard: string, tabletType: TabletType): readonly TabletStats[] {
    return this.find(keyspace, shard, tabletType)?.healthy ?? none
  }

  /** Waits for a tablet of each target, healthy or not, as long as the caller does. */
  waitForTablets(ctx: Ctx, targets: readonly Target[]): Promise<void> {
    return this.poll(ctx, targets, (t) => (this.find(t.keyspace, t.shard, t.tabletType)?.all.size ?? 0) > 0)
  }

  /**
   * Waits for a healthy tablet of each target, as long as the caller does.
   * Source: WaitForAllServingTablets.
   */
  waitForHealthyTablets(ctx: Ctx, targets: readonly Target[]): Promise<void> {
    return this.poll(ctx, targets, (t) =>
      this.healthyTabletStats(t.keyspace, t.shard, t.tabletType).length > 0)
  }

  private async poll(
    ctx: Ctx, targets: readonly Target[], isThere: (target: Target) => boolean,
  ): Promise<void> {
    let missing = targets.filter((target) => !isThere(target))
    while (missing.length > 0) {
      await ctx.sleep(waitAvailableTabletIntervalMs)
      missing = missing.filter((target) => !isThere(target))
    }
  }

  /** Source: tablet_stats_cache.go StatsUpdate. */
  private statsUpdate(stats: TabletStats): void {
    const { tabletType } = stats.target
    if (tabletType === 'UNKNOWN') return
    if (tabletType !== 'MASTER' && stats.tablet.alias.cell !== this.cell) return
    const entry = this.findOrCreate(stats.target)
    const existing = entry.all.get(stats.key)
    if (existing === undefined && !stats.up) return
    if (stats.up && existing !== undefined && tabletType !== 'MASTER' && isGood(existing) && isGood(stats)
      && isTrivialUpdate(existing, stats)) return

    if (stats.up) entry.all.set(stats.key, stats)
    else entry.all.delete(stats.key)
    entry.healthy = tabletType === 'MASTER'
      ? newestMaster(entry.healthy, stats)
      : filterByReplicationLag([...entry.all.values()])
  }

  private find(keyspace: string, shard: string, tabletType: TabletType): Entry | undefined {
    return this.keyspaces.get(keyspace)?.get(shard)?.get(tabletType)
  }

  private findOrCreate({ keyspace, shard, tabletType }: Target): Entry {
    let shards = this.keyspaces.get(keyspace)
    if (shards === undefined) this.keyspaces.set(keyspace, shards = new Map())
    let types = shards.get(shard)
    if (types === undefined) shards.set(shard, types = new Map())
    let entry = types.get(tabletType)
    if (entry === undefined) types.set(tabletType, entry = new Entry())
    return entry
  }
}

const isGood = (stats: TabletStats): boolean => stats.lastError === null && stats.serving

/** Source: tablet_stats_cache.go updateHealthyMapForMaster. */
function newestMaster(healthy: readonly TabletStats[], stats: TabletStats): readonly TabletStats[] {
  const known = healthy[0]
  if (!stats.up) return known?.key === stats.key ? none : healthy
  if (known === undefined) return [stats]
  return stats.tabletExternallyReparentedTimestampS < known.tabletExternallyReparentedTimestampS
    ? healthy
    : [stats]
}
