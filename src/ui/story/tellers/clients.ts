import type { Memory } from '../memory.ts'
import { say, type Teller } from '../sentence.ts'

interface Attempt { readonly attempt: number; readonly operation: string; readonly sql?: string }

interface Refused extends Attempt { readonly outcome: 'fail' | 'unknown'; readonly error: string }

const names: ReadonlyMap<string, string> = new Map([
  ['point-read', 'a read of one row'], ['scatter-read', 'a read across the shards'], ['insert', 'an insert'],
  ['multi-insert', 'an insert of several rows'], ['update', 'an update'], ['delete', 'a delete'],
  ['transaction', 'a transaction'],
])

const nameOf = ({ operation }: Attempt): string => names.get(operation) ?? operation
const isRead = ({ operation }: Attempt): boolean => operation.endsWith('read')

const sent: Teller = (event, memory) => {
  const attempt = event.data as Attempt
  memory.attempts.set(attempt.attempt, { value: attempt.sql ?? '', seq: event.seq })
  return say(event, 'detail', `sends ${nameOf(attempt)}${attempt.sql === undefined ? '' : `: ${attempt.sql}`}`)
}

const acked: Teller = (event, memory) => {
  const attempt = event.data as Attempt
  const because = answered(attempt, memory)
  const { outage } = memory
  if (outage === null || !isRead(attempt)) memory.refusals.clear()
  if (outage !== null && !isRead(attempt)) {
    memory.outage = null
    const text = `may write again: ${nameOf(attempt)} is acknowledged, after ${milliseconds(event.timeUs - outage.sinceUs)} and`
      + ` ${outage.refused === 1 ? 'one refusal' : `${outage.refused} refusals`}`
    return say(event, 'event', text, { tone: 'ok', because: outage.seq })
  }
  return say(event, 'traffic', `has its answer: ${nameOf(attempt)} is ${isRead(attempt) ? 'done' : 'acknowledged'}`,
    { topic: 'answered', because })
}

const refused: Teller = (event, memory) => {
  const attempt = event.data as Refused
  answered(attempt, memory)
  const error = plainError(attempt.error)
  const because = memory.tablets.get(usedTablet(attempt.error))?.seq ?? 0
  if (attempt.outcome === 'unknown') {
    return say(event, 'event', `does not know whether ${nameOf(attempt)} was done: ${error}`, { tone: 'bad', because })
  }
  const isNews = !memory.refusals.has(error)
  memory.refusals.add(error)
  if (!isRead(attempt)) {
    const { outage } = memory
    memory.outage = outage === null ? { sinceUs: event.timeUs, seq: event.seq, refused: 1 } : { ...outage, refused: outage.refused + 1 }
  }
  // The first refusal is news, and one for another reason; the others are counted.
  return say(event, isNews ? 'event' : 'traffic', `is refused ${nameOf(attempt)}: ${error}`,
    { tone: 'bad', because, topic: 'refused' })
}

function answered({ attempt }: Attempt, memory: Memory): number {
  const seq = memory.attempts.get(attempt)?.seq ?? 0
  memory.attempts.delete(attempt)
  return seq
}

/** The last link of a chain of errors, which is what went wrong. */
function plainError(error: string): string {
  const link = error.split(/ desc = /).at(-1)!
  const shard = /target: ([^,.]+)\.([^,.]+)\.([a-z]+)/.exec(error)
  return shard === null ? link : `${link} (${shard[3]!} of ${shard[1]!}/${shard[2]!})`
}

/** Alias of the tablet that an error of vtgate names, as records write it. */
function usedTablet(error: string): string {
  const named = /used tablet: (\w+)-(\d+)/.exec(error)
  return named === null ? '' : `${named[1]!}-${named[2]!.padStart(10, '0')}`
}

export function milliseconds(us: number): string {
  return us >= 10_000_000 ? `${Math.round(us / 1_000_000)} s` : `${Math.round(us / 1000)} ms`
}

export const clientTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['client/sent', sent], ['client/acked', acked], ['client/refused', refused],
]
