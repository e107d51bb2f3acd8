import { compareKeyRangeStart, keyRangesIntersect } from '../../vitess/keys/index.ts'
import { GtidSet } from '../../sql/index.ts'
import type {
  ClusterView, FaultView, GateView, KeyspaceView, ShardView, StreamView, TabletView,
} from './cluster-view.ts'
import type { CommitTimes } from './commit-times.ts'
import type { Facts, ServerFacts, ShardFacts, TabletFacts } from './facts.ts'

interface Moment {
  readonly facts: Facts
  readonly seq: number
  readonly timeUs: number
  readonly commits: CommitTimes
}

/** The cluster as these facts make it, at a moment, with what follows from several of them and the time. */
export function describe(facts: Facts, seq: number, timeUs: number, commits: CommitTimes): ClusterView {
  const moment = { facts, seq, timeUs, commits }
  return {
    seq, timeUs,
    keyspaces: keyspacesOf(facts),
    tablets: tabletsOf(moment),
    streams: streamsOf(moment),
    gates: gatesOf(facts),
    routes: new Map([...facts.routes].map(([key, versions]) => [key, versions.at(-1)!.route])),
    locks: facts.locks,
    procedures: [...facts.procedures.values()],
    finished: facts.finished,
    clients: facts.clients,
    faults: faultsOf(facts, timeUs),
    console: facts.console,
    processes: facts.processes,
  }
}

function keyspacesOf({ keyspaces, shards, tablets, servers }: Facts): ReadonlyMap<string, KeyspaceView> {
  const described = new Map<string, KeyspaceView>()
  for (const [name, { vindex, changedAt }] of keyspaces) {
    const mine = [...shards].filter(([key]) => key.startsWith(`${name}/`))
    described.set(name, {
      name, vindex, changedAt,
      shards: mine.map(([key, shard]): ShardView => ({
        name: key, keyRange: shard.keyRange, master: shard.master, isMasterServing: shard.isMasterServing,
        isFrozen: shard.isFrozen, role: roleOf(key, shard, mine), changedAt: shard.changedAt,
        rows: shard.master === null ? 0 : sum(rowsOf(name, servers.get(shard.master)).values()),
        tablets: [...tablets].filter(([, tablet]) => tablet.shard === key)
          .sort((a, b) => a[1].uid - b[1].uid).map(([alias]) => alias),
      })).sort(inReadingOrder),
    })
  }
  return described
}

type Role = ShardView['role']

function roleOf(name: string, shard: ShardFacts, all: readonly (readonly [string, ShardFacts])[]): Role {
  const overlaps = all.some(([other, { keyRange }]) =>
    other !== name && keyRangesIntersect(keyRange, shard.keyRange))
  if (overlaps) return shard.servedAtFirst ? 'source' : 'target'
  return shard.sources.length > 0 ? 'target' : null
}

const roleOrder: readonly Role[] = ['source', null, 'target']

function inReadingOrder(a: ShardView, b: ShardView): number {
  return roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role) || compareKeyRangeStart(a.keyRange, b.keyRange)
    || (a.name < b.name ? -1 : 1)
}

function tabletsOf(moment: Moment): ReadonlyMap<string, TabletView> {
  return new Map([...moment.facts.tablets].map(([alias, tablet]) => [alias, tabletOf(moment, alias, tablet)]))
}

function tabletOf(moment: Moment, alias: string, tablet: TabletFacts): TabletView {
  const { servers, shards, processes } = moment.facts
  const server = servers.get(alias)
  const masterAlias = shards.get(tablet.shard)?.master ?? null
  const master = masterAlias === null ? undefined : servers.get(masterAlias)
  const isUp = (name: string): boolean => processes.get(name)?.isUp === true
  const behind = alias === masterAlias ? none : behindOf(moment, master, server?.executed ?? null)
  return {
    alias, shard: tablet.shard, type: tablet.type, state: tablet.state, reason: tablet.reason,
    isVttabletUp: isUp(`vttablet ${alias}`), isMysqldUp: isUp(`mysqld ${alias}`),
    position: positionText(server?.executed ?? null, (master ?? server)?.sid ?? ''),
    behindTransactions: behind.transactions, behindUs: behind.us,
    rows: rowsOf(keyspaceOf(tablet.shard), server),
    changedAt: tablet.changedAt, movedAt: server?.movedAt ?? 0,
  }
}

