import { RUN_LOG_VERSION, type LogEntry, type RunLog } from '../sim/index.ts'
import type { KeptOperation } from '../lab/workload/index.ts'

/** What a run is made of beside its world: how it differs from the dull one, and what its clients send. */
export type Decision = LogEntry | { readonly type: 'sent'; readonly operation: KeptOperation }

/** Those of them that are a run log. */
export function logOf(decisions: readonly Decision[]): RunLog {
  return { version: RUN_LOG_VERSION, entries: decisions.filter(entry => entry.type !== 'sent') }
}

/**
 * How far the search for a smaller log has come: which pass, and in it how many entries are taken away at once, from
 * which on. `hasFound`: this round of the pass has taken something away.
 */
export interface Place {
  readonly pass: number
  readonly size: number
  readonly at: number
  readonly hasFound: boolean
}

export interface SmallerLog {
  readonly entries: readonly Decision[]
  /** Where the search goes on if the failure is still there. */
  readonly place: Place
}

export const beginning: Place = Object.freeze({ pass: 0, size: 0, at: 0, hasFound: false })

type Pass = (entries: readonly Decision[], from: Place) => Generator<SmallerLog>

/** An event that has taken all the time that it may is a matter of the schedule too. */
const isDelay = (entry: Decision): boolean =>
  entry.type === 'postponed' || entry.type === 'answer' && entry.label.startsWith('late/')
const isSent = ({ type }: Decision): boolean => type === 'sent'
const isAnswer = (entry: Decision): boolean => entry.type === 'answer' && !isDelay(entry)

/**
 * All of a kind at once, the schedule first, since most failures need no order at all; then chunks, half as large each
 * time (Zeller, Hildebrandt: Simplifying and isolating failure-inducing input, TSE 2002); then lower numbers.
 */
const passes: readonly Pass[] = [
  without(isDelay), without(isAnswer), without(isSent), chunksOf(isAnswer), chunksOf(isSent), chunksOf(isDelay),
  lowerNumbers,
]

/**
 * Logs that are smaller than this one, in the order in which they are worth a try. They are given one by one, and each
 * knows where the search stands, so that one that still fails is gone on with and nothing is tried twice.
 */
export function* smallerLogs(entries: readonly Decision[], from: Place = beginning): Generator<SmallerLog> {
  for (let pass = from.pass; pass < passes.length; pass++) {
    yield* passes[pass]!(entries, pass === from.pass ? from : { ...beginning, pass })
  }
}

/** Whether the first says less than the second: fewer entries, else lower answers, else shorter delays. */
export function isSmaller(entries: readonly Decision[], other: readonly Decision[]): boolean {
  if (entries.length !== other.length) return entries.length < other.length
  const [answers, otherAnswers] = [sum(entries, isAnswer), sum(other, isAnswer)]
  return answers !== otherAnswers ? answers < otherAnswers : sum(entries, isDelay) < sum(other, isDelay)
}

function sum(entries: readonly Decision[], which: (entry: Decision) => boolean): number {
  return entries.filter(which).reduce((total, entry) => total + valueOf(entry), 0)
}

function valueOf(entry: Decision): number {
  return entry.type === 'answer' ? entry.answer : entry.type === 'postponed' ? entry.byUs : 0
}

function without(which: (entry: Decision) => boolean): Pass {
  return function* (entries, { pass }) {
    const kept = entries.filter(entry => !which(entry))
    if (kept.length < entries.length) yield { entries: kept, place: { ...beginning, pass: pass + 1 } }
  }
}

/** Ends when no single entry can be taken away. */
function chunksOf(which: (entry: Decision) => boolean): Pass {
  return function* (entries, { pass, size: begunWith, at: begunAt, hasFound: begunFound }) {
    const places = entries.flatMap((entry, index) => which(entry) ? [index] : [])
    let [size, at, hasFound] = [begunWith || Math.ceil(places.length / 2), begunAt, begunFound]
    for (;;) {
      for (; at < places.length; at += size) {
        const gone = new Set(places.slice(at, at + size))
        yield { entries: entries.filter((_, index) => !gone.has(index)), place: { pass, size, at, hasFound: true } }
      }
      if (size <= 1 && !hasFound) return
      size = Math.max(1, Math.ceil(size / 2))
      at = 0
      hasFound = false
    }
  }
}

function* lowerNumbers(entries: readonly Decision[], { pass, at: begunAt }: Place): Generator<SmallerLog> {
  for (let at = begunAt; at < entries.length; at++) {
    for (const entry of lower(entries[at]!)) yield { entries: entries.with(at, entry), place: { ...beginning, pass, at } }
  }
}

/** Of a delay, whole milliseconds will do, and only until it is one. */
function lower(entry: Decision): readonly Decision[] {
  if (entry.type === 'sent') return []
  if (entry.type === 'answer') {
    const { answer } = entry
    return [...new Set([1, answer >> 1, answer - 1])].filter(tried => tried > 0 && tried < answer)
      .map(tried => ({ ...entry, answer: tried }))
  }
  const { byUs } = entry
  return byUs <= 1000 ? [] : [1000, Math.floor(byUs / 2000) * 1000].filter(tried => tried > 0 && tried < byUs)
    .map(tried => ({ ...entry, byUs: tried }))
}
