import type { Trace, TraceEvent } from '../../../sim/index.ts'
import { isChatter, messageOf } from '../message.ts'
import { faultKinds, notableKinds } from '../notable.ts'
import { byTier } from '../tier.ts'

/** What is shown of a run beside its events. */
export interface PageFacts {
  readonly title: string
  readonly question: string
  /** Pairs of a name and a value: seed, hash, operations. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly verdicts: readonly { readonly name: string; readonly verdict: string; readonly evidence: readonly string[] }[]
  /** The command line that gives this run again. */
  readonly replay: string
  /** The event at which the page opens; null: where most people look. */
  readonly opensAt: number | null
}

/**
 * A run as the page's script reads it. Events are columns, in order: time since the one before (µs), process,
 * text, and how many events back the cause stands (0: it is not among them). `from` is the process that a
 * message left, -1 for what is no message.
 */
export interface PageData extends PageFacts {
  readonly endUs: number
  readonly processes: readonly string[]
  readonly texts: readonly string[]
  readonly seq: readonly number[]
  readonly time: readonly number[]
  readonly process: readonly number[]
  readonly text: readonly number[]
  readonly cause: readonly number[]
  readonly from: readonly number[]
  /** Procedures' steps: process, begin, end (indexes of events), text. */
  readonly steps: readonly (readonly [process: number, begin: number, end: number, text: number])[]
  /** Events that a reader may want to jump to: index, `fault`, `error` or `command`. */
  readonly marks: readonly (readonly [index: number, kind: string])[]
  /** The place among the events of the page at which it opens; -1: where most people look. */
  readonly open: number
  /** Events of the run that are left out of the page. */
  readonly leftOut: number
}

/** Enough for a page below a megabyte. */
const eventsMax = 18_000

/** Kinds of events that tell most, and those that tell something. */
const telling: ReadonlySet<string> = new Set([
  ...notableKinds, 'step/begin', 'step/end', 'vreplication/state', 'srvtopo/keyspace',
])
const useful: ReadonlySet<string> = new Set(['mysql/commit', 'client/acked', 'vreplication/position', 'vtgate/routed'])

export function pageData(trace: Trace, facts: PageFacts, describe: (event: TraceEvent) => string): PageData {
  const kept = choose(trace, facts.opensAt)
  const processes = byTier(trace.processes)
  const processIndex = new Map(processes.map((name, index) => [name, index]))
  const texts = new Table()
  const indexOf = new Map(kept.map((seq, index) => [seq, index]))
  const columns = { seq: [], time: [], process: [], text: [], cause: [], from: [] } as Record<string, number[]>
  const steps = new Steps(texts)
  const marks: [number, string][] = []
  let beforeSeq = 0
  let beforeUs = 0
  kept.forEach((seq, index) => {
    const event = trace.get(seq)
    const message = messageOf(trace, event)
    columns['seq']!.push(seq - beforeSeq)
    columns['time']!.push(event.timeUs - beforeUs)
    columns['process']!.push(processIndex.get(event.process)!)
    columns['text']!.push(texts.add(message === null ? describe(event) : `${message.method} ${message.kind}`))
    columns['cause']!.push(backTo(trace, event.cause, indexOf, index))
    columns['from']!.push(message === null ? -1 : processIndex.get(message.from)!)
    steps.add(event, index, processIndex.get(event.process)!)
    const mark = markOf(event.kind)
    if (mark !== null) marks.push([index, mark])
    beforeSeq = seq
    beforeUs = event.timeUs
  })
  return {
    ...facts, endUs: trace.length === 0 ? 0 : trace.get(trace.length).timeUs, processes,
    ...columns as unknown as Pick<PageData, 'seq' | 'time' | 'process' | 'text' | 'cause' | 'from'>,
    steps: steps.close(kept.length - 1), marks, texts: texts.all,
    open: facts.opensAt === null ? -1 : indexOf.get(facts.opensAt) ?? -1, leftOut: trace.length - kept.length,
  }
}

/** The events that tell most, as many as fit, in their order. */
function choose(trace: Trace, opensAt: number | null): number[] {
  const ranks: number[][] = [[], [], [], []]
  for (const event of trace.events()) ranks[event.seq === opensAt ? 0 : rankOf(trace, event)]!.push(event.seq)
  const kept: number[] = []
  for (const seqs of ranks.slice(0, 3)) kept.push(...seqs.slice(0, Math.max(0, eventsMax - kept.length)))
  return kept.sort((a, b) => a - b)
}

function rankOf(trace: Trace, event: TraceEvent): 0 | 1 | 2 | 3 {
  if (telling.has(event.kind)) return 0
  if (useful.has(event.kind)) return 1
  const message = messageOf(trace, event)
  return message === null || isChatter(message) ? 3 : 2
}

/** How far back the nearest kept event on the way of causes stands; 0 if there is none. */
function backTo(trace: Trace, cause: number, indexOf: ReadonlyMap<number, number>, index: number): number {
  for (let seq = cause; seq > 0; seq = trace.causeOf(seq)) {
    const found = indexOf.get(seq)
    if (found !== undefined) return index - found
  }
  return 0
}

function markOf(kind: string): string | null {
  if (kind === 'scenario/command') return 'command'
  if (kind === 'client/refused' || kind === 'step/failed') return 'error'
  return faultKinds.has(kind) ? 'fault' : null
}

/** Each text once. */
class Table {
  readonly all: string[] = []
  private readonly index = new Map<string, number>()

  add(text: string): number {
    let at = this.index.get(text)
    if (at === undefined) {
      this.index.set(text, at = this.all.length)
      this.all.push(text)
    }
    return at
  }
}

class Steps {
  private readonly open = new Map<string, [process: number, begin: number, text: number]>()
  private readonly ended: [number, number, number, number][] = []

  constructor(private readonly texts: Table) {}

  add(event: TraceEvent, index: number, process: number): void {
    if (!event.kind.startsWith('step/')) return
    const { procedure, step } = event.data as { procedure: string; step: string }
    const name = `${procedure}/${step}`
    if (event.kind === 'step/begin') {
      this.open.set(`${process} ${name}`, [process, index, this.texts.add(name)])
      return
    }
    const begun = this.open.get(`${process} ${name}`)
    this.open.delete(`${process} ${name}`)
    if (begun !== undefined) this.ended.push([begun[0], begun[1], index, begun[2]])
  }

  close(last: number): readonly (readonly [number, number, number, number])[] {
    for (const [process, begin, text] of this.open.values()) this.ended.push([process, begin, last, text])
    return this.ended.sort((a, b) => a[1] - b[1])
  }
}
