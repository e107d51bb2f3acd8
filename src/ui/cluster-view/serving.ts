import type { ClusterView, ShardView } from './cluster-view.ts'

/** The types of which the topology says who serves them. */
export const servedTypeNames = ['MASTER', 'REPLICA', 'RDONLY'] as const
export type ServedTypeName = (typeof servedTypeNames)[number]

/**
 * One type at one shard: what is sent there, and what answers. The two are decided in different places, and
 * a cutover is the way from one agreement of both to another.
 */
export interface Serving {
  /** Whether vtgates send requests of this type here: all of them, none, or only those that are named. */
  readonly routed: 'all' | 'none' | readonly string[]
  /** Whether the topology says that they are to be sent here. */
  readonly isInTopology: boolean
  /** Tablets of this type, and those of them that answer. */
  readonly tablets: readonly string[]
  readonly serving: readonly string[]
}

/** `shard` is of the keyspace that its name begins with. */
export function servingOf(view: ClusterView, shard: ShardView, type: ServedTypeName): Serving {
  const [keyspace, name] = split(shard.name)
  const gates = [...view.gates.values()].filter(gate => gate.isUp)
  const sending = gates.filter(gate => isAmong(name, gate.routes.get(`${keyspace} ${type}`)))
  const inTopology = [...view.routes.values()].some(route =>
    route.keyspace === keyspace && isAmong(name, route.shards.get(type)))
  const tablets = shard.tablets.filter(alias => view.tablets.get(alias)!.type === type)
  return {
    routed: sending.length === 0 ? 'none' : sending.length === gates.length ? 'all'
      : sending.map(gate => gate.name),
    isInTopology: inTopology, tablets,
    serving: tablets.filter(alias => view.tablets.get(alias)!.state === 'SERVING'),
  }
}

/** Whether requests go there. A shard whose query service is disabled gets them all the same, and refuses. */
function isAmong(name: string, shards: readonly string[] | undefined): boolean {
  return shards?.some(shard => shard === name || shard === `${name} (disabled)`) === true
}

/** `customer/-80` → `customer`, `-80` */
export function split(shard: string): readonly [keyspace: string, name: string] {
  const slash = shard.indexOf('/')
  return [shard.slice(0, slash), shard.slice(slash + 1)]
}
