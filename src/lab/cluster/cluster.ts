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
import type { ClusterImage } from './cluster-image.ts'
import type { ClusterSpec } from './cluster-spec.ts'
import { serverIdentity } from './server-identity.ts'

/** What `vttablet-up.sh` is told. */
export interface VttabletStart {
  readonly alias: TabletAlias
  readonly keyspace: string
  readonly shard: string
  readonly type: 'REPLICA' | 'RDONLY'
}

/** How long a server may take to start, and how often one looks. */
const startMaxMs = 60_000
const lookEveryMs = 5

/** The processes of a world. The only place where all kinds of them meet. */
export class Cluster {
  readonly vtgates: readonly string[]
  /** Shards by the processes that are, or were, in them: `mysqld zone1-300` → `customer/-80`. */
  private readonly shards = new Map<string, string>()

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
    for (const keyspace of spec.keyspaces) {
      for (const shard of keyspace.shards) {
        for (const { alias, type } of shard.tablets) {
          this.createMysqld(alias)
          this.createVttablet(
            { alias, keyspace: keyspace.name, shard: shard.name, type: type === 'MASTER' ? 'REPLICA' : type }
          )
        }
      }
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

  /** Waits until every shard answers for each type of tablet that it has, through every vtgate. */
  async settle(ctx: Ctx): Promise<void> {
    for (const vtgate of this.vtgates) {
      for (const keyspace of this.spec.keyspaces) {
        for (const shard of keyspace.shards) {
          const types = new Set(shard.tablets.map(tablet => tablet.type.toLowerCase()))
          for (const type of types) await untilAnswered(ctx, vtgate, `${keyspace.name}/${shard.name}@${type}`)
        }
      }
    }
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
    const { serverUuid, serverId, port, address } = serverIdentity(alias)
    // As in config/mycnf/default.cnf: vttablet sets semi-sync first, and starts replication then.
    const boot = bootMysqld({ address, serverUuid, serverId, port, skipSlaveStart: true })
    const disk = this.image.disks.get(tabletAliasString(alias))
    this.simulation.process(address, tabletHost(alias), async ctx => {
      if (disk !== undefined && ctx.process.life === 1) ctx.process.disk.set('mysql', disk.copy())
      await boot(ctx)
    })
  }

  private createVttablet({ alias, keyspace, shard, type }: VttabletStart): void {
    for (const name of [mysqldAddress(alias), vttabletAddress(alias)]) this.shards.set(name, `${keyspace}/${shard}`)
    this.simulation.process(vttabletAddress(alias), tabletHost(alias), bootVttablet({
      alias, keyspace, shard, initTabletType: type, enableSemiSync: this.spec.enableSemiSync,
      healthCheckIntervalMs: 5000,
      enableReplicationReporter: true,
    }))
  }

  private async start(ctx: Ctx, name: string, create: () => void): Promise<void> {
    const process = this.simulation.find(name)
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
    this.simulation.emit('process/stop', name)
    if (process.up) this.simulation.crash(name)
  }
}


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
