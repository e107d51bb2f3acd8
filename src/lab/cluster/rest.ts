import { ServerDisk } from '../../mysql/index.ts'
import type { Ctx, Simulation } from '../../sim/index.ts'
import type { GtidSet } from '../../sql/index.ts'
import type { InitialStream } from '../check/index.ts'
import { recordsOn, shardOf } from '../../vitess/topo/index.ts'
import { mysqldAddress, topoAddress, type Shard } from '../../vitess/wire/index.ts'
import type { Cluster } from './cluster.ts'
import { storedStreams } from './stored-streams.ts'

/** Longer than a stream waits before it tries again. What does not come to rest by then stands still on purpose. */
const restMaxMs = 12_000
const lookEveryMs = 10

/** Waits until replicas have what their masters have, and running streams what their sources have; nobody may write. */
export async function untilAtRest(ctx: Ctx, simulation: Simulation, cluster: Cluster): Promise<void> {
  const endMs = ctx.nowMs + restMaxMs
  while (ctx.nowMs < endMs && !isAtRest(simulation, cluster)) await ctx.sleep(lookEveryMs)
}

function isAtRest(simulation: Simulation, cluster: Cluster): boolean {
  const masters = mastersOf(simulation)
  for (const server of cluster.servers) {
    if (server.kind === 'mysqld') continue
    const { alias, keyspace, shard } = server.start
    const master = masters.get(`${keyspace}/${shard}`)
    const mysqld = simulation.find(mysqldAddress(alias))
    if (master === undefined || mysqld?.up !== true) continue
    const disk = ServerDisk.read(mysqld)
    if (disk !== master) {
      if (!disk.log.executed.contains(master.log.executed)) return false
      continue
    }
    for (const { state, source, position } of storedStreams(disk)) {
      if (state === 'Running' && !hasAll(position, masters.get(source))) return false
    }
  }
  return true
}

/** The streams of all shards, by the disks of their masters. */
export function streamsOf(simulation: Simulation): readonly InitialStream[] {
  const masters = mastersOf(simulation)
  return [...masters].flatMap(([shard, disk]) => storedStreams(disk).map(({ id, source, position, positionText }) => (
    { shard, stream: id, position: positionText, isEven: hasAll(position, masters.get(source)) }
  )))
}

/** Whether a stream that has come so far holds all that its source has executed. */
function hasAll(position: GtidSet | null, source: ServerDisk | undefined): boolean {
  return source === undefined || position?.contains(source.log.executed) === true
}

/** The disks of the masters, by shard, as the topology names them. */
function mastersOf(simulation: Simulation): ReadonlyMap<string, ServerDisk> {
  const masters = new Map<string, ServerDisk>()
  for (const [path, contents] of recordsOn(simulation.find(topoAddress('global'))!.disk)) {
    const shard = shardOf(path)
    const alias = shard === null ? null : (contents as Shard).masterAlias
    const mysqld = alias === null ? undefined : simulation.find(mysqldAddress(alias))
    if (mysqld?.disk.has('mysql') === true) masters.set(shard!, ServerDisk.read(mysqld))
  }
  return masters
}
