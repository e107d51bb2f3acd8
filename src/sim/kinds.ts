import { hashText } from './digest.ts'

/**
 * Kinds of events. The first few are what the kernel itself schedules: they name events in a run log, so
 * their texts are part of its format. All others are interned as they are met.
 */
const SCHEDULED = [
  'task/start', 'task/resume', 'task/sleep', 'task/spend', 'point', 'deadline',
  'rpc/request', 'rpc/reply', 'rpc/cancel', 'stream/item', 'stream/credit', 'net/keepalive', 'stream/message',
] as const
export type ScheduledKind = (typeof SCHEDULED)[number]
/** A number for each kind that the kernel schedules. */
export type PerScheduledKind = PerEntry<typeof SCHEDULED>
type PerEntry<T extends readonly unknown[]> = { -readonly [K in keyof T]: number }

export const TASK_START = 0
export const TASK_RESUME = 1
export const TASK_SLEEP = 2
export const TASK_SPEND = 3
export const POINT = 4
export const DEADLINE = 5
/** Events up to this one happen inside a process and vanish when it crashes; later ones are on the wire. */
export const LAST_LOCAL = DEADLINE
export const RPC_REQUEST = 6
export const RPC_REPLY = 7
export const RPC_CANCEL = 8
export const STREAM_ITEM = 9
export const STREAM_CREDIT = 10
export const NET_KEEPALIVE = 11
export const STREAM_MESSAGE = 12

const names: string[] = [...SCHEDULED]
const hashes: number[] = names.map(hashText)
const ids = new Map<string, number>(names.map((name, id) => [name, id]))

/**
 * The number of a kind in this thread. Numbers of kinds that are not scheduled differ between runs: never
 * hash them.
 */
export function kindId(name: string): number {
  let id = ids.get(name)
  if (id === undefined) {
    ids.set(name, id = names.push(name) - 1)
    hashes.push(hashText(name))
  }
  return id
}

export function kindName(id: number): string {
  return names[id]!
}

/** The chain and the kind of an event that a run log names; of a kind that is not known, all is kind. */
export function splitEventName(event: string): { readonly chain: string; readonly kind: string } {
  const kind = SCHEDULED.find(name => event.endsWith(`/${name}`) && event.length > name.length + 1)
  return kind === undefined ? { chain: '', kind: event } : { chain: event.slice(0, -kind.length - 1), kind }
}

/** Of the name, so the same in every thread. */
export function kindHash(id: number): number {
  return hashes[id]!
}
