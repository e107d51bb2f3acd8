import { assert } from '../base/index.ts'
import { kindId, kindName } from './kinds.ts'
import { MARK_EVERY } from './marks.ts'
import { formatEvent, taskName, type TaskLabel, type TraceEvent } from './trace-event.ts'

/**
 * Rows of the head, which is made of pages of plain arrays: a typed array costs more to make than most runs of an
 * exploration take, and an array that grows is copied again and again.
 */
const HEAD = 1024
const PAGE = 16
const ROWS = 4096

/** `words`: kind and process, cause, rolling hash. `references`: label, note, data. 8 + 12 + 24 bytes a row. */
interface Columns {
  readonly times: ArrayLike<number>
  readonly words: ArrayLike<number>
  readonly references: unknown[]
}

class Page implements Columns {
  readonly times = new Array<number>(PAGE)
  readonly words = new Array<number>(3 * PAGE)
  readonly references = new Array<unknown>(3 * PAGE)
}

class Block implements Columns {
  readonly times = new Float64Array(ROWS)
  readonly words = new Int32Array(3 * ROWS)
  readonly references: unknown[] = []
}

/** An event on its way to a subscriber. Most never ask for the name of the task, which has to be put together. */
class HeardEvent implements TraceEvent {
  constructor(
    readonly seq: number, readonly timeUs: number, readonly process: string, private readonly label: TaskLabel,
    readonly cause: number, readonly kind: string, readonly note: string, readonly data: unknown,
  ) {}

  get task(): string {
    return taskName(this.label)
  }
}

/** For each event, the first that it brought about; and for each of those, the next one. */
interface EffectIndex {
  readonly length: number
  readonly first: Uint32Array
  readonly next: Uint32Array
}

export type Subscriber = (event: TraceEvent) => void

/**
 * Everything that happened, one row per event, in columns. Nothing is formatted until somebody asks.
 * With `keep` off, events are only counted, and handed to those who subscribed to their kind.
 */
export class Trace {
  /** Number of events so far; numbers start at 1. */
  length = 0
  readonly processes: string[] = []
  /** The rolling hash at every `MARK_EVERY`th event. */
  readonly marks: number[] = []
  private readonly head: Page[] = []
  private page: Page | null = null
  private blocks: Block[] | null = null
  private last: Block | null = null
  private toAll: readonly Subscriber[] = []
  private toKind: (readonly Subscriber[] | undefined)[] = []
  private heard = false
  private index: EffectIndex | null = null

  constructor(readonly keep: boolean) {}

  /** Appends one event and returns its number. `data` is kept only if the trace is, or somebody listens. */
  add(
    timeUs: number, kind: number, process: number, label: TaskLabel, note: string,
    cause: number, data: unknown, hash: number,
  ): number {
    const seq = ++this.length
    if ((seq & (MARK_EVERY - 1)) === 0) this.marks.push(hash)
    if (this.keep) this.write(timeUs, kind, process, label, note, cause, data, hash)
    if (this.heard && (this.toAll.length > 0 || this.toKind[kind] !== undefined)) {
      this.publish(kind, new HeardEvent(seq, timeUs, this.processes[process]!, label, cause, kindName(kind), note, data))
    }
    return seq
  }

  private publish(kind: number, event: TraceEvent): void {
    const mine = this.toKind[kind]
    if (mine !== undefined) for (const tell of mine) tell(event)
    for (const tell of this.toAll) tell(event)
  }

  /** Calls `tell` for every later event of these kinds, as it happens. Returns the way to stop. */
  subscribe(kinds: readonly string[] | 'all', tell: Subscriber): () => void {
    this.heard = true
    if (kinds === 'all') {
      this.toAll = [...this.toAll, tell]
      return () => { this.toAll = this.toAll.filter(other => other !== tell) }
    }
    const ids = kinds.map(kindId)
    for (const id of ids) this.toKind[id] = [...this.toKind[id] ?? [], tell]
    return () => {
      for (const id of ids) {
        const left = (this.toKind[id] ?? []).filter(other => other !== tell)
        this.toKind[id] = left.length > 0 ? left : undefined
      }
    }
  }

