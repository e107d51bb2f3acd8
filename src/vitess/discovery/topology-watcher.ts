import { Failure, Signal, type Ctx, type Task } from '../../sim/index.ts'
import { getShardReplication, getTablet, getTabletsByCell, isNoNode, type TopoClient } from '../topo/index.ts'
import { tabletAliasString, type Tablet, type TabletAlias } from '../wire/index.ts'
import type { HealthCheck } from './health-check.ts'

/** Where a watcher finds the tablets that there should be. */
interface WatchedSet {
  /** As log lines name it. */
  readonly cell: string
  readonly aliases: (ctx: Ctx) => Promise<readonly TabletAlias[]>
}

/**
 * Reads the tablets of a cell or of a shard from the topology, at once and then from time to time, and adds
 * them to a health check or removes them. What it cannot read stays as it was. A tablet's record is kept as
 * it was first read.
 * Source: go/vt/discovery/topology_watcher.go.
 */
export class TopologyWatcher {
  private readonly known = new Map<string, Tablet>()
  private readonly loaded = new Signal('the first look at the topology')
  private hasLoaded = false
  private readonly task: Task<void>

  private constructor(
    ctx: Ctx, private readonly topo: TopoClient, private readonly healthCheck: HealthCheck,
    private readonly set: WatchedSet, private readonly refreshMs: number,
  ) {
    this.task = ctx.spawn(`topology watcher of ${set.cell}`, (inner) => this.watch(inner), { daemon: true })
  }

  /** All tablets of a cell: what vtgate watches, with `-tablet_refresh_interval` 1m. */
  static ofCell(
    ctx: Ctx, topo: TopoClient, healthCheck: HealthCheck, cell: string, refreshMs: number,
  ): TopologyWatcher {
    const aliases = (inner: Ctx): Promise<TabletAlias[]> => getTabletsByCell(inner, topo, cell)
    return new TopologyWatcher(ctx, topo, healthCheck, { cell, aliases }, refreshMs)
  }

  /** The tablets of one shard in a cell: what vtworker and tablet pickers watch, each 30 s. */
  static ofShard(
    ctx: Ctx, topo: TopoClient, healthCheck: HealthCheck, cell: string, keyspace: string, shard: string,
    refreshMs: number,
  ): TopologyWatcher {
    const aliases = async (inner: Ctx): Promise<readonly TabletAlias[]> => {
      try {
        return (await getShardReplication(inner, topo, cell, keyspace, shard)).nodes
      } catch (error) {
        if (isNoNode(error)) return []
        throw error
      }
    }
    return new TopologyWatcher(ctx, topo, healthCheck, { cell, aliases }, refreshMs)
  }

  /** Waits until the topology has been read once, whatever came of it. */
  async waitForInitialTopology(ctx: Ctx): Promise<void> {
    while (!this.hasLoaded) await this.loaded.wait(ctx)
  }

  /** No more changes; the tablets stay. */
  stop(): void {
    this.task.cancel()
  }

  private async watch(ctx: Ctx): Promise<void> {
    try {
      for (;;) {
        await this.refresh(ctx)
        this.hasLoaded = true
        this.loaded.notify(ctx)
        await ctx.sleep(this.refreshMs)
      }
    } catch (error) {
      if (ctx.canceled === null) throw error
    }
  }

  /**
   * Source: topology_watcher.go loadTablets (which reads up to 32 records at a time, here one after another).
   */
  private async refresh(ctx: Ctx): Promise<void> {
    const aliases = await this.tryRead(ctx, `cannot get tablets for cell: ${this.set.cell}`, (inner) =>
      this.set.aliases(inner))
    if (aliases === null) return
    const listed = new Set<string>()
    for (const alias of aliases) {
      const name = tabletAliasString(alias)
      listed.add(name)
      const info = await this.tryRead(ctx, `cannot get tablet for alias ${name}`, (inner) =>
        getTablet(inner, this.topo, alias))
      if (info === null || this.known.has(name)) continue
      this.known.set(name, info.record)
      this.healthCheck.addTablet(ctx, info.record, name)
    }
    for (const [name, tablet] of this.known) {
      if (listed.has(name)) continue
      this.known.delete(name)
      this.healthCheck.removeTablet(ctx, tablet)
    }
  }

  private async tryRead<T>(ctx: Ctx, what: string, read: (ctx: Ctx) => PromiseLike<T>): Promise<T | null> {
    try {
      return await read(ctx)
    } catch (error) {
      if (!(error instanceof Failure) || ctx.canceled !== null) throw error
      ctx.log('E', 'topology_watcher.go:173', `${what}: ${error.message}`)
      return null
    }
  }
}
