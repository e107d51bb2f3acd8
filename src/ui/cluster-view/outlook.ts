import type { ClusterView, ShardView, StreamView } from './cluster-view.ts'
import { servedTypeNames, servingOf, split, type ServedTypeName } from './serving.ts'

/** What has to be done next in a keyspace whose shards are being replaced, and whether it may be done now. */
export interface Outlook {
  /** `MigrateServedTypes customer/0 replica`; '' if nothing is left to do. */
  readonly next: string
  /** `yes`: nothing speaks against it · `wait`: what is missing comes by itself · `no`: something is wrong. */
  readonly isSafe: 'yes' | 'wait' | 'no'
  /** Why, in a few words. */
  readonly because: string
}

/** null: no shards of this keyspace are being replaced. */
export function outlookOf(view: ClusterView, keyspace: string): Outlook | null {
  const shards = view.keyspaces.get(keyspace)?.shards ?? []
  const sources = shards.filter(shard => shard.role === 'source')
  const targets = shards.filter(shard => shard.role === 'target')
  if (sources.length === 0 || targets.length === 0) return null
  const migration: Migration = { view, sources, targets, streams: streamsInto(view, targets, sources) }
  for (const stage of stages) {
    const outlook = stage(migration)
    if (outlook !== null) return outlook
  }
  return { next: '', isSafe: 'yes', because: 'all is done' }
}

interface Migration {
  readonly view: ClusterView
  readonly sources: readonly ShardView[]
  readonly targets: readonly ShardView[]
  readonly streams: readonly StreamView[]
}

/** A step of the way; null: it is behind us. */
type Stage = (migration: Migration) => Outlook | null

const stages: readonly Stage[] = [
  masters, schema, copy, compare, cutOver('RDONLY'), cutOver('REPLICA'), cutOver('MASTER'), remove,
]

function masters({ view, targets }: Migration): Outlook | null {
  const shard = targets.find(target => target.master === null)
  if (shard === undefined) return null
  const next = `InitShardMaster ${shard.name}`
  const { length } = shard.tablets.filter(alias => view.tablets.get(alias)!.isVttabletUp)
  return length === 0 ? { next, isSafe: 'wait', because: 'none of its tablets is up' }
    : { next, isSafe: 'yes', because: `nothing is routed to ${nameOf(shard)}, and it has no rows` }
}

function schema({ view, sources, targets }: Migration): Outlook | null {
  const has = ({ master }: ShardView): number => (master === null ? 0 : view.tablets.get(master)?.rows.size ?? 0)
  const tables = Math.max(...sources.map(has))
  const shard = targets.find(target => has(target) < tables)
  if (shard === undefined) return null
  const because = `nothing is routed to ${nameOf(shard)}, which has ${has(shard)} of ${tables} tables`
  return { next: `CopySchemaShard ${sources[0]!.name} ${shard.name}`, isSafe: 'yes', because }
}

function copy({ view, sources, targets, streams }: Migration): Outlook | null {
  const shard = targets.find(target => streams.every(stream => stream.target !== target.name))
  if (shard === undefined || isRouted(view, shard, 'MASTER')) return null
  const next = `SplitClone ${sources[0]!.name}`
  const blocked = sources.find(source => servingOf(view, source, 'RDONLY').serving.length === 0)
  if (blocked !== undefined) {
    return { next, isSafe: 'no', because: `${nameOf(blocked)} has no serving rdonly tablet to copy from` }
  }
  return { next, isSafe: 'yes', because: `${sources.map(nameOf).join(', ')} has an rdonly tablet to copy from` }
}

