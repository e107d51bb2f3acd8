import type { ClusterView, RouteView, ShardView } from '../cluster-view/index.ts'

/** A name and a value; `changedAt` is the event that changed the value last. */
export interface Field { readonly name: string; readonly value: string; readonly changedAt: number }

/** Names under which records of the topology can be selected: of shards, and of serving graphs by cell. */
export function recordKeys(view: ClusterView): string[] {
  const shards = [...view.keyspaces.values()].flatMap(keyspace => keyspace.shards.map(shard => shard.name))
  return [...shards, ...view.routes.keys()]
}

/** The record of this name as fields, with its path in the topology; null if there is none. */
export function recordFields(view: ClusterView, name: string): { readonly path: string; readonly fields: Field[] } | null {
  const route = view.routes.get(name)
  if (route !== undefined) {
    return { path: `${route.cell}: keyspaces/${route.keyspace}/SrvKeyspace`, fields: routeFields(view, route) }
  }
  const shard = [...view.keyspaces.values()].flatMap(keyspace => keyspace.shards).find(one => one.name === name)
  if (shard === undefined) return null
  return { path: `global: keyspaces/${name.replace('/', '/shards/')}/Shard`, fields: shardFields(view, shard) }
}

function shardFields(view: ClusterView, shard: ShardView): Field[] {
  const at = shard.changedAt
  const { keyRange } = shard
  const streams = [...view.streams.values()].filter(stream => stream.target === shard.name && stream.state !== '')
  const field = (name: string, value: string, changedAt = at): Field => ({ name, value, changedAt })
  return [
    field('key range', keyRange === null ? 'all keyspace ids' : `${keyRange.start || '00…'} to ${keyRange.end || '…ff'}`, 0),
    field('master', shard.master ?? 'none'),
    field('master serves', shard.isMasterServing ? 'yes' : 'no'),
    field('frozen', shard.isFrozen ? 'yes: the way back is closed' : 'no'),
    field('tablets', shard.tablets.map(alias => `${alias} ${view.tablets.get(alias)?.type ?? 'unknown'}`).join(', ') || 'none', 0),
    ...streams.map(stream => field('fed by', `${stream.source}: ${stream.state}, has ${stream.position || 'nothing'}`, stream.changedAt)),
  ]
}

/** What a cell's vtgates are told to route by, and which of them have heard it. */
function routeFields(view: ClusterView, route: RouteView): Field[] {
  const told = [...route.shards].map(([type, shards]): Field =>
    ({ name: type, value: shards.join(', ') || 'nowhere', changedAt: route.changedAt }))
  const heard = [...view.gates.values()].map((gate): Field => ({
    name: gate.name, changedAt: gate.changedAt,
    value: isHeard(route, gate.routes) ? 'routes by it' : 'routes by an older version',
  }))
  return [...told, ...heard]
}

function isHeard(route: RouteView, routes: ReadonlyMap<string, readonly string[]>): boolean {
  const plain = (shards: readonly string[] | undefined): string => (shards ?? []).map(shard => shard.replace(' (disabled)', '')).join(' ')
  return [...route.shards].every(([type, shards]) => plain(routes.get(`${route.keyspace} ${type}`)) === plain(shards))
}
