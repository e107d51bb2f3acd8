import { say, type Teller } from '../sentence.ts'

interface Migration {
  readonly keyspace: string
  readonly shard: string
  readonly servedType: string
  readonly status: string
}

const migration: Teller = event => {
  const { keyspace, shard, servedType, status } = event.data as Migration
  const what = `the migration of ${servedType} away from ${keyspace}/${shard}`
  if (status === 'start') return say(event, 'detail', `begins ${what}`)
  if (status === 'finished') return say(event, 'event', `has finished ${what}`, { tone: 'ok' })
  return say(event, 'event', `${what} has ${status}`, { tone: 'bad' })
}

const canceled: Teller = event => {
  const { keyspace, reason } = event.data as { keyspace: string; reason: string }
  return say(event, 'event', `gives up the migration of ${keyspace} and lets the source serve again: ${reason}`, { tone: 'bad' })
}

const reparent: Teller = event => {
  const { keyspace, shard, status } = event.data as { keyspace: string; shard: string; status: string }
  const isFailure = status.startsWith('failed')
  return say(event, isFailure ? 'event' : 'detail', `reparents ${keyspace}/${shard}: ${status}`, isFailure ? { tone: 'bad' } : {})
}

const workerState: Teller = event => {
  const { state } = event.data as { state: string }
  return say(event, 'detail', `is ${state}`)
}

interface Cloned {
  readonly kind: string
  readonly table: string
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
  readonly equal: number
}

const cloned: Teller = event => {
  const { kind, table, inserted, updated, deleted, equal } = event.data as Cloned
  const parts = [[inserted, 'copied'], [updated, 'repaired'], [deleted, 'deleted'], [equal, 'were there already']] as const
  const said = parts.filter(([rows]) => rows > 0).map(([rows, what], i) => `${i === 0 ? rowsOf(rows) : rows} ${what}`)
  return say(event, 'event', `${table}, ${kind} round: ${said.length === 0 ? 'no rows' : said.join(', ')}`)
}

interface Compared {
  readonly table: string
  readonly matchingRows: number
  readonly mismatchedRows: number
  readonly extraRowsLeft: number
  readonly extraRowsRight: number
}

const compared: Teller = event => {
  const { table, matchingRows, mismatchedRows, extraRowsLeft, extraRowsRight } = event.data as Compared
  const differ = mismatchedRows + extraRowsLeft + extraRowsRight
  if (differ === 0) return say(event, 'event', `${table} is equal on both sides: ${rowsOf(matchingRows)}`, { tone: 'ok' })
  return say(event, 'event', `${table} differs: ${mismatchedRows} not equal, ${extraRowsLeft} only on the source,`
    + ` ${extraRowsRight} only on the destination, ${matchingRows} equal`, { tone: 'bad' })
}

const rowsOf = (count: number): string => count === 1 ? '1 row' : `${count} rows`

const log: Teller = event => {
  const { level, text } = event.data as { level: string; text: string }
  return say(event, 'detail', `logs: ${text}`, { tone: level === 'I' ? 'dim' : 'wait' })
}

export const commandTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['migrate-served-types/event', migration], ['migrate-served-types/canceled', canceled],
  ['reparent/event', reparent], ['vtworker/state', workerState],
  ['vtworker/cloned', cloned], ['vtworker/compared', compared], ['log', log],
]