/** SplitDiff is no condition of what follows; who leaves it out does not know what the copy is worth. */
function compare({ view, sources, targets, streams }: Migration): Outlook | null {
  if (sources.some(source => !isRouted(view, source, 'RDONLY'))) return null
  const done = new Set(view.finished.filter(({ name, outcome }) => name === 'split-diff' && outcome === 'done')
    .map(({ subject }) => subject))
  const shard = targets.find(target => !done.has(target.name))
  if (shard === undefined) return null
  const next = `SplitDiff ${shard.name}`
  const stuck = streams.find(stream => stream.target === shard.name && stream.state !== 'Running')
  if (stuck !== undefined) return { next, isSafe: 'no', because: troubleOf(stuck) }
  const because = `its stream runs; nobody has compared the rows of ${nameOf(shard)} yet`
  return { next, isSafe: 'yes', because }
}

function cutOver(type: ServedTypeName): Stage {
  return ({ view, sources, targets, streams }) => {
    if (targets.every(target => isRouted(view, target, type))) return null
    const next = `MigrateServedTypes ${sources[0]!.name} ${type.toLowerCase()}`
    const deaf = targets.find(target => servingOf(view, target, type).tablets.length === 0)
    if (deaf !== undefined) {
      return { next, isSafe: 'no', because: `${nameOf(deaf)} has no ${type.toLowerCase()} tablet` }
    }
    const stuck = streams.find(stream => stream.state !== 'Running')
    if (stuck !== undefined) return { next, isSafe: 'no', because: troubleOf(stuck) }
    const late = worst(streams)
    if (late === null) return { next, isSafe: 'yes', because: 'all streams run, and nothing is behind' }
    const lag = `${split(late.target)[1]} is ${lagText(late.behindTransactions, late.behindUs)} behind`
    const cost = type === 'MASTER' ? ': writes would stop for as long as that takes' : ''
    return { next, isSafe: 'wait', because: `${lag}${cost}` }
  }
}

function remove({ view, sources }: Migration): Outlook | null {
  const next = `DeleteShard ${sources[0]!.name}`
  for (const source of sources) {
    for (const type of servedTypeNames) {
      const { routed } = servingOf(view, source, type)
      if (routed === 'none') continue
      const who = routed === 'all' ? 'every vtgate' : routed.join(', ')
      return { next, isSafe: 'wait', because: `${who} still sends ${type} to ${nameOf(source)}` }
    }
  }
  const skipped = view.finished.flatMap(procedure => procedure.skipped)
  if (skipped.length > 0) {
    return { next, isSafe: 'no', because: `compare first: ${skipped.join(', ')} was left out` }
  }
  return { next, isSafe: 'yes', because: `nobody sends anything to ${sources.map(nameOf).join(', ')} any more` }
}

/** Whether the topology sends this type here. What single vtgates do is another question. */
function isRouted(view: ClusterView, shard: ShardView, type: ServedTypeName): boolean {
  return servingOf(view, shard, type).isInTopology
}

function streamsInto(
  view: ClusterView, targets: readonly ShardView[], sources: readonly ShardView[],
): readonly StreamView[] {
  const [into, from] = [targets, sources].map(shards => new Set(shards.map(shard => shard.name)))
  return [...view.streams.values()].filter(stream => into!.has(stream.target) && from!.has(stream.source))
}

function worst(streams: readonly StreamView[]): StreamView | null {
  return streams.reduce<StreamView | null>((late, stream) =>
    (stream.behindTransactions > (late?.behindTransactions ?? 0) ? stream : late), null)
}

function troubleOf({ target, source, state, message }: StreamView): string {
  const why = message === '' ? '' : `: ${message}`
  return `the stream ${split(source)[1]} → ${split(target)[1]} is ${state}${why}`
}

/** `2 transactions (4 ms)` */
function lagText(transactions: number, us: number): string {
  return `${transactions} ${transactions === 1 ? 'transaction' : 'transactions'} (${durationText(us)})`
}

/** `4 ms`, `1.2 s` */
export function durationText(us: number): string {
  return us >= 1_000_000 ? `${(us / 1_000_000).toFixed(1)} s` : `${Math.round(us / 1000)} ms`
}

const nameOf = (shard: ShardView): string => split(shard.name)[1]
