/**
 * Data that may cross the wire or stand in an event: scalars, arrays and plain objects. Checked when it is
 * digested.
 */
export type PlainData = null | undefined | boolean | number | bigint | string | object

/**
 * One thing that happened. `cause` is the number of the event during which it was brought about; 0 is the
 * scenario itself.
 */
export interface TraceEvent {
  readonly seq: number
  readonly timeUs: number
  readonly process: string
  readonly task: string
  readonly cause: number
  readonly kind: string
  readonly note: string
  readonly data: unknown
}

/** What a task is called; spelled out only when somebody reads it. */
export type TaskLabel =
  | string
  | { readonly by: TaskLabel; readonly index: number }
  | { readonly by: TaskLabel; readonly process: string; readonly method: string }

/** `client-1`, `client-1.0` (a branch), `vtgate-1/Vtgate.execute<client-1>` (served on its behalf). */
export function taskName(label: TaskLabel): string {
  if (typeof label === 'string') return label
  if ('index' in label) return `${taskName(label.by)}.${label.index}`
  return `${label.process}/${label.method}<${taskName(label.by)}>`
}

/** One line for a person: `#12 3.100ms vtgate-1 [client-1] rpc/request Vtgate.execute {…} <-#9`. */
export function formatEvent(event: TraceEvent): string {
  const data = event.data === undefined ? '' : ` ${JSON.stringify(event.data, showBigint)}`
  const note = event.note === '' ? '' : ` ${event.note}`
  const head = `#${event.seq} ${(event.timeUs / 1000).toFixed(3)}ms ${event.process} [${event.task}]`
  return `${head} ${event.kind}${note}${data} <-#${event.cause}`
}

function showBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}
