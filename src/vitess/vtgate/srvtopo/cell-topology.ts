import { Failure, type Ctx } from '../../../sim/index.ts'
import { resolveDestination, type Destination } from '../../keys/index.ts'
import { isNoNode, srvKeyspaceGetPartition, srvVSchemaPath, type TopoClient } from '../../topo/index.ts'
import type { ShardReference, SrvKeyspace, SrvVSchema, TabletType, Target } from '../../wire/index.ts'
import { ResilientServer } from './resilient-server.ts'
import type { Awaitable, ResolvedShard, TopologyView } from './topology-view.ts'

/**
 * Pause before a broken watch of the SrvVSchema is tried again.
 * Source: resilient_server.go WatchSrvVSchema.
 */
const vschemaRetryMs = 5_000

/**
 * The shards that a cell routes one type of a keyspace to, with a target for each: made once for each version
 * of the record.
 */
class Routes {
  private readonly targets = new Map<string, Target>()
  private readonly answers = new Map<string, readonly ResolvedShard[]>()

  constructor(
    readonly keyspace: string, readonly tabletType: TabletType, readonly shards: readonly ShardReference[],
  ) {}

  target(shard: string): Target {
    let target = this.targets.get(shard)
    if (target === undefined) {
      target = Object.freeze({ keyspace: this.keyspace, shard, tabletType: this.tabletType })
      this.targets.set(shard, target)
    }
    return target
  }

  /** The answer for one destination that means this one shard. */
  alone(shard: string): readonly ResolvedShard[] {
    let answer = this.answers.get(shard)
    if (answer === undefined) {
      answer = Object.freeze([Object.freeze({ target: this.target(shard), destinations: first })])
      this.answers.set(shard, answer)
    }
    return answer
  }
}

const first: readonly number[] = Object.freeze([0])

function resolve(ctx: Ctx, routes: Routes, destinations: readonly Destination[]): readonly ResolvedShard[] {
  const choose = (n: number): number => ctx.choose('any-shard', n)
  if (destinations.length === 1) {
    const shards = resolveDestination(destinations[0]!, routes.shards, choose)
    return shards.length === 1 ? routes.alone(shards[0]!)
      : shards.map((shard) => ({ target: routes.target(shard), destinations: first }))
  }
  const resolved = new Map<string, number[]>()
  destinations.forEach((destination, i) => {
    for (const shard of resolveDestination(destination, routes.shards, choose)) {
      const known = resolved.get(shard)
      if (known === undefined) resolved.set(shard, [i])
      else known.push(i)
    }
  })
  return [...resolved].map(([shard, indexes]) => ({ target: routes.target(shard), destinations: indexes }))
}

/**
 * {@link TopologyView} of one process: cache, resolver and watch of the SrvVSchema.
 * Source: go/vt/srvtopo/resolver.go.
 */
export class CellTopology implements TopologyView {
  private readonly server: ResilientServer
  /** Forgotten with the record that they come from. */
  private readonly routes = new WeakMap<SrvKeyspace, Map<TabletType, Routes>>()

  constructor(private readonly topo: TopoClient, private readonly cell: string) {
    this.server = new ResilientServer(topo, cell)
  }

  async getSrvKeyspace(ctx: Ctx, keyspace: string): Promise<SrvKeyspace> {
    try {
      return this.server.watched(keyspace) ?? await this.server.getSrvKeyspace(ctx, keyspace)
    } catch (error) {
      if (!(error instanceof Failure) || ctx.canceled !== null) throw error
      throw new Failure('UNKNOWN', `keyspace ${keyspace} fetch error: ${error.message}`, { definite: true })
    }
  }

  async getSrvKeyspaceNames(ctx: Ctx): Promise<readonly string[]> {
    try {
      return await this.server.getSrvKeyspaceNames(ctx)
    } catch (error) {
      if (!(error instanceof Failure) || ctx.canceled !== null) throw error
      throw new Failure('UNKNOWN', `keyspace names fetch error: ${error.message}`, { definite: true })
    }
  }

  /** With the watch running this is no event of the simulation, and for one shard no allocation. */
  resolveDestinations(
    ctx: Ctx, keyspace: string, tabletType: TabletType, destinations: readonly Destination[],
  ): Awaitable<readonly ResolvedShard[]> {
    const record = this.server.watched(keyspace)
    return record === null || record.servedFrom.length > 0
      ? this.resolveLater(ctx, keyspace, tabletType, destinations)
      : resolve(ctx, this.routesOf(record, keyspace, tabletType), destinations)
  }

  private async resolveLater(
    ctx: Ctx, keyspace: string, tabletType: TabletType, destinations: readonly Destination[],
  ): Promise<readonly ResolvedShard[]> {
    const record = this.server.watched(keyspace) ?? await this.getSrvKeyspace(ctx, keyspace)
    const routes = record.servedFrom.length === 0
      ? this.routesOf(record, keyspace, tabletType)
      : await this.redirectedRoutes(ctx, record, keyspace, tabletType)
    return resolve(ctx, routes, destinations)
  }

  watchSrvVSchema(ctx: Ctx, callback: (vschema: SrvVSchema | null) => void): void {
    ctx.spawn('watch SrvVSchema', (inner) => this.keepWatching(inner, callback), { daemon: true })
  }

  /** One redirection at most, as in Vitess. Source: resolver.go GetKeyspaceShards. */
  private async redirectedRoutes(
    ctx: Ctx, record: SrvKeyspace, keyspace: string, tabletType: TabletType,
  ): Promise<Routes> {
    const redirection = record.servedFrom.find((served) => served.tabletType === tabletType)
    if (redirection === undefined) return this.routesOf(record, keyspace, tabletType)
    const target = await this.getSrvKeyspace(ctx, redirection.keyspace)
    return this.routesOf(target, redirection.keyspace, tabletType)
  }

  private routesOf(record: SrvKeyspace, keyspace: string, tabletType: TabletType): Routes {
    let byType = this.routes.get(record)
    if (byType === undefined) this.routes.set(record, byType = new Map())
    let routes = byType.get(tabletType)
    if (routes === undefined) {
      const partition = srvKeyspaceGetPartition(record, tabletType)
      if (partition === null) {
        const text = `No partition found for tabletType ${tabletType.toLowerCase()} in keyspace ${keyspace}`
        throw new Failure('UNKNOWN', text, { definite: true })
      }
      byType.set(tabletType, routes = new Routes(keyspace, tabletType, partition.shardReferences))
    }
    return routes
  }

  private async keepWatching(ctx: Ctx, callback: (vschema: SrvVSchema | null) => void): Promise<void> {
    const conn = this.topo.connForCell(this.cell)
    for (;;) {
      try {
        for await (const { contents } of conn.watch(ctx, srvVSchemaPath)) callback(contents as SrvVSchema)
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        // A record that is gone is news; a broken connection leaves the last value as it is.
        if (isNoNode(error)) callback(null)
        else {
          const what = `Error while watching vschema for cell ${this.cell} (will wait 5s before retrying)`
          ctx.log('W', 'resilient_server.go:536', `${what}: ${error.message}`)
        }
      }
      await ctx.sleep(vschemaRetryMs)
    }
  }
}
