import type { IndexRange } from '../engine/access-path.ts'
import type { Row } from '../../sql/index.ts'
import type { KeyCodec } from '../storage/key-encoding.ts'
import type { End, Key } from '../storage/ordered-map.ts'
import type { Table } from '../storage/table.ts'
import { LockConflict, type LockMode, LockOwner, type RowLock } from './lock-owner.ts'

interface GapLock {
  readonly owner: LockOwner
  readonly index: number
  readonly from: End | null
  readonly to: End | null
}

interface TableLocks {
  readonly rows: Map<Key, RowLock>
  gaps: GapLock[]
}

/**
 * Locks on keys and on ranges of keys, as InnoDB sets them under REPEATABLE READ: what a statement looks at in order
 * to change or lock it is locked, whether it is there (rows) or not (a key that was asked for, the gaps of a range).
 *
 * Coarser than InnoDB: a range locks from its first to its last bound, not to the next record.
 */
export class RowLocks {
  private readonly tables = new Map<Table, TableLocks>()

  /** Locks a key of the table, or of one of its unique indexes. Throws `LockConflict`. */
  lock(owner: LockOwner, table: Table, key: Key, mode: LockMode): void {
    const { rows } = this.of(table)
    const lock = rows.get(key)
    if (lock === undefined) {
      rows.set(key, mode === 'exclusive' ? owner : { mode, holders: [owner] })
      owner.rowLocks.push({ rows, key })
      return
    }
    if (lock instanceof LockOwner) {
      if (lock === owner) return
      throw new LockConflict(lock)
    }
    const mine = lock.holders.includes(owner)
    if (mine && (lock.mode === 'exclusive' || mode === 'shared')) return
    const other = lock.holders.find((holder) => holder !== owner)
    if (other !== undefined && (mode === 'exclusive' || lock.mode === 'exclusive')) throw new LockConflict(other)
    if (mode === 'exclusive') lock.mode = 'exclusive'
    if (!mine) {
      lock.holders.push(owner)
      owner.rowLocks.push({ rows, key })
    }
  }

  /** The name under which an entry of a unique index is locked; row keys never begin so. */
  static entry(index: number, key: Key): string {
    return `\u0002${index}:${key}`
  }

  /** Nobody else may insert into the range until the owner is through. */
  lockRange(owner: LockOwner, table: Table, range: IndexRange): void {
    const codec = codecOf(table, range.index)
    const from = range.from === null ? null : codec.from(range.from)
    const to = range.to === null ? null : codec.to(range.to)
    const locks = this.of(table)
    if (locks.gaps.some((gap) => gap.owner === owner && gap.index === range.index && sameEnd(gap.from, from) && sameEnd(gap.to, to))) {
      return
    }
    locks.gaps.push({ owner, index: range.index, from, to })
    owner.gapLocks.push(table)
  }

  /** A row is about to be inserted. Throws `LockConflict` if it would fall into a range that somebody else has locked. */
  enterGaps(owner: LockOwner, table: Table, row: Row, key: Key): void {
    const locks = this.tables.get(table)
    if (locks === undefined || locks.gaps.length === 0) return
    const { shape } = table
    for (const { owner: holder, index, from, to } of locks.gaps) {
      if (holder === owner) continue
      if (index < shape.firstSecondary && shape.hasHiddenRows) throw new LockConflict(holder)
      const at = codecOf(table, index).ofRow(row, key)
      if (isAfter(at, from) && isBefore(at, to)) throw new LockConflict(holder)
    }
  }

  /** Somebody else has put a row into the range and not committed it yet: it cannot be seen, but it must be waited for. */
  awaitInserts(owner: LockOwner, owners: Iterable<LockOwner>, table: Table, range: IndexRange): void {
    for (const other of owners) {
      if (other === owner || other.transaction === null || !other.transaction.hasUsed(table)) continue
      const inRange = rangeTest(table, range)
      for (const change of other.transaction.changes) {
        if (change.table === table && change.after !== null && inRange(change.after, change.afterKey)) {
          throw new LockConflict(other)
        }
      }
    }
  }

  /** The end of a transaction. */
  releaseAll(owner: LockOwner): void {
    const { rowLocks, gapLocks } = owner
    // One by one: to set the length of an array is a call into V8, and mostly there are none or few.
    for (let lock = rowLocks.pop(); lock !== undefined; lock = rowLocks.pop()) release(lock.rows, lock.key, owner)
    for (let table = gapLocks.pop(); table !== undefined; table = gapLocks.pop()) {
      const locks = this.of(table)
      locks.gaps = locks.gaps.filter((gap) => gap.owner !== owner)
    }
  }

  private of(table: Table): TableLocks {
    let locks = this.tables.get(table)
    if (locks === undefined) this.tables.set(table, (locks = { rows: new Map(), gaps: [] }))
    return locks
  }
}

function release(rows: Map<Key, RowLock>, key: Key, owner: LockOwner): void {
  const lock = rows.get(key)
  if (lock === undefined) return
  if (lock instanceof LockOwner || lock.holders.length === 1) rows.delete(key)
  else lock.holders = lock.holders.filter((holder) => holder !== owner)
}

/** The codec of an index by its place; a place of -1 is the table itself. */
function codecOf(table: Table, index: number): KeyCodec {
  const { shape } = table
  return index < shape.firstSecondary ? shape.rowCodec : shape.secondary[index - shape.firstSecondary]!.codec
}

function rangeTest(table: Table, range: IndexRange): (row: Row, key: Key) => boolean {
  if (range.from === null && range.to === null) return () => true
  const codec = codecOf(table, range.index)
  const from = range.from === null ? null : codec.from(range.from)
  const to = range.to === null ? null : codec.to(range.to)
  return (row, key) => {
    const at = codec.ofRow(row, key)
    return isAfter(at, from) && isBefore(at, to)
  }
}

function isAfter(key: Key, from: End | null): boolean {
  return from === null || key > from.key || (from.inclusive && key === from.key)
}

function isBefore(key: Key, to: End | null): boolean {
  return to === null || key < to.key || (to.inclusive && key === to.key)
}

function sameEnd(a: End | null, b: End | null): boolean {
  return a === b || (a !== null && b !== null && a.key === b.key && a.inclusive === b.inclusive)
}
