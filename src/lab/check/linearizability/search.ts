import type { Model, Operation, State } from './model.ts'
import { PendingList } from './pending-list.ts'
import { VisitedSet } from './visited-set.ts'

export interface SearchBudget {
  /** How many times an operation may be looked at. */
  readonly stepsMax: number
  /** What the memory of states may take. */
  readonly bytesMax: number
}

export interface SearchResult {
  readonly answer: 'yes' | 'no' | 'out-of-steps' | 'out-of-memory'
  readonly steps: number
  /** The longest order that was found, as indexes of operations: all of them after `yes`. */
  readonly placed: readonly number[]
  /** The operation that had returned when that order could not go on; null after `yes`. */
  readonly stuckAt: number | null
}

/**
 * Looks for an order of the operations of one object that its model allows and real time does too: depth
 * first, with the memory of Lowe's variant. A pure operation that is legal now is placed at once and for
 * good: it changes nothing, so nothing is lost by having it early. One of unknown outcome is tried after
 * those that are known, left for later where it changes nothing, and kept back while another one would do the
 * same.
 */
export function search<I, O, S extends State>(
  model: Model<I, O, S>, operations: readonly Operation<I, O>[], { stepsMax, bytesMax }: SearchBudget,
): SearchResult {
  const list = new PendingList(operations)
  const path = new Path<S>(operations.length, model.initial, bytesMax)
  const isPure = operations.map(operation => model.isPure(operation))
  const isKnown = operations.map(({ output }) => output !== undefined)
  const twin = twinsOf(operations)
  let remaining = isKnown.filter(Boolean).length
  let steps = 0
  let longest: readonly number[] = []
  let stuckAt: number | null = null
  let node = list.next[0]!
  let triesKnown = true
  while (remaining > 0) {
    if (++steps > stepsMax) return { answer: 'out-of-steps', steps, placed: longest, stuckAt }
    const index = list.operation[node]!
    if (list.isCall[node] === 1) {
      const entered = isKnown[index] === triesKnown ? place(index) : 'seen'
      if (entered === 'full') return { answer: 'out-of-memory', steps, placed: longest, stuckAt }
      if (entered === 'seen') {
        node = list.next[node]!
        continue
      }
      list.lift(index)
      if (isKnown[index]) remaining--
      node = list.next[0]!
      triesKnown = true
      continue
    }
    if (triesKnown) {
      triesKnown = false
      node = list.next[0]!
      continue
    }
    // It has returned and is not placed: something before it was wrong.
    if (stuckAt === null || path.depth > longest.length) {
      longest = path.placed()
      stuckAt = index
    }
    let last: number
    do {
      if (path.depth === 0) return { answer: 'no', steps, placed: longest, stuckAt }
      last = path.leave()
      list.restore(last)
      if (isKnown[last]) remaining++
    } while (isPure[last]!)
    triesKnown = isKnown[last]!
    node = list.next[list.callNode[last]!]!
  }
  return { answer: 'yes', steps, placed: path.placed(), stuckAt: null }

  function place(index: number): 'new' | 'seen' | 'full' {
    if (twin[index] !== -1 && !path.has(twin[index]!)) return 'seen'
    const after = model.step(path.state, operations[index]!)
    if (after === undefined || (!isKnown[index]! && after === path.state)) return 'seen'
    return path.enter(index, after, isPure[index]!)
  }
}

/**
 * For each operation of unknown outcome the one before it that means the same, or -1: whichever of the two is
 * used, nobody can tell.
 */
function twinsOf(operations: readonly Operation<unknown, unknown>[]): Int32Array {
  const twins = new Int32Array(operations.length).fill(-1)
  const last = new Map<string, number>()
  const unknown = operations.flatMap(({ output }, index) => (output === undefined ? [index] : []))
  unknown.sort((a, b) => operations[a]!.callUs - operations[b]!.callUs || a - b)
  for (const index of unknown) {
    const meaning = JSON.stringify(operations[index]!.input)
    twins[index] = last.get(meaning) ?? -1
    last.set(meaning, index)
  }
  return twins
}

/** The operations placed so far, and the state after them. */
class Path<S extends State> {
  state: S
  depth = 0
  private readonly bits: Int32Array
  private readonly visited: VisitedSet
  private readonly order: Int32Array
  private readonly statesBefore: S[] = []
  private readonly stateIds = new Map<S, number>()
  private hash = 0

  constructor(count: number, initial: S, bytesMax: number) {
    this.state = initial
    const words = Math.max(1, Math.ceil(count / 32))
    this.bits = new Int32Array(words)
    this.visited = new VisitedSet(words, bytesMax)
    this.order = new Int32Array(count)
  }

  /** Places an operation, unless the search has been there. What is sure need not be remembered. */
  enter(operation: number, after: S, isSure: boolean): 'new' | 'seen' | 'full' {
    this.flip(operation)
    if (!isSure) {
      const id = this.idOf(after)
      const entered = this.visited.add(this.hash ^ mix(id + 0x10000), id, this.bits)
      if (entered !== 'new') {
        this.flip(operation)
        return entered
      }
    }
    this.order[this.depth] = operation
    this.statesBefore[this.depth++] = this.state
    this.state = after
    return 'new'
  }

  /** Takes the last operation back; the answer is which it was. */
  leave(): number {
    const operation = this.order[--this.depth]!
    this.state = this.statesBefore[this.depth]!
    this.flip(operation)
    return operation
  }

  has(operation: number): boolean {
    return (this.bits[operation >> 5]! >>> (operation & 31) & 1) === 1
  }

  placed(): readonly number[] {
    return [...this.order.subarray(0, this.depth)]
  }

  private flip(operation: number): void {
    this.bits[operation >> 5]! ^= 1 << (operation & 31)
    this.hash ^= mix(operation + 1)
  }

  private idOf(state: S): number {
    let id = this.stateIds.get(state)
    if (id === undefined) {
      this.stateIds.set(state, id = this.stateIds.size)
      this.visited.bytesBeside += stateBytes + (typeof state === 'string' ? 2 * state.length : 0)
    }
    return id
  }
}

/** About what a state takes in a map, beside its text. */
const stateBytes = 64

/** Spreads a small number over 32 bits: the last step of MurmurHash3. */
function mix(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
