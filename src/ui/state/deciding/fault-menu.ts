import type { ClusterView, ProcessView } from '../../cluster-view/index.ts'
import type { Menu, MenuItem } from '../overlay.ts'
import { viewOf } from '../show.ts'
import type { Show } from '../state.ts'

/** What can be broken or mended at the moment that is shown. What is selected comes first. */
export function faultMenu(show: Show): Menu {
  const view = viewOf(show)
  const servers = [...view.processes.values()].filter(({ name }) => !/^(client-|operator)/.test(name))
  const item = (label: string, hint: string): MenuItem => ({
    label, hint, disabledBecause: null,
    action: {
      type: 'decide', decision: label,
      interventions: [{ kind: 'line', after: show.cursor.seq, text: `vtsim ${label}` }],
    },
  })
  const items = [
    ...servers.flatMap(server => faultsOf(server, item)),
    ...hostsOf(servers, item), ...cutsOf(view, servers, item),
  ]
  const { selected } = show
  const isMeant = ({ label }: MenuItem): boolean => selected !== null && `${label} `.includes(`${selected} `)
  const title = `Break something after event ${show.cursor.seq}`
  const ordered = [...items.filter(isMeant), ...items.filter(one => !isMeant(one))]
  return { name: 'fault', title, filter: '', selected: 0, items: ordered }
}

type MakeItem = (label: string, hint: string) => MenuItem

function faultsOf({ name, isUp }: ProcessView, item: MakeItem): MenuItem[] {
  if (!isUp) return [item(`restart ${name}`, 'it boots with the disk that it left')]
  return [
    item(`crash ${name}`, 'it ends at once: memory is gone, the disk is kept, callers get a reset'),
    item(`stall ${name} 2s`, 'it does nothing for two seconds, as in a long garbage collection'),
  ]
}

/** A host that has several processes goes down with all of them. */
function hostsOf(servers: readonly ProcessView[], item: MakeItem): MenuItem[] {
  const hosts = new Map<string, readonly ProcessView[]>()
  for (const server of servers) hosts.set(server.host, [...hosts.get(server.host) ?? [], server])
  return [...hosts].filter(([, here]) => here.length > 1).map(([host, here]) => here.some(({ isUp }) => isUp)
    ? item(`crash ${host}`, 'the machine goes: all its processes end, and nobody is told')
    : item(`restart ${host}`, 'the machine comes back'))
}

/** Cuts that mean something: a server without the topology, a stream or a replica without its source. */
function cutsOf(view: ClusterView, servers: readonly ProcessView[], item: MakeItem): MenuItem[] {
  const heal = [...view.faults.values()].length > 0 ? [item('heal', 'mends every cut of the network')] : []
  const deaf = servers.filter(({ name }) => /^(vtgate|vttablet|vtctld|vtworker)/.test(name)).map(({ name }) =>
    item(`partition ${name} topo`, 'it can neither read the topology nor hear of changes'))
  const replicas = [...view.keyspaces.values()].flatMap(({ shards }) => shards).flatMap(({ master, tablets }) =>
    master === null ? [] : tablets.filter(alias => alias !== master).map(alias =>
      item(`partition mysqld ${alias} mysqld ${master}`, 'replication stops until the cut is healed')))
  const streams = [...view.streams.values()].flatMap(({ target, source }) => {
    const [to, from] = [shardOf(view, target), shardOf(view, source)]
    if (to === undefined || to.master === null || from === undefined) return []
    return from.tablets.filter(alias => alias !== from.master).map(alias =>
      item(`partition vttablet ${to.master} vttablet ${alias}`, `the stream of ${target} gets nothing from there`))
  })
  return [...heal, ...streams, ...deaf, ...replicas]
}

function shardOf(view: ClusterView, name: string) {
  return view.keyspaces.get(name.slice(0, name.indexOf('/')))?.shards.find(shard => shard.name === name)
}