/** The streams that count are those in the database of a shard's master. */
function streamsOf(moment: Moment): ReadonlyMap<string, StreamView> {
  const { shards, servers } = moment.facts
  const described = new Map<string, StreamView>()
  for (const [target, { master }] of shards) {
    const server = master === null ? undefined : servers.get(master)
    for (const stream of server?.streams.values() ?? []) {
      const sourceMaster = shards.get(stream.source)?.master ?? null
      const source = sourceMaster === null ? undefined : servers.get(sourceMaster)
      const behind = behindOf(moment, source, stream.position)
      const { id, workflow, keyRange, state, message, changedAt, movedAt } = stream
      described.set(`${target} ${id}`, {
        id, workflow, target, source: stream.source, keyRange, state, message, changedAt, movedAt,
        position: positionText(stream.position, source?.sid ?? stream.position?.sids().at(-1) ?? ''),
        behindTransactions: behind.transactions, behindUs: behind.us,
      })
    }
  }
  return described
}

function gatesOf({ gates, processes }: Facts): ReadonlyMap<string, GateView> {
  return new Map([...gates].map(([name, { versions, buffered, changedAt }]) => [name, {
    name, buffered, changedAt, isUp: processes.get(name)?.isUp === true,
    routes: new Map([...versions].flatMap(([keyspace, { shards }]) =>
      [...shards].map(([type, names]) => [`${keyspace} ${type}`, names] as const))),
  }]))
}

/** What has not ended by itself. Two processes that are cut off from each other are one fault. */
function faultsOf({ faults }: Facts, timeUs: number): ReadonlyMap<string, FaultView> {
  const described = new Map<string, FaultView>()
  for (const [key, { what, since, sinceUs, endUs }] of faults) {
    if (endUs <= timeUs) continue
    const [, from, to] = /^net (.*) > (.*)$/.exec(key) ?? []
    const mirror = from === undefined ? undefined : faults.get(`net ${to} > ${from}`)
    if (mirror === undefined) described.set(key, { what, since, sinceUs })
    else if (!described.has(`net ${to} > ${from}`)) {
      described.set(key, { what: `${from} and ${to} do not reach each other`, since, sinceUs })
    }
  }
  return described
}

interface Behind { readonly transactions: number; readonly us: number }

const none: Behind = { transactions: 0, us: 0 }

/** What a server has executed and a reader of its log has not, and since when the oldest of that waits. */
function behindOf(moment: Moment, source: ServerFacts | undefined, position: GtidSet | null): Behind {
  if (source === undefined) return none
  const missing = source.executed.subtract(position ?? GtidSet.empty)
  const transactions = missing.count()
  if (transactions === 0) return none
  const { commits, seq, timeUs } = moment
  const since = missing.sids().map(sid => commits.timeUs(sid, missing.intervals(sid)[0]![0], seq) ?? 0)
  return { transactions, us: timeUs - Math.min(...since) }
}

/** `1-451`, or `1-5:8-9` if some are missing in between. */
function positionText(set: GtidSet | null, sid: string): string {
  const intervals = set?.intervals(sid) ?? []
  return intervals.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(':')
}

function rowsOf(keyspace: string, server: ServerFacts | undefined): ReadonlyMap<string, number> {
  const database = `vt_${keyspace}.`
  return new Map([...server?.rows ?? []].flatMap(([name, rows]) =>
    (name.startsWith(database) ? [[name.slice(database.length), rows] as const] : [])))
}

const keyspaceOf = (shard: string): string => shard.slice(0, shard.indexOf('/'))

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
