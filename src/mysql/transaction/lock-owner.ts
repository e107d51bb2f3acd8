import { Signal } from '../../sim/index.ts'
import type { Key } from '../storage/ordered-map.ts'
import type { Table } from '../storage/table.ts'
import type { Transaction } from './transaction.ts'

/** Who holds locks and waits for them: a session, or the SQL thread of a replica. Lives in the memory of one process life. */
export class LockOwner {
  readonly name: string
  transaction: Transaction | null = null
  /** Between the start of a commit and its end: it can neither be rolled back nor chosen as victim. */
  committing = false
  /** Tables named in LOCK TABLES, and how. */
  readonly tableLocks = new Map<Table, 'read' | 'write'>()
  hasGlobalReadLock = false
  /** Keys and ranges that it has locked; released together, at the end of the transaction. */
  readonly rowLocks: { readonly rows: Map<Key, RowLock>; readonly key: Key }[] = []
  readonly gapLocks: Table[] = []
  /** Who stands in its way now. */
  waitsFor: LockOwner | null = null
  /** Who waits for it, in order of arrival. */
  readonly waiters: LockOwner[] = []
  /** Chosen as the victim of a deadlock while it waited. */
  isVictim = false
  readonly wake: Signal

  constructor(name: string) {
    this.name = name
    this.wake = new Signal(`lock wait of ${name}`)
  }

  /** How much would be lost with it; InnoDB sacrifices the smallest. */
  get weight(): number {
    return (this.transaction?.changes.length ?? 0) + this.rowLocks.length
  }
}

export type LockMode = 'shared' | 'exclusive'

/** Who has locked a key. Nearly always that is one owner for himself alone: then the lock is just he. */
export type RowLock = LockOwner | HeldLock

interface HeldLock {
  mode: LockMode
  holders: LockOwner[]
}

/**
 * Thrown by a statement that meets a lock of somebody else. The statement is undone and run again when that one is
 * through, keeping the locks that it has got: so execution itself never waits. Not an error: nobody outside sees it.
 */
export class LockConflict {
  readonly holder: LockOwner

  constructor(holder: LockOwner) {
    this.holder = holder
  }
}
