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
  const known = memory.streams.get(`${target} ${id}`)
  if (known === undefined || known.value.source === '') {
    memory.streams.set(`${target} ${id}`, { value: { workflow, source, state: known?.value.state ?? '' }, seq: event.seq })
  }
  const shard = shardOf(target, memory)
  const because = memory.commits.get(gtid) ?? 0
  const text = statements === 0 ? `${shard} passes over transaction ${lastNumber(gtid)} of ${source}: none of its rows`
    : `${shard} applies transaction ${lastNumber(gtid)} of ${source}`
  return say(event, 'traffic', text, { topic: `applied ${shard}`, because })
}

const streamState: Teller = (event, memory) => {
  const { target, id, workflow, state, message } = event.data as StreamEvent & { state: string; message: string }
  const source = memory.streams.get(`${target} ${id}`)?.value.source ?? ''
  memory.streams.set(`${target} ${id}`, { value: { workflow, source, state }, seq: event.seq })
  const shard = shardOf(target, memory)
  const name = source === '' ? `stream ${id} into ${shard}` : `the stream from ${source} into ${shard}`
  if (state === 'Running') return say(event, 'event', `${name} runs (${workflow})`)
  const said = message === '' ? '' : `: ${message}`
  return say(event, 'event', `${name} is ${state === 'Stopped' ? 'stopped' : `in state ${state}`}${said}`,
    { tone: state === 'Error' ? 'bad' : 'wait' })
}

interface Commit {
  readonly gtid: string
  readonly events: readonly { readonly kind: string; readonly table?: string; readonly change?: string; readonly sql?: string }[]
}

const commit: Teller = (event, memory) => {
  const { gtid, events } = event.data as Commit
  const first = memory.commits.get(gtid)
  if (first === undefined) memory.commits.set(gtid, event.seq)
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

const shardOf = (alias: string, memory: Memory): string => memory.tablets.get(alias)?.value.shard ?? alias

export const replicationTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['vreplication/position', position], ['vreplication/state', streamState], ['mysql/commit', commit],
  ['mysql/apply', apply],
]
