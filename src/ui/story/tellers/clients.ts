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
  const gate = memory.gates.get(event.process) ?? ''
  const outage = memory.outages.get(gate)
  if (outage !== undefined && memory.gates.has(event.process) && !isRead(attempt)) {
    memory.outages.delete(gate)
    const refusals = outage.refused === 1 ? 'one refusal' : `${outage.refused} refusals`
    const text = `may write again: ${nameOf(attempt)} is acknowledged,`
      + ` after ${milliseconds(event.timeUs - outage.sinceUs)} and ${refusals}${gate === '' ? '' : ` by ${gate}`}`
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
  const gate = gateOf(attempt.error)
  memory.gates.set(event.process, gate)
  const last = memory.refusals.get(`${gate} ${error}`)
  memory.refusals.set(`${gate} ${error}`, event.timeUs)
  const isNews = last === undefined || event.timeUs - last > calmUs
  if (!isRead(attempt)) noteRefusal(gate, event.seq, event.timeUs, isNews, memory)
  return say(event, isNews ? 'event' : 'traffic', `is refused ${nameOf(attempt)}: ${error}`,
    { tone: 'bad', because, topic: 'refused' })
}

/**
 * After so long without it a refusal is news again. While some shards take writes and others do not, clients are
 * served and refused in turn, which is to be told once.
 */
const calmUs = 2_000_000

function noteRefusal(gate: string, seq: number, timeUs: number, isNews: boolean, memory: Memory): void {
  const outage = memory.outages.get(gate)
  if (outage !== undefined) memory.outages.set(gate, { ...outage, refused: outage.refused + 1 })
  else if (isNews) memory.outages.set(gate, { sinceUs: timeUs, seq, refused: 1 })
}

/** The vtgate that an error names: `vtgate-2` of `vtgate: http://host-vtgate-2:15001/: …`. */
function gateOf(error: string): string {
  return /^vtgate: http:\/\/host-([^:/]+)/.exec(error)?.[1] ?? ''
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
