import type { Trace, TraceEvent } from '../../sim/index.ts'
import { isChatter, messageOf, type Message } from './message.ts'
import { notableKinds } from './notable.ts'
import { byTier } from './tier.ts'

/** An entry of the Trace Event Format, which ui.perfetto.dev and chrome://tracing open. */
interface Entry {
  readonly name: string
  readonly ph: 'M' | 'X' | 'b' | 'e' | 's' | 'f' | 'i' | 'C'
  readonly pid: number
  readonly tid: number
  /** Virtual microseconds. */
  readonly ts?: number
  readonly [field: string]: unknown
}

/** Threads of a process in the drawing. */
const lanes = { steps: 1, messages: 2, events: 3 } as const

/**
 * The run as Chrome JSON for ui.perfetto.dev. One process is one process, time is virtual. Calls and
 * transactions are asynchronous slices, since those of one server overlap; messages are flows; lag of
 * filtered replication is a counter. Source: "Trace Event Format", Google.
 */
export function perfetto(trace: Trace, title: string): string {
  const pids = new Map(byTier(trace.processes).map((name, index) => [name, index + 1]))
  const entries = names(pids)
  const drawing = new Drawing(trace, pids, entries)
  for (const event of trace.events()) drawing.add(event)
  drawing.close()
  return JSON.stringify({ traceEvents: entries, displayTimeUnit: 'ms', otherData: { title, clock: 'virtual' } })
}

function names(pids: ReadonlyMap<string, number>): Entry[] {
  return [...pids].flatMap(([name, pid]): Entry[] => [
    { name: 'process_name', ph: 'M', pid, tid: 0, args: { name } },
    { name: 'process_sort_index', ph: 'M', pid, tid: 0, args: { sort_index: pid } },
    ...Object.entries(lanes).map(([lane, tid]): Entry => ({ name: 'thread_name', ph: 'M', pid, tid, args: { name: lane } })),
  ])
}

interface OpenStep { readonly name: string; readonly event: TraceEvent }

class Drawing {
  /** Calls that have no answer yet, by who asks. */
  private readonly calls = new Map<string, { readonly message: Message; readonly id: number }>()
  /** Steps that have not ended, by process, innermost last. */
  private readonly steps = new Map<string, OpenStep[]>()
  private readonly sourceTransactions = new Map<string, number>()
  private id = 0

  constructor(
    private readonly trace: Trace, private readonly pids: ReadonlyMap<string, number>, private readonly entries: Entry[],
  ) {}

  add(event: TraceEvent): void {
    const message = messageOf(this.trace, event)
    if (message !== null) this.addMessage(message, event)
    if (event.kind.startsWith('step/')) this.addStep(event)
    if (event.kind === 'vreplication/position') this.addLag(event)
    if (event.kind === 'mysql/commit') this.addCommit(event)
    if (!notableKinds.has(event.kind)) return
    this.put('i', event, `${event.kind} ${instantName(event)}`.trim(), lanes.events, { s: 'p' })
  }

  /** Ends what is still open where the run ends. */
  close(): void {
    const endUs = this.trace.length === 0 ? 0 : this.trace.get(this.trace.length).timeUs
    for (const { message, id } of this.calls.values()) this.endCall(message, id, endUs)
    for (const open of this.steps.values()) for (const step of open) this.endStep(step, endUs)
  }

  private addMessage(message: Message, event: TraceEvent): void {
    if (isChatter(message)) return
    const asker = message.kind === 'request' ? message.from : message.to
    const call = `${asker} ${event.task} ${message.method}`
    const open = this.calls.get(call)
    if (message.kind === 'request') {
      // Who asks again has given up waiting, as a stream that broke.
      if (open !== undefined) this.endCall(open.message, open.id, message.sentUs)
      const id = ++this.id
      this.calls.set(call, { message, id })
      this.entries.push({ ...this.asynchronous(message, id), ph: 'b', ts: message.arrivedUs, args: args(event) })
    } else if (message.kind === 'reply' && open !== undefined) {
      this.calls.delete(call)
      this.endCall(open.message, open.id, message.sentUs)
    }
    this.addFlow(message, event)
  }

  private asynchronous({ method, to }: Message, id: number) {
    return { name: method, cat: 'rpc', id, pid: this.pids.get(to)!, tid: lanes.messages }
  }

  private endCall(message: Message, id: number, atUs: number): void {
    this.entries.push({ ...this.asynchronous(message, id), ph: 'e', ts: Math.max(atUs, message.arrivedUs) })
  }

  /** A flow binds to slices, so both ends get one. */
  private addFlow(message: Message, event: TraceEvent): void {
    const id = ++this.id
    const ends = [
      { ph: 's', process: message.from, ts: message.sentUs }, { ph: 'f', process: message.to, ts: message.arrivedUs },
    ] as const
    for (const { ph, process, ts } of ends) {
      const place = { pid: this.pids.get(process)!, tid: lanes.messages, ts }
      this.entries.push({ name: message.method, cat: 'message', ph: 'X', dur: 1, ...place, args: args(event) })
      this.entries.push({ name: message.kind, cat: 'message', ph, id, bp: 'e', ...place })
    }
  }

  private addStep(event: TraceEvent): void {
    const { procedure, step } = event.data as { procedure: string; step: string }
    const name = `${procedure}/${step}`
    const open = this.steps.get(event.process) ?? []
    this.steps.set(event.process, open)
    if (event.kind === 'step/begin') open.push({ name, event })
    const at = open.findLastIndex(other => other.name === name)
    if (event.kind === 'step/begin' || at < 0) return
    for (const ended of open.splice(at)) this.endStep(ended, event.timeUs)
  }

  private endStep({ name, event }: OpenStep, endUs: number): void {
    this.put('X', event, name, lanes.steps, { dur: Math.max(1, endUs - event.timeUs) })
  }

  private addCommit({ data }: TraceEvent): void {
    const { gtid } = data as { gtid: string }
    this.sourceTransactions.set(uuidOf(gtid), numberOf(gtid))
  }

  private addLag(event: TraceEvent): void {
    const { id, gtid, sourceShard, keyRange } =
      event.data as { id: number; gtid: string; sourceShard: string; keyRange: string | null }
    const behind = Math.max(0, (this.sourceTransactions.get(uuidOf(gtid)) ?? 0) - numberOf(gtid))
    this.put('C', event, `stream ${id} of ${sourceShard} ${keyRange ?? ''}: behind`.replace(' :', ':'), lanes.events,
      { args: { transactions: behind } })
  }

  private put(ph: Entry['ph'], event: TraceEvent, name: string, tid: number, more: object): void {
    const pid = this.pids.get(event.process)!
    this.entries.push({ name, ph, cat: event.kind, pid, tid, ts: event.timeUs, args: args(event), ...more })
  }
}

const args = ({ seq, cause }: TraceEvent): object => ({ event: seq, cause })

/** `MySQL56/<uuid>:<n>` or `<uuid>:<n>` */
const uuidOf = (gtid: string): string => gtid.slice(gtid.indexOf('/') + 1, gtid.lastIndexOf(':'))
const numberOf = (gtid: string): number => Number(gtid.slice(gtid.lastIndexOf(':') + 1).split('-').at(-1))

function instantName({ data, note }: TraceEvent): string {
  const { path, state, alias, text, step, error } = (data ?? {}) as Record<string, string | undefined>
  const named = [alias, path, state, step, text, error].filter(part => typeof part === 'string')
  return named.length > 0 ? named.join(' ') : note
}
