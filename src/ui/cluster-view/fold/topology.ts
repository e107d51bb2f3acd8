import type { TraceEvent } from '../../../sim/index.ts'
import {
  parseTabletAlias, type Shard, type SrvKeyspace, type Tablet, type TabletAlias, type VSchemaKeyspace,
} from '../../../vitess/wire/index.ts'
import type { RouteView } from '../cluster-view.ts'
import { withEntry, withoutEntry, type Facts, type Folds } from '../facts.ts'

/** `zone1-200`, as a person writes it. */
export function shortAlias(alias: TabletAlias | string): string {
  const { cell, uid } = typeof alias === 'string' ? parseTabletAlias(alias) : alias
  return `${cell}-${uid}`
}

const recordPaths: readonly (readonly [path: RegExp, put: Put, remove: Remove | null])[] = [
  [/^keyspaces\/([^/]+)\/SrvKeyspace$/, putSrvKeyspace, null],
  [/^keyspaces\/([^/]+)\/shards\/([^/]+)\/Shard$/, putShard, removeShard],
  [/^keyspaces\/([^/]+)\/VSchema$/, putVSchema, null],
  [/^keyspaces\/([^/]+)\/Keyspace$/, putKeyspace, null],
  [/^tablets\/([^/]+)\/Tablet$/, putTablet, removeTablet],
]

/** Something that was written to the topology. `version` null: it was there at the start. */
export interface RecordWrite {
  readonly cell: string
  readonly seq: number
  readonly version: number | null
  readonly contents: unknown
}

type Put = (facts: Facts, names: readonly string[], write: RecordWrite) => Facts
type Remove = (facts: Facts, names: readonly string[]) => Facts

export function putRecord(facts: Facts, path: string, write: RecordWrite): Facts {
  for (const [shape, put] of recordPaths) {
    const names = shape.exec(path)
    if (names !== null) return put(facts, names.slice(1), write)
  }
  return facts
}

export const topologyFolds: Folds = [
  ['topo/put', (facts, { seq, data }) => {
    const { cell, path, version, contents } =
      data as { cell: string; path: string; version: number; contents: unknown }
    return putRecord(facts, path, { cell, seq, version, contents })
  }],
  // The world begins where an image was taken: what its description says is not so any more.
  ['scenario/image', (facts, { seq, data }) => {
    const { records } = data as { records: readonly { cell: string; path: string; contents: unknown }[] }
    const none = { ...facts, keyspaces: new Map(), shards: new Map(), tablets: new Map(), routes: new Map() }
    return records.reduce<Facts>((known, { cell, path, contents }) =>
      putRecord(known, path, { cell, seq, version: null, contents }), none)
  }],
  ['topo/delete', (facts, { data }) => {
    const { path } = data as { path: string }
    for (const [shape, , remove] of recordPaths) {
      const names = shape.exec(path)
      if (names !== null) return remove === null ? facts : remove(facts, names.slice(1))
    }
    return facts
  }],
  ['topo/locked', (facts, event) => {
    const { path, contents } = event.data as { path: string; contents: string }
    const lock = { path, action: actionOf(contents), sinceUs: event.timeUs }
    return { ...facts, locks: withEntry(facts.locks, path, lock) }
  }],
  ['topo/unlocked', unlock],
  ['topo/lock-expired', unlock],
]

function unlock(facts: Facts, { data }: TraceEvent): Facts {
  return { ...facts, locks: withoutEntry(facts.locks, (data as { path: string }).path) }
}

/** Locks hold JSON, which says what they are for. */
function actionOf(contents: string): string {
  return /"Action":"((?:[^"\\]|\\.)*)"/.exec(contents)?.[1] ?? contents
}

function putKeyspace(facts: Facts, [name]: readonly string[], { seq }: RecordWrite): Facts {
  if (facts.keyspaces.has(name!)) return facts
  return { ...facts, keyspaces: withEntry(facts.keyspaces, name!, { vindex: '', changedAt: seq }) }
}

function putVSchema(facts: Facts, [name]: readonly string[], { seq, contents }: RecordWrite): Facts {
  const vindex = vindexText(contents as VSchemaKeyspace)
  return { ...facts, keyspaces: withEntry(facts.keyspaces, name!, { vindex, changedAt: seq }) }
}

/** How most of its tables are spread: `hash(customer_id)`. */
function vindexText({ sharded, tables, vindexes }: VSchemaKeyspace): string {
  if (sharded !== true) return ''
  const counts = new Map<string, number>()
  for (const table of Object.values(tables ?? {})) {
    const [primary] = table.column_vindexes ?? []
    if (primary === undefined) continue
    const columns = primary.columns ?? [primary.column ?? '']
    const text = `${vindexes?.[primary.name]?.type ?? primary.name}(${columns.join(', ')})`
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}

function putShard(facts: Facts, [keyspace, name]: readonly string[], { seq, contents }: RecordWrite): Facts {
  const record = contents as Shard
  const key = `${keyspace}/${name}`
  return { ...facts, shards: withEntry(facts.shards, key, {
    keyRange: record.keyRange,
    master: record.masterAlias === null ? null : shortAlias(record.masterAlias),
    isMasterServing: record.isMasterServing,
    isFrozen: record.tabletControls.some(control => control.tabletType === 'MASTER' && control.frozen),
    sources: record.sourceShards.map(source => `${source.keyspace}/${source.shard}`),
    servedAtFirst: facts.shards.get(key)?.servedAtFirst ?? record.isMasterServing,
    changedAt: seq,
  }) }
}

function removeShard(facts: Facts, [keyspace, name]: readonly string[]): Facts {
  return { ...facts, shards: withoutEntry(facts.shards, `${keyspace}/${name}`) }
}

function putTablet(facts: Facts, _names: readonly string[], { seq, contents }: RecordWrite): Facts {
  const { alias, keyspace, shard, type } = contents as Tablet
  const key = shortAlias(alias)
  const known = facts.tablets.get(key)
  const place = `${keyspace}/${shard}`
  // What the tablet itself says counts, once it has said something.
  if (known !== undefined && known.shard === place) return facts
  return { ...facts, tablets: withEntry(facts.tablets, key, {
    uid: alias.uid, shard: place, type, state: 'NOT_SERVING', reason: 'not started', changedAt: seq,
  }) }
}

function removeTablet(facts: Facts, [alias]: readonly string[]): Facts {
  return { ...facts, tablets: withoutEntry(facts.tablets, shortAlias(alias!)) }
}

function putSrvKeyspace(facts: Facts, [keyspace]: readonly string[], write: RecordWrite): Facts {
  const { cell, seq, version, contents } = write
  const key = `${cell} ${keyspace}`
  const shards = routedShards(contents as SrvKeyspace)
  const route: RouteView = { cell, keyspace: keyspace!, shards, changedAt: seq }
  const versions = [...facts.routes.get(key) ?? [], { version, route }]
  return { ...facts, routes: withEntry(facts.routes, key, versions) }
}

function routedShards({ partitions }: SrvKeyspace): ReadonlyMap<string, readonly string[]> {
  return new Map(partitions.map(({ servedType, shardReferences, shardTabletControls }) => {
    const disabled = new Set(shardTabletControls.flatMap(
      control => (control.queryServiceDisabled ? [control.name] : []),
    ))
    return [servedType, shardReferences.map(({ name }) => (disabled.has(name) ? `${name} (disabled)` : name))]
  }))
}
