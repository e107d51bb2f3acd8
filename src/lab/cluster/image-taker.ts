import { ServerDisk } from '../../mysql/index.ts'
import type { Simulation } from '../../sim/index.ts'
import { recordsOn, srvKeyspacePath } from '../../vitess/topo/index.ts'
import {
  mysqldAddress, parseTabletAlias, tabletAliasString, vttabletAddress, type SrvKeyspace, type TabletType, type Target, type TopoContents,
} from '../../vitess/wire/index.ts'
import type { ClusterImage, ImageServer } from './cluster-image.ts'
import type { Cluster } from './cluster.ts'

/** Of what vtgates route requests to. */
const routed: ReadonlySet<TabletType> = new Set(['MASTER', 'REPLICA', 'RDONLY'])

interface TabletSeen {
  /** What it serves; null: nothing. */
  readonly serves: Target | null
  /** Whether it has served in this life: then it has looked at its tables. */
  readonly knowsTables: boolean
}

/**
 * Takes images of a world that runs: what a restart of everything would find at this moment. It follows the world
 * from its beginning, since what a tablet has in memory is told by events alone.
 */
export class ImageTaker {
  private readonly seen = new Map<string, TabletSeen>()

  constructor(private readonly simulation: Simulation, private readonly cluster: Cluster) {
    simulation.subscribe(['tablet/state'], ({ process, data }) => {
      const { keyspace, shard, type, state } = data as {
        keyspace: string; shard: string; type: TabletType; state: string
      }
      const isServing = state === 'SERVING'
      const knowsTables = isServing || this.seen.get(process)?.knowsTables === true
      const serves = isServing && routed.has(type) ? { keyspace, shard, tabletType: type } : null
      this.seen.set(process, { serves, knowsTables })
    })
    simulation.subscribe(['process/crash', 'process/exit'], ({ process }) => void this.seen.delete(process))
  }

  /** Until when somebody does nothing; that is no state of a disk. */
  get stalledUntilMs(): number {
    return Math.max(0, ...this.simulation.processes().map(({ stalledUntilUs }) => stalledUntilUs)) / 1000
  }

  /** null: some transaction is in a binary log and not yet in the tables. Then somewhat later. */
  take(): ClusterImage | null {
    const { simulation, cluster } = this
    const disks = new Map<string, ServerDisk>()
    const tabletDisks = new Map<string, ReadonlyMap<string, unknown>>()
    const topology = new Map<string, ReturnType<typeof recordsOn>>()
    for (const process of simulation.processes()) {
      const [, kind, name] = /^(mysqld|vttablet|topo) (.*)$/.exec(process.name) ?? []
      if (kind === 'topo') topology.set(name!, recordsOn(process.disk))
      if (kind === 'vttablet') tabletDisks.set(tabletAliasString(parseTabletAlias(name!)), new Map(process.disk))
      if (kind !== 'mysqld' || !process.disk.has('mysql')) continue
      const disk = ServerDisk.read(process)
      if (disk.prepared.length > 0) return null
      disks.set(tabletAliasString(parseTabletAlias(name!)), disk.copy())
    }
    const servers = cluster.servers.map((server): ImageServer => server.kind === 'mysqld' ? server
      : { ...server, knowsTables: this.seen.get(vttabletAddress(server.start.alias))?.knowsTables === true })
    return { topology, disks, tabletDisks, servers, served: this.served(topology) }
  }

  /** Who serves, and may go on when it has been started again: a tablet that nobody told serves against the records. */
  private served(topology: ClusterImage['topology']): readonly string[] {
    const targets = new Set<string>()
    for (const server of this.cluster.servers) {
      if (server.kind === 'mysqld') continue
      const { alias } = server.start
      const serves = this.seen.get(vttabletAddress(alias))?.serves ?? null
      const hasMysqld = this.simulation.find(mysqldAddress(alias))?.up === true
      if (serves === null || !hasMysqld || isDisabled(serves, topology.get(alias.cell))) continue
      const { keyspace, shard, tabletType } = serves
      targets.add(`${keyspace}/${shard}@${tabletType.toLowerCase()}`)
    }
    return [...targets]
  }
}

function isDisabled({ keyspace, shard, tabletType }: Target, cell: ReadonlyMap<string, TopoContents> | undefined): boolean {
  const graph = cell?.get(srvKeyspacePath(keyspace)) as SrvKeyspace | undefined
  const partition = graph?.partitions.find(({ servedType }) => servedType === tabletType)
  return partition?.shardTabletControls.some(({ name, queryServiceDisabled }) => name === shard && queryServiceDisabled) === true
}
