import { Failure, type Ctx, type Simulation } from '../../sim/index.ts'
import { bootMysqld, MysqlConnection } from '../../mysql/index.ts'
import { bootTopo } from '../../vitess/topo/index.ts'
import { bootVtgate, defaultBuffer } from '../../vitess/vtgate/index.ts'
import { bootVttablet } from '../../vitess/vttablet/index.ts'
import { bootVtworker } from '../../vitess/vtworker/index.ts'
import { bootVtctld } from '../../vitess/wrangler/index.ts'
import {
  mysqldAddress, tabletAliasString, tabletHost, topoAddress, vtctldAddress, vttabletAddress, type TabletAlias,
} from '../../vitess/wire/index.ts'
import { VtgateConnection } from './vtgate-connection.ts'
import type { ClusterImage, ImageServer, VttabletStart } from './cluster-image.ts'
import type { ClusterSpec } from './cluster-spec.ts'
import { untilAtRest } from './rest.ts'
import { serverIdentity } from './server-identity.ts'

/** How long a server may take to start, and how often one looks. */
const startMaxMs = 60_000
const lookEveryMs = 5

/** The processes of a world. The only place where all kinds of them meet. */
export class Cluster {
  readonly vtgates: readonly string[]
  /** Shards by the processes that are, or were, in them: `mysqld zone1-300` → `customer/-80`. */
  private readonly shards = new Map<string, string>()
  /** By process. */
  private readonly started = new Map<string, ImageServer>()
  private readonly stopped = new Set<string>()

  constructor(
    private readonly simulation: Simulation, readonly spec: ClusterSpec, readonly image: ClusterImage,
  ) {
    this.vtgates = spec.vtgates.map(vtgate => vtgate.name)
  }

  /** Starts all processes; `settle` waits until they serve. */
  boot(): void {
    const { simulation, spec, image } = this
    for (const [cell, initial] of image.topology) simulation.process(
      topoAddress(cell), `host-topo-${cell}`, bootTopo({ cell, initial }),
    )
    for (const server of image.servers) {
      if (server.kind === 'mysqld') this.createMysqld(server.alias)
      else this.createVttablet(server.start, server.knowsTables)
      if (!server.isUp) simulation.crash(processOf(server))
    }
    const cell = spec.cells[0]!
    simulation.process(vtctldAddress, 'host-vtctld', bootVtctld({ cell }))
    simulation.process('vtworker', 'host-vtworker', bootVtworker({ cell }))
    for (const { name, cell: vtgateCell } of spec.vtgates) {
      simulation.process(
        name, `host-${name}`, bootVtgate({
          cell: vtgateCell, tabletRefreshMs: spec.tabletRefreshMs, buffer: { ...defaultBuffer, enabled: spec.enableBuffer === true },
        }),
      )
    }
  }

  /** Waits until all who are to serve answer, through every vtgate. */
  async settle(ctx: Ctx): Promise<void> {
    for (const vtgate of this.vtgates) {
      for (const target of this.image.served) await untilAnswered(ctx, vtgate, target)
    }
  }

  /** Waits until nobody lags, if clients are still: what has begun from an image is at first behind here and there. */
  comeToRest(ctx: Ctx): Promise<void> {
    return untilAtRest(ctx, this.simulation, this)
  }

  /** All that was ever started and was not stopped since, in the order of the first start; also what has crashed. */
  get servers(): readonly ImageServer[] {
    return [...this.started].flatMap(([name, server]) =>
      this.stopped.has(name) ? [] : [{ ...server, isUp: this.simulation.find(name)!.up }])
  }

  /** The shard (`customer/-80`) of a mysqld or vttablet; undefined if it is neither. */
  shardOf(process: string): string | undefined {
    return this.shards.get(process)
  }

  async startMysqld(ctx: Ctx, alias: TabletAlias): Promise<void> {
    await this.start(ctx, mysqldAddress(alias), () => this.createMysqld(alias))
  }

  async startVttablet(ctx: Ctx, tablet: VttabletStart): Promise<void> {
    await this.start(ctx, vttabletAddress(tablet.alias), () => this.createVttablet(tablet))
  }

  stopMysqld(_ctx: Ctx, alias: TabletAlias): Promise<void> {
    return this.stop(mysqldAddress(alias))
  }

  stopVttablet(_ctx: Ctx, alias: TabletAlias): Promise<void> {
    return this.stop(vttabletAddress(alias))
  }

  /** A connection of an administrator to a tablet's own MySQL. */
  openMysql(ctx: Ctx, address: string, database: string): Promise<MysqlConnection> {
    return MysqlConnection.connect(ctx, address, 'dba', database)
  }

  private createMysqld(alias: TabletAlias): void {
    this.note({ kind: 'mysqld', alias, isUp: true })
    const { serverUuid, serverId, port, address } = serverIdentity(alias)
    // As in config/mycnf/default.cnf: vttablet sets semi-sync first, and starts replication then.
    const boot = bootMysqld({ address, serverUuid, serverId, port, skipSlaveStart: true })
    const disk = this.image.disks.get(tabletAliasString(alias))
    const process = this.simulation.process(address, tabletHost(alias), boot)
    if (disk !== undefined) process.disk.set('mysql', disk.copy())
  }

  private createVttablet(start: VttabletStart, knowsTables = false): void {
    const { alias, keyspace, shard, type } = start
    this.note({ kind: 'vttablet', start, isUp: true, knowsTables })
    for (const name of [mysqldAddress(alias), vttabletAddress(alias)]) this.shards.set(name, `${keyspace}/${shard}`)
    const process = this.simulation.process(vttabletAddress(alias), tabletHost(alias), ctx => bootVttablet({
      alias, keyspace, shard, initTabletType: type, enableSemiSync: this.spec.enableSemiSync,
      healthCheckIntervalMs: 5000,
      enableReplicationReporter: true, knowsTables: knowsTables && ctx.process.life === 1,
    })(ctx))
    for (const [key, value] of this.image.tabletDisks.get(tabletAliasString(alias)) ?? []) process.disk.set(key, value)
  }

  private note(server: ImageServer): void {
    this.started.set(processOf(server), server)
  }

  private async start(ctx: Ctx, name: string, create: () => void): Promise<void> {
    const process = this.simulation.find(name)
    this.stopped.delete(name)
    if (process === undefined) create()
    else if (!process.up) this.simulation.restart(name)
    const endMs = ctx.nowMs + startMaxMs
    while (!this.simulation.find(name)!.ready) {
      if (ctx.nowMs > endMs || !this.simulation.find(name)!.up) throw new Failure(
        'UNAVAILABLE', `${name} did not start`,
      )
      await ctx.sleep(lookEveryMs)
    }
  }

  /** What is down already is not to come up again either. */
  private async stop(name: string): Promise<void> {
    const process = this.simulation.find(name)
    if (process === undefined) return
    this.stopped.add(name)
    this.simulation.emit('process/stop', name)
    if (process.up) this.simulation.crash(name)
  }
}

const processOf = (server: ImageServer): string =>
  server.kind === 'mysqld' ? mysqldAddress(server.alias) : vttabletAddress(server.start.alias)

async function untilAnswered(ctx: Ctx, vtgate: string, target: string): Promise<void> {
  const endMs = ctx.nowMs + startMaxMs
  for (;;) {
    try {
      await new VtgateConnection(vtgate, target).execute(ctx, 'select 1 from dual')
      return
    } catch (error) {
      if (!(error instanceof Failure) || ctx.nowMs > endMs) throw error
    }
    await ctx.sleep(lookEveryMs)
  }
}
