import { type Ctx, Failure, Mutex } from '../../../sim/index.ts'
import type { QueryResult, Value } from '../../../sql/index.ts'

/** What a sequence needs of its tablet: one transaction on its row. */
export interface SequenceStore {
  /**
   * Reads `next_id` and `cache` under a row lock, and stores the new `next_id` that `change` makes of them.
   */
  update(ctx: Ctx, table: string, change: (rows: QueryResult['rows']) => number): Promise<void>
}

/**
 * One sequence table of the tablet, with the block of values that it has reserved: values from `next` up to,
 * without, `last`. Forgotten when the tablet stops being master, so values may be left out, but none is given
 * twice. Source: go/vt/vttablet/tabletserver/query_executor.go execNextval.
 */
class Sequence {
  next = 0
  last = 0
  refilling = 0
  readonly mutex: Mutex
  constructor(name: string) { this.mutex = new Mutex(`sequence ${name}`) }
}

export class SequenceCache {
  private sequences = new Map<string, Sequence>()

  constructor(private readonly store: SequenceStore) {}

  /** The first of `count` values that belong to the caller alone. */
  async nextValue(ctx: Ctx, table: string, count: number): Promise<number> {
    if (count < 1) throw sequenceFailure(`invalid increment for sequence ${table}: ${count}`)
    let sequence = this.sequences.get(table)
    if (sequence === undefined) this.sequences.set(table, sequence = new Sequence(table))
    // Values that are at hand cost no event; everybody queues behind one who must ask the database.
    if (sequence.refilling === 0 && hasValues(sequence, count)) return takeValues(sequence, count)
    sequence.refilling++
    try {
      const held = sequence
      return await sequence.mutex.with(ctx, async () => {
        if (!hasValues(held, count)) await this.reserve(ctx, table, held, count)
        return takeValues(held, count)
      })
    } finally {
      sequence.refilling--
    }
  }

  /** Forgets all blocks: the next value comes from the database. */
  clear(): void {
    this.sequences = new Map()
  }

  private async reserve(ctx: Ctx, table: string, sequence: Sequence, count: number): Promise<void> {
    let newLast = 0
    const before = sequence.last
    await this.store.update(ctx, table, rows => {
      if (rows.length !== 1) {
        throw sequenceFailure(`unexpected rows from reading sequence ${table} (possible mis-route): ${rows.length}`)
      }
      let nextId = integerOf(rows[0]![0]!, table)
      const cache = integerOf(rows[0]![1]!, table)
      if (sequence.last !== nextId) {
        if (nextId < sequence.last) {
          ctx.log('W', 'query_executor.go:433',
            `Sequence next ID value ${nextId} is below the currently cached max `
            + `${sequence.last}, updating it to max`)
          nextId = sequence.last
        }
        sequence.next = nextId
        sequence.last = nextId
      }
      if (cache < 1) throw sequenceFailure(`invalid cache value for sequence ${table}: ${cache}`)
      newLast = nextId + cache
      while (newLast < sequence.next + count) newLast += cache
      return newLast
    })
    const first = sequence.last
    sequence.last = newLast
    ctx.emit('sequence/reserved', { sequence: table, first, last: newLast - 1, cachedBefore: before })
  }
}

const hasValues = (sequence: Sequence, count: number): boolean =>
  sequence.next !== 0 && sequence.next + count <= sequence.last

function takeValues(sequence: Sequence, count: number): number {
  const first = sequence.next
  sequence.next += count
  return first
}

function integerOf(value: Value, table: string): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
  throw sequenceFailure(`error loading sequence ${table}: ${String(value)}`)
}

const sequenceFailure = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
