import { keyspaceShardString } from '../../../vitess/keys/index.ts'
import { tabletAliasString, type Shard, type SrvKeyspace, type Tablet } from '../../../vitess/wire/index.ts'
import { say, type Teller } from '../sentence.ts'
import { servingChanges } from '../serving-graph.ts'

interface Put { readonly cell: string; readonly path: string; readonly version: number; readonly contents: unknown }

const put: Teller = (event, memory) => {
  const { cell, path, version, contents } = event.data as Put
  const before = memory.records.get(`${cell} ${path}`)?.value ?? null
  memory.records.set(`${cell} ${path}`, { value: contents, seq: event.seq })
  const parts = path.split('/')
  const file = parts.at(-1)!
  if (file === 'SrvKeyspace') {
    const [is, was] = [contents as SrvKeyspace, before as SrvKeyspace | null]
    memory.srvKeyspaces.set(`${cell} ${parts[1]!} ${version}`, { value: is, seq: event.seq })
    const { routing, controls } = servingChanges(was, is)
    const changes = [...routing, ...controls]
    if (changes.length === 0) return say(event, 'detail', `${parts[1]!} in ${cell}: the serving graph is written again`)
    return say(event, 'event', `${parts[1]!} in ${cell}: ${changes.join('; ')}`)
  }
  if (file === 'Shard') {
    const name = keyspaceShardString(parts[1]!, parts[3]!)
    const changes = shardChanges(before as Shard | null, contents as Shard)
    if (changes.length === 0) return say(event, 'detail', `the record of ${name} is written again`)
    return say(event, 'event', `${name} ${changes.join('; ')}`)
  }
  if (file === 'Tablet') return say(event, 'detail', tabletRecord(before as Tablet | null, contents as Tablet))
  return say(event, 'detail', `${path} is written`)
}

/** Clauses that go on after the name of the shard. */
function shardChanges(before: Shard | null, after: Shard): string[] {
  if (before === null) return ['is on record now, without a master']
  const clauses: string[] = []
  const [oldMaster, master] = [before.masterAlias, after.masterAlias].map(alias =>
    alias === null ? 'nobody' : tabletAliasString(alias))
  if (oldMaster !== master) clauses.push(`has ${master!} as its master on record`)
  const sources = (shard: Shard): string => shard.sourceShards.map(one => keyspaceShardString(one.keyspace, one.shard)).join(', ')
  if (sources(before) !== sources(after)) {
    clauses.push(sources(after) === '' ? 'is no longer filled by streams' : `is filled by streams from ${sources(after)}`)
  }
  const isFrozen = (shard: Shard): boolean => shard.tabletControls.some(control => control.frozen)
  if (isFrozen(before) !== isFrozen(after)) {
    clauses.push(isFrozen(after) ? 'is frozen: the way is forward from here' : 'is not frozen any more')
  }
  if (before.isMasterServing !== after.isMasterServing) {
    clauses.push(after.isMasterServing ? 'is marked: its master serves' : 'is marked: its master serves no more')
  }
  const lists = (shard: Shard): string => shard.tabletControls.flatMap(control => control.blacklistedTables).join(', ')
  if (lists(before) !== lists(after)) {
    clauses.push(lists(after) === '' ? 'has no blacklist of tables any more' : `refuses queries on ${lists(after)}`)
  }
  return clauses
}

function tabletRecord(before: Tablet | null, after: Tablet): string {
  const name = tabletAliasString(after.alias)
  const shard = keyspaceShardString(after.keyspace, after.shard)
  if (before === null) return `${name} is on record as ${after.type} of ${shard}`
  if (before.type !== after.type) return `${name} is ${after.type} on record, no longer ${before.type}`
  return `the record of ${name} is written again`
}

const removed: Teller = (event, memory) => {
  const { cell, path } = event.data as Put
  memory.records.delete(`${cell} ${path}`)
  const parts = path.split('/')
  const what = path.startsWith('tablets/') ? `the tablet ${parts[1]!}`
    : path.endsWith('/Shard') ? `the shard ${keyspaceShardString(parts[1]!, parts[3]!)}` : null
  return what === null ? say(event, 'detail', `${path} is removed`) : say(event, 'event', `${what} is struck off the record`)
}

interface Lock { readonly path: string; readonly contents: string; readonly lockId: number }

/** What a lock says of itself: `{"Action":"MigrateServedTypes(MASTER)","HostName":"host-vtctld"…}`. */
function ownerOf({ contents }: Lock): { readonly action: string; readonly host: string } {
  const field = (name: string): string => new RegExp(`"${name}":"([^"]*)"`).exec(contents)?.[1] ?? ''
  return { action: field('Action').replace(/^([^(]*)\)$/, '$1'), host: field('HostName').replace(/^host-/, '') }
}

const whatIsLocked = (path: string): string => path.replace(/^keyspaces\//, '').replace('/shards/', '/')

const locked: Teller = (event, memory) => {
  const lock = event.data as Lock
  const { action, host } = ownerOf(lock)
  memory.locks.set(lock.path, event.seq)
  const weight = memory.hasBegun ? 'event' : 'detail'
  return say(event, weight, `locks ${whatIsLocked(lock.path)}: ${action}`, { actor: host })
}

const unlocked: Teller = (event, memory) => {
  const lock = event.data as Lock
  const because = memory.locks.get(lock.path) ?? 0
  memory.locks.delete(lock.path)
  return say(event, 'detail', `unlocks ${whatIsLocked(lock.path)}`, { actor: ownerOf(lock).host, because })
}

const lockExpired: Teller = (event, memory) => {
  const lock = event.data as Lock
  const because = memory.locks.get(lock.path) ?? 0
  memory.locks.delete(lock.path)
  const { action, host } = ownerOf(lock)
  const text = `the lock of ${host} on ${whatIsLocked(lock.path)} runs out: ${action}`
  return say(event, 'event', text, { tone: 'bad', because })
}

export const topologyTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['topo/put', put], ['topo/delete', removed], ['topo/locked', locked], ['topo/unlocked', unlocked],
  ['topo/lock-expired', lockExpired],
]
