import type { Ctx } from '../../sim/index.ts'
import { failure } from '../command/index.ts'
import { getTablet, type TopoClient } from '../topo/index.ts'
import { type Tablet, type TabletAlias, tabletAliasString, type TabletType } from '../wire/index.ts'
import type { WorkerTablets } from './worker-tablets.ts'

/** Where a reader gets a tablet from, and gives it back. Source: go/vt/worker/tablet_provider.go. */
export interface TabletProvider {
  readonly description: string
  tablet(ctx: Ctx): Promise<Tablet>
  returned(tablet: Tablet): void
}

/** Always the same tablet. Its record is read anew each time, since its type may have changed. */
export function singleTabletProvider(
  topo: TopoClient, alias: TabletAlias, remoteActionsTimeoutMs: number,
): TabletProvider {
  return {
    description: tabletAliasString(alias),
    tablet: async ctx => (await ctx.timeout(remoteActionsTimeoutMs, inner => getTablet(inner, topo,
      alias))).record,
    returned: () => undefined,
  }
}

/**
 * The healthy tablet of the shard that has the fewest readers. Source: tablet_provider.go, tablet_tracker.go.
 */
export function shardTabletProvider(
  tablets: WorkerTablets, keyspace: string, shard: string, type: TabletType,
): TabletProvider {
  return {
    description: `${keyspace}/${shard}`,
    tablet: async () => {
      const healthy = tablets.healthy(keyspace, shard, type)
      if (healthy.length === 0) throw failure(`${keyspace}/${shard}: no healthy ${type} tablets available`)
      return tablets.tracker.track(healthy.map(stats => stats.tablet))
    },
    returned: tablet => tablets.tracker.untrack(tablet.alias),
  }
}

/** Counts the readers of each tablet. Source: go/vt/worker/tablet_tracker.go. */
export class TabletTracker {
  private readonly uses = new Map<string, number>()

  /** The first tablet that is not in use; else the one in use least; counted. */
  track(candidates: readonly Tablet[]): Tablet {
    let least = candidates[0]!
    for (const tablet of candidates) {
      if (this.usesOf(tablet.alias) < this.usesOf(least.alias)) least = tablet
    }
    this.uses.set(tabletAliasString(least.alias), this.usesOf(least.alias) + 1)
    return least
  }
  untrack(alias: TabletAlias): void {
    const left = this.usesOf(alias) - 1
    if (left > 0) this.uses.set(tabletAliasString(alias), left)
    else this.uses.delete(tabletAliasString(alias))
  }
  private usesOf(alias: TabletAlias): number {
    return this.uses.get(tabletAliasString(alias)) ?? 0
  }
}
