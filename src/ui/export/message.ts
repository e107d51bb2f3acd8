import type { Trace, TraceEvent } from '../../sim/index.ts'

/** What went from one process to another: it left during one event, and its arrival is another. */
export interface Message {
  readonly kind: 'request' | 'reply' | 'item' | 'other'
  /** `QueryService.execute` */
  readonly method: string
  readonly from: string
  readonly to: string
  /** The event during which it left, and the one that is its arrival. */
  readonly sent: number
  readonly arrived: number
  readonly sentUs: number
  readonly arrivedUs: number
}

const kinds: ReadonlyMap<string, Message['kind']> = new Map([
  ['rpc/request', 'request'], ['rpc/reply', 'reply'], ['rpc/cancel', 'other'], ['stream/item', 'item'],
  ['stream/message', 'item'], ['stream/end', 'other'],
])

/** The message that an event is the arrival of; null if it is none, or went no way. */
export function messageOf(trace: Trace, event: TraceEvent): Message | null {
  const kind = kinds.get(event.kind)
  if (kind === undefined || event.cause === 0) return null
  const cause = trace.get(event.cause)
  if (cause.process === event.process) return null
  return {
    kind, method: event.note, from: cause.process, to: event.process, sent: cause.seq, arrived: event.seq,
    sentUs: cause.timeUs, arrivedUs: event.timeUs,
  }
}

/** The messages that arrived in events `first` to `last`, oldest arrival first. */
export function* messages(trace: Trace, first = 1, last = trace.length): IterableIterator<Message> {
  for (const event of trace.events(first, last)) {
    const message = messageOf(trace, event)
    if (message !== null) yield message
  }
}

/**
 * Work that goes on all the time and of which no story is told one by one: health streams, acknowledgements
 * of semi-sync, look-ups of the topology by those who watch it.
 */
export function isChatter({ method, kind }: Message): boolean {
  return /^(QueryService\.streamHealth|TopoServer\.(get|listDir|watch)|Mysqld\.connect)$/.test(method)
    || method === 'Mysqld.binlogDump' && kind !== 'request'
}

/** A vttablet and the mysqld that it stands in front of: what they say to each other stays in the house. */
export function isLocal({ from, to }: Message): boolean {
  const alias = (name: string): string => name.slice(name.indexOf(' ') + 1)
  return /^(vttablet|mysqld) /.test(from) && /^(vttablet|mysqld) /.test(to) && alias(from) === alias(to)
}
