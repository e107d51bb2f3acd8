import { assert } from '../base/index.ts'
import { kindId, kindName } from './kinds.ts'
import { formatEvent, taskName, type TaskLabel, type TraceEvent } from './trace-event.ts'

// The first block is small, because most runs of an exploration are short.
const FIRST = 64
const ROWS = 1024

/** 12 bytes of words, 8 of time and three references a row; `words`: kind and process, cause, rolling hash. */
class Block {
  readonly time: Float64Array
  readonly words: Uint32Array
  readonly label: TaskLabel[] = []
  readonly note: string[] = []
  readonly data: unknown[] = []
  constructor(rows: number) {
    this.time = new Float64Array(rows)
    this.words = new Uint32Array(3 * rows)
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
  private readonly blocks: Block[] = []
  private last: Block | null = null
  private row = 0
  private room = 0
  private toAll: readonly Subscriber[] = []
  private toKind: (readonly Subscriber[] | undefined)[] = []
  private heard = false
  private index: EffectIndex | null = null

  constructor(readonly keep: boolean) {}

  /** Appends one event and returns its number. `data` is kept only if the trace is, or somebody listens. */
  add(timeUs: number, kind: number, process: number, label: TaskLabel, note: string, cause: number, data: unknown, hash: number): number {
    const seq = ++this.length
    if (this.keep) this.write(timeUs, kind, process, label, note, cause, data, hash)
    if (this.heard) {
      const mine = this.toKind[kind]
      if (mine !== undefined || this.toAll.length > 0) {
        const event: TraceEvent = { seq, timeUs, process: this.processes[process]!, task: taskName(label), cause, kind: kindName(kind), note, data }
        if (mine !== undefined) for (const tell of mine) tell(event)
        for (const tell of this.toAll) tell(event)
      }
    }
    return seq
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
    const [block, row] = this.at(seq)
    const word = block.words[3 * row]!
    return {
      seq, timeUs: block.time[row]!, process: this.processes[word & 65535]!, task: taskName(block.label[row]!),
      cause: block.words[3 * row + 1]!, kind: kindName(word >>> 16), note: block.note[row]!, data: block.data[row],
    }
  }

  /** The rolling hash of the run when this event happened. */
  hashAt(seq: number): number {
    const [block, row] = this.at(seq)
    return block.words[3 * row + 2]!
  }

  causeOf(seq: number): number {
    const [block, row] = this.at(seq)
    return block.words[3 * row + 1]!
  }

  format(seq: number): string {
    return formatEvent(this.get(seq))
  }

  /** The events that led to this one, itself included, oldest first: the answer to "why did this happen?". */
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

  /** All events, oldest first. */
  *events(from = 1, to = this.length): IterableIterator<TraceEvent> {
    for (let seq = from; seq <= to; seq++) yield this.get(seq)
  }

  private write(timeUs: number, kind: number, process: number, label: TaskLabel, note: string, cause: number, data: unknown, hash: number): void {
    if (this.row === this.room) {
      this.room = this.last === null ? FIRST : ROWS
      this.row = 0
      this.blocks.push(this.last = new Block(this.room))
    }
    const block = this.last!
    const row = this.row++
    block.time[row] = timeUs
    block.words[3 * row] = kind << 16 | process
    block.words[3 * row + 1] = cause
    block.words[3 * row + 2] = hash
    block.label.push(label)
    block.note.push(note)
    block.data.push(data)
  }

  private at(seq: number): [Block, number] {
    assert(this.keep, 'this run kept no trace: run it again with `trace: true`')
    assert(seq >= 1 && seq <= this.length, () => `there is no event #${seq} among ${this.length}`)
    const i = seq - 1
    return i < FIRST ? [this.blocks[0]!, i] : [this.blocks[1 + Math.floor((i - FIRST) / ROWS)]!, (i - FIRST) % ROWS]
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

/** The first event at which two runs differ, 0 if they do not. Rolling hashes never join again, so this is a binary search. */
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
