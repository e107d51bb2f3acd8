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

export const commandTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['migrate-served-types/event', migration], ['migrate-served-types/canceled', canceled],
  ['reparent/event', reparent], ['vtworker/state', workerState],
]
