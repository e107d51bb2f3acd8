import { keyspaceShardString } from '../../../vitess/keys/index.ts'
import type { Shard } from '../../../vitess/wire/index.ts'
import { actorOf, aliasOf } from '../actor.ts'
import type { Memory } from '../memory.ts'
import { say, type Teller } from '../sentence.ts'

interface StreamEvent { readonly target: string; readonly id: number; readonly workflow: string }

interface Position extends StreamEvent {
  readonly sourceKeyspace: string
  readonly sourceShard: string
  readonly gtid: string
  readonly statements: number
}

const position: Teller = (event, memory) => {
  const { target, id, workflow, sourceKeyspace, sourceShard, gtid, statements } = event.data as Position
  const source = `${sourceKeyspace}/${sourceShard}`
  const state = memory.streams.get(`${target} ${id}`)?.value.state ?? ''
  memory.streams.set(`${target} ${id}`, { value: { workflow, source, state }, seq: event.seq })
  const shard = shardOf(target, memory)
  const transaction = withoutFlavor(gtid)
  const committed = memory.commits.get(transaction) ?? 0
  const stopped = stoppedMaster(source, memory)
  // What a stopped master commits is its own book-keeping, nothing that a client was told of.
  const isLast = memory.lastCommits.get(source) === transaction && committed < stopped
  if (isLast && memory.caughtUp.get(shard) !== stopped) {
    memory.caughtUp.set(shard, stopped)
    const text = `${shard} has caught up: it has all that ${source} ever acknowledged, up to transaction ${lastNumber(gtid)}`
    return say(event, 'event', text, { tone: 'ok', because: stopped })
  }
  const text = statements === 0 ? `${shard} passes over transaction ${lastNumber(gtid)} of ${source}: none of its rows`
    : `${shard} applies transaction ${lastNumber(gtid)} of ${source}`
  return say(event, 'traffic', text, { topic: `applied ${shard}`, because: committed })
}

/** The event with which the master of the shard stopped serving; 0 if it serves, so that more may come. */
function stoppedMaster(shard: string, memory: Memory): number {
  for (const { value, seq } of memory.tablets.values()) {
    if (value.shard === shard && value.type === 'MASTER') return value.state === 'SERVING' ? 0 : seq
  }
  return 0
}

const streamState: Teller = (event, memory) => {
  const { target, id, workflow, state, message } = event.data as StreamEvent & { state: string; message: string }
  const known = memory.streams.get(`${target} ${id}`)?.value
  const shard = shardOf(target, memory)
  const source = known?.source ?? sourceOnRecord(shard, id, memory)
  memory.streams.set(`${target} ${id}`, { value: { workflow, source, state }, seq: event.seq })
  const name = source === '' ? `stream ${id} into ${shard}` : `the stream from ${source} into ${shard}`
  if (state === 'Running') return say(event, 'event', `${name} ${known === undefined ? 'runs' : 'runs again'}`, { tone: 'ok' })
  const said = message === '' ? '' : `: ${message}`
  return say(event, 'event', `${name} is ${state === 'Stopped' ? 'stopped' : `in state ${state}`}${said}`,
    { tone: state === 'Error' ? 'bad' : 'wait' })
}

/** What the record of a shard says of where its stream of this number comes from. */
function sourceOnRecord(shard: string, id: number, memory: Memory): string {
  const at = shard.indexOf('/')
  const path = `global keyspaces/${shard.slice(0, at)}/shards/${shard.slice(at + 1)}/Shard`
  const record = memory.records.get(path)?.value as Shard | undefined
  const source = record?.sourceShards.find(({ uid }) => uid === id)
  return source === undefined ? '' : keyspaceShardString(source.keyspace, source.shard)
}

interface Commit {
  readonly gtid: string
  readonly events: readonly { readonly kind: string; readonly table?: string; readonly change?: string; readonly sql?: string }[]
}

const commit: Teller = (event, memory) => {
  const { gtid, events } = event.data as Commit
  const first = memory.commits.get(gtid)
  if (first === undefined) {
    memory.commits.set(gtid, event.seq)
    const tablet = memory.tablets.get(aliasOf(actorOf(event.process)))?.value
    if (tablet !== undefined) memory.lastCommits.set(tablet.shard, gtid)
  }
  return say(event, 'detail', `commits ${lastNumber(gtid)}: ${summary(events)}`, { because: first ?? 0 })
}

/** `update customer, insert corder ×2`. */
function summary(events: Commit['events']): string {
  const counts = new Map<string, number>()
  for (const { kind, table, change, sql = '' } of events) {
    const what = kind === 'rows' ? `${change!} ${table!}` : sql.split(/\s+/, 3).join(' ').toLowerCase()
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  if (counts.size === 0) return 'nothing'
  return [...counts].map(([what, count]) => count === 1 ? what : `${what} ×${count}`).join(', ')
}

const apply: Teller = event => {
  const { count, gtid } = event.data as { count: number; gtid: string }
  return say(event, 'detail', `replicates ${count === 1 ? 'transaction' : `${count} transactions, up to`} ${lastNumber(gtid)}`)
}

/** The number of a transaction: `451` of `MySQL56/333eb55f-…:451`. */
export const lastNumber = (gtid: string): string => /(\d+)$/.exec(gtid)?.[1] ?? gtid

/** `333eb55f-…:451` of `MySQL56/333eb55f-…:451`. */
const withoutFlavor = (gtid: string): string => gtid.slice(gtid.indexOf('/') + 1)

const shardOf = (alias: string, memory: Memory): string => memory.tablets.get(alias)?.value.shard ?? alias

const recovered: Teller = event => {
  const { executed } = event.data as { executed: string }
  return say(event, 'detail', `mysqld has its data again, ${upTo(executed)}`)
}

const executed: Teller = event => {
  const { executed } = event.data as { executed: string }
  return say(event, 'detail', `counts as executed now: ${upTo(executed)}`)
}

const upTo = (executed: string): string => executed === '' ? 'no transaction' : `transactions up to ${lastNumber(executed)}`

const relayed: Teller = event => {
  const { waiting } = event.data as { waiting: number }
  return say(event, 'detail', `has fetched more than it has applied: ${waiting} wait`)
}

export const replicationTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['vreplication/position', position], ['vreplication/state', streamState], ['mysql/commit', commit],
  ['mysql/apply', apply], ['mysql/recovered', recovered], ['mysql/executed', executed], ['mysql/relayed', relayed],
]
