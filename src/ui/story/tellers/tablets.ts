import { keyspaceShardString } from '../../../vitess/keys/index.ts'
import type { Memory } from '../memory.ts'
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
  const before = memory.tablets.get(alias)
  memory.tablets.set(alias, { value: { shard: name, type, state }, seq: event.seq })
  const why = occasions.has(reason) || reason === '' ? '' : `: ${reasons.get(reason) ?? reason}`
  const because = reasonEvent(reason, alias.slice(0, alias.lastIndexOf('-')), name, memory)
  const weight = memory.hasBegun ? 'event' : 'detail'
  if (state === 'SHUTTING_DOWN') return say(event, 'detail', `finishes what is open in ${name}${why}`, { because })
  const is = state === 'SERVING'
  if (before === undefined) {
    return say(event, weight, is ? `comes up and serves ${name} as ${type}` : `comes up as ${type} of ${name}, not serving${why}`,
      { tone: is ? 'ok' : 'plain', because })
  }
  const was = before.value.state === 'SERVING'
  const became = before.value.type === type ? '' : `becomes ${type} of ${name}`
  if (became !== '') {
    const then = is === was ? '' : is ? ' and serves' : ` and stops serving${why}`
    return say(event, weight, `${became}${then}`, { tone: is && !was ? 'ok' : 'plain', because })
  }
  if (is === was) return say(event, 'detail', `${is ? 'goes on serving' : 'goes on not serving'} ${name}${why}`, { because })
  return is ? say(event, weight, `begins to serve ${name} as ${type}`, { tone: 'ok', because })
    : say(event, weight, `stops serving ${name} as ${type}${why}`, { tone: 'wait', because })
}

/** The record that the tablet read before it changed. */
function reasonEvent(reason: string, cell: string, shard: string, memory: Memory): number {
  const [keyspace] = shard.split('/')
  if (reason.startsWith('TabletControl') || reason === 'RefreshState') {
    return memory.records.get(`${cell} keyspaces/${keyspace}/SrvKeyspace`)?.seq ?? 0
  }
  if (reason.startsWith('master tablet with filtered')) return memory.records.get(`global keyspaces/${keyspace}/shards/${shard.slice(shard.indexOf('/') + 1)}/Shard`)?.seq ?? 0
  return 0
}

const sequence: Teller = event => {
  const { sequence, first, last } = event.data as { sequence: string; first: number; last: number }
  return say(event, 'event', `sets the numbers ${first} to ${last} of ${sequence} aside: each is given out once`)
}

export const tabletTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['tablet/state', state], ['sequence/reserved', sequence],
]
