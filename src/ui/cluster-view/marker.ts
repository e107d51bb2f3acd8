import type { TraceEvent } from '../../sim/index.ts'

/** A place in a run that somebody may want to jump to. */
export interface Marker {
  readonly seq: number
  readonly timeUs: number
  /**
   * `phase`: a chapter of the run (a command of the article, a heading) · `step`: a procedure's · `ask`: a
   * question · `fault`: something broke or was mended · `decision`: an intervention of the reader ·
   * `violation`: evidence of a check · `error`: a client saw one.
   */
  readonly kind: 'phase' | 'step' | 'ask' | 'fault' | 'decision' | 'violation' | 'error'
  /** A few words: `SplitClone customer/0`, `vttablet zone1-300 is down`. */
  readonly title: string
  /** One word for places where there is little room: `SplitClone`, `MASTER`; '' for what has none. */
  readonly short: string
}

type Found = Pick<Marker, 'kind' | 'title'> & { readonly short?: string }
type Reader = (data: any, event: TraceEvent) => Found | null

/** Those that only serve another one. */
const inner: ReadonlySet<string> = new Set(['vtworker-clean-up'])

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['scenario/heading', ({ text }: { text: string }) => ({ kind: 'phase', title: text.replace(/^#+ /, '') })],
  ['scenario/ask', ({ question }: { question: string }) => ({ kind: 'ask', title: question })],
  ['procedure/begin', ({ procedure, subject }: { procedure: string; subject: string }) => {
    if (inner.has(procedure)) return null
    const title = `${commandOf(procedure)} ${subject}`.trim()
    return { kind: 'phase', title, short: shortOf(procedure, subject) }
  }],
  ['step/begin', ({ procedure, step }: { procedure: string; step: string }) =>
    ({ kind: 'step', title: `${procedure}/${step}` })],
  ['step/skipped', ({ procedure, step }: { procedure: string; step: string }) =>
    ({ kind: 'fault', title: `left out: ${procedure}/${step}` })],
  ['step/failed', ({ procedure, step }: { procedure: string; step: string }) =>
    ({ kind: 'fault', title: `failed: ${procedure}/${step}` })],
  ['process/crash', (_, { process }) => ({ kind: 'fault', title: `${process} is down` })],
  ['process/exit', (_, { process }) => ({ kind: 'fault', title: `${process} could not start` })],
  ['process/boot', ({ life }: { life: number }, { process }) =>
    (life === 1 ? null : { kind: 'fault', title: `${process} is up again` })],
  ['process/stall', ({ ms }: { ms: number }, { process }) =>
    ({ kind: 'fault', title: `${process} stands still for ${ms} ms` })],
  ['net/cut', ({ from, to }: { from: string; to: string }) =>
    ({ kind: 'fault', title: `nothing passes from ${from} to ${to}` })],
  ['net/heal', ({ from, to }: { from: string; to: string }) =>
    ({ kind: 'fault', title: `${from} reaches ${to} again` })],
  ['reader/decided', ({ text }: { text: string }) => ({ kind: 'decision', title: text })],
  ['client/refused', ({ error }: { error: string }, { process }) =>
    ({ kind: 'error', title: `${process}: ${error}` })],
])

export const markedKinds: ReadonlySet<string> = new Set(readers.keys())

/** The marker of an event; null if it is no such place. */
export function markerOf(event: TraceEvent): Marker | null {
  const found = readers.get(event.kind)?.(event.data, event) ?? null
  return found === null ? null : { seq: event.seq, timeUs: event.timeUs, short: '', ...found }
}

/** `migrate-served-types-master` is what the command MigrateServedTypes does. */
export function commandOf(procedure: string): string {
  return procedure.replace(/-master$/, procedure === 'init-shard-master' ? '-master' : '')
    .split('-').map(word => word[0]!.toUpperCase() + word.slice(1)).join('')
}

/** Cutovers come in threes, and differ in the type. */
function shortOf(procedure: string, subject: string): string {
  return procedure.startsWith('migrate-served') ? subject.split(' ').at(-1)! : commandOf(procedure)
}