  get(seq: number): TraceEvent {
    const [{ times, words, references }, row] = this.at(seq)
    const word = words[3 * row]!
    const label = references[3 * row] as TaskLabel
    const note = references[3 * row + 1] as string
    return {
      seq, timeUs: times[row]!, process: this.processes[word & 65535]!, task: taskName(label),
      cause: words[3 * row + 1]!, kind: kindName(word >>> 16), note, data: references[3 * row + 2],
    }
  }

  /** The kind of an event, for who skips most of them. */
  kindAt(seq: number): string {
    const [{ words }, row] = this.at(seq)
    return kindName(words[3 * row]! >>> 16)
  }

  /** The rolling hash of the run when this event happened. */
  hashAt(seq: number): number {
    const [columns, row] = this.at(seq)
    return columns.words[3 * row + 2]!
  }

  causeOf(seq: number): number {
    const [columns, row] = this.at(seq)
    return columns.words[3 * row + 1]!
  }

  format(seq: number): string {
    return formatEvent(this.get(seq))
  }

  /**
   * The events that led to this one, itself included, oldest first: the answer to "why did this happen?".
   */
  causes(seq: number): number[] {
    const path: number[] = []
    for (let at = seq; at > 0; at = this.causeOf(at)) path.push(at)
    return path.reverse()
  }

  /** The events that this one directly brought about, oldest first. */
  effects(seq: number): number[] {
    const { first, next } = this.effectIndex()
    const found: number[] = []
    for (let at = first[seq]!; at !== 0; at = next[at]!) found.push(at)
    return found
  }

  [Symbol.iterator](): IterableIterator<TraceEvent> {
    return this.events()
  }

  /** Events `from` to `to`, oldest first. */
  *events(from = 1, to = this.length): IterableIterator<TraceEvent> {
    for (let seq = from; seq <= to; seq++) yield this.get(seq)
  }

  private write(
    timeUs: number, kind: number, process: number, label: TaskLabel, note: string,
    cause: number, data: unknown, hash: number,
  ): void {
    const i = this.length - 1
    if (i < HEAD) {
      const row = i & (PAGE - 1)
      if (row === 0) this.head.push(this.page = new Page())
      const { times, words, references } = this.page!
      times[row] = timeUs
      words[3 * row] = kind << 16 | process
      words[3 * row + 1] = cause
      words[3 * row + 2] = hash
      references[3 * row] = label
      references[3 * row + 1] = note
      references[3 * row + 2] = data
      return
    }
    const row = (i - HEAD) & (ROWS - 1)
    if (row === 0) (this.blocks ??= []).push(this.last = new Block())
    const { times, words, references } = this.last!
    times[row] = timeUs
    words[3 * row] = kind << 16 | process
    words[3 * row + 1] = cause
    words[3 * row + 2] = hash
    references.push(label, note, data)
  }

  private at(seq: number): [Columns, number] {
    assert(this.keep, 'this run kept no trace: run it again with `trace: true`')
    assert(seq >= 1 && seq <= this.length, () => `there is no event #${seq} among ${this.length}`)
    const i = seq - 1
    if (i < HEAD) return [this.head[Math.floor(i / PAGE)]!, i % PAGE]
    return [this.blocks![Math.floor((i - HEAD) / ROWS)]!, (i - HEAD) % ROWS]
  }

  private effectIndex(): EffectIndex {
    if (this.index?.length === this.length) return this.index
    const first = new Uint32Array(this.length + 1)
    const next = new Uint32Array(this.length + 1)
    for (let seq = this.length; seq >= 1; seq--) {
      const cause = this.causeOf(seq)
      next[seq] = first[cause]!
      first[cause] = seq
    }
    return this.index = { length: this.length, first, next }
  }
}

/**
 * The first event at which two runs differ, 0 if they do not. Rolling hashes never join again, so this is a
 * binary search.
 */
export function firstDifference(a: Trace, b: Trace): number {
  let low = 1
  let high = Math.min(a.length, b.length) + 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (a.hashAt(middle) === b.hashAt(middle)) low = middle + 1
    else high = middle
  }
  return low > Math.max(a.length, b.length) ? 0 : low
}

/** The first different event, as it is in both runs, for a person; null if there is none. */
export function describeDifference(a: Trace, b: Trace): string | null {
  const seq = firstDifference(a, b)
  if (seq === 0) return null
  const line = (trace: Trace): string => seq <= trace.length ? trace.format(seq) : 'is over'
  return `first run : ${line(a)}\nsecond run: ${line(b)}`
}
