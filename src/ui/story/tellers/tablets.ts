import { keyspaceShardString } from '../../../vitess/keys/index.ts'
import type { Memory, TabletKnown } from '../memory.ts'
import { say, type Teller } from '../sentence.ts'

interface TabletState {
  readonly alias: string
  readonly keyspace: string
  readonly shard: string
  readonly type: string
  readonly state: string
  readonly reason: string
}

/** Reasons that a tablet gives, in words; what is missing stands for itself. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['TabletControl.DisableQueryService set', 'the topology tells it not to'],
  ['master tablet with filtered replication on', 'a stream is filling it'],
  ['unable to get health', 'it does not know its health yet'],
])

/** Reasons that only name the occasion. */
const occasions: ReadonlySet<string> = new Set(['Start', 'healthy', 'InitMaster', 'RefreshState', 'ChangeType'])

const state: Teller = (event, memory) => {
  const { alias, keyspace, shard, type, state, reason } = event.data as TabletState
  const name = keyspaceShardString(keyspace, shard)
  const why = occasions.has(reason) || reason === '' ? '' : `: ${reasons.get(reason) ?? reason}`
  const because = reasonEvent(reason, alias.slice(0, alias.lastIndexOf('-')), name, memory)
  // On the way to something else: what the tablet was, it is until it has got there.
  if (state !== 'SERVING' && state !== 'NOT_SERVING') {
    return say(event, 'detail', `finishes what is open in ${name}${why}`, { because })
  }
  const before = memory.tablets.get(alias)?.value
  memory.tablets.set(alias, { value: { shard: name, type, state }, seq: event.seq })
  const is = state === 'SERVING'
  const isNew = before === undefined
  if (!isNew && before.type === type && before.state === state) {
    return say(event, 'detail', `${is ? 'goes on serving' : 'goes on not serving'} ${name}${why}`, { because })
  }
  const tone = is ? 'ok' : isNew ? 'plain' : 'wait'
  return say(event, memory.hasBegun ? 'event' : 'detail', change(before, name, type, is, why), { tone, because })
}

/** What became of a tablet of the shard `name`. */
function change(before: TabletKnown | undefined, name: string, type: string, is: boolean, why: string): string {
  if (before === undefined) {
    return is ? `comes up and serves ${name} as ${type}` : `comes up as ${type} of ${name}, not serving${why}`
  }
  const was = before.state === 'SERVING'
  if (before.type === type) return is ? `begins to serve ${name} as ${type}` : `stops serving ${name} as ${type}${why}`
  const then = is === was ? '' : is ? ' and serves' : ` and stops serving${why}`
  if (type === 'DRAINED') return `is taken out of service (DRAINED), was ${before.type} of ${name}${then}`
  if (before.type === 'DRAINED') return `is back in service as ${type} of ${name}${then}`
  return `becomes ${type} of ${name}, was ${before.type}${then}`
}

/** The record that the tablet read before it changed. */
function reasonEvent(reason: string, cell: string, shard: string, memory: Memory): number {
  const keyspace = shard.slice(0, shard.indexOf('/'))
  const name = shard.slice(shard.indexOf('/') + 1)
  if (reason.startsWith('TabletControl') || reason === 'RefreshState') {
    return memory.records.get(`${cell} keyspaces/${keyspace}/SrvKeyspace`)?.seq ?? 0
  }
  if (!reason.startsWith('master tablet with filtered')) return 0
  return memory.records.get(`global keyspaces/${keyspace}/shards/${name}/Shard`)?.seq ?? 0
}

const sequence: Teller = (event, memory) => {
  const { sequence, first, last } = event.data as { sequence: string; first: number; last: number }
  const isNews = !memory.sequences.has(sequence)
  memory.sequences.add(sequence)
  return say(event, isNews ? 'event' : 'detail', `sets the numbers ${first} to ${last} of ${sequence} aside: each is given out once`)
}

export const tabletTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['tablet/state', state], ['sequence/reserved', sequence],
]
