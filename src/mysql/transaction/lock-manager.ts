import { assert } from '../../base/index.ts'
import { type Ctx, Failure } from '../../sim/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Table } from '../storage/table.ts'
import { LockConflict, type LockOwner } from './lock-owner.ts'
import { RowLocks } from './row-locks.ts'

/** All locks of a server, and who waits for whom. In memory: a crash frees everything. */
export class LockManager {
  readonly rows = new RowLocks()
  readonly owners = new Set<LockOwner>()
  /** How many owners hold LOCK TABLES or the global read lock: with none, nothing of that has to be looked at. */
  private explicitLocks = 0

  /** Whether anybody holds a lock that he has asked for. */
  get hasExplicit(): boolean {
    return this.explicitLocks > 0
  }

  /** Before reading a table without locks: LOCK TABLES ... WRITE of somebody else is in the way. */
  checkRead(owner: LockOwner, table: Table): void {
    if (this.explicitLocks === 0) return
    checkOwnTableLocks(owner, table, 'read')
    for (const other of this.owners) {
      if (other !== owner && other.tableLocks.get(table) === 'write') throw new LockConflict(other)
    }
  }

  /** Before changing rows: so are its READ locks, and the global read lock. */
  checkWrite(owner: LockOwner, table: Table): void {
    if (this.explicitLocks === 0) return
    checkOwnTableLocks(owner, table, 'write')
    if (owner.hasGlobalReadLock) throw conflictingReadLock()
    for (const other of this.owners) {
      if (other !== owner && (other.hasGlobalReadLock || other.tableLocks.has(table))) throw new LockConflict(other)
    }
  }

  /** Before a commit, or a definition that concerns no table that is there yet. */
  checkCommit(owner: LockOwner): void {
    if (this.explicitLocks === 0) return
    for (const other of this.owners) if (other !== owner && other.hasGlobalReadLock) throw new LockConflict(other)
  }

  /** Before a definition of the table changes: nobody else may be using it, in any way, until his transaction ends. */
  checkDefinition(owner: LockOwner, table: Table | undefined): void {
    if (owner.hasGlobalReadLock) throw conflictingReadLock()
    this.checkCommit(owner)
    if (table === undefined) return
    for (const other of this.owners) {
      if (other !== owner && (other.tableLocks.has(table) || other.transaction?.hasUsed(table) === true)) {
        throw new LockConflict(other)
      }
    }
  }

  /** LOCK TABLES: waits for whoever has changed (READ) or used (WRITE) the table and not ended yet. */
  checkTableLock(owner: LockOwner, table: Table, mode: 'read' | 'write'): void {
    for (const other of this.owners) {
      if (other === owner) continue
      const theirs = other.tableLocks.get(table)
      const isUsed = mode === 'write'
        ? other.transaction?.hasUsed(table)
        : other.transaction?.changes.some((change) => change.table === table)
      if (theirs === 'write' || (theirs === 'read' && mode === 'write') || isUsed === true) throw new LockConflict(other)
      if (mode === 'write' && other.hasGlobalReadLock) throw new LockConflict(other)
    }
  }

  /** FLUSH TABLES WITH READ LOCK, and SET GLOBAL read_only = ON: no commit may be under way. */
  checkNoCommits(owner: LockOwner): void {
    for (const other of this.owners) {
      if (other === owner) continue
      if (other.committing || [...other.tableLocks.values()].includes('write')) throw new LockConflict(other)
    }
  }

  /** Nobody but this owner has locked, or is changing, anything. */
  isAlone(owner: LockOwner): boolean {
    for (const other of this.owners) {
      if (other === owner) continue
      if (other.rowLocks.length > 0 || other.gapLocks.length > 0 || other.transaction !== null || holdsExplicit(other)) {
        return false
      }
    }
    return true
  }

  setTableLocks(owner: LockOwner, locks: ReadonlyMap<Table, 'read' | 'write'>): void {
    const had = holdsExplicit(owner)
    owner.tableLocks.clear()
    for (const [table, mode] of locks) owner.tableLocks.set(table, mode)
    this.explicitLocks += Number(holdsExplicit(owner)) - Number(had)
  }

  setGlobalReadLock(owner: LockOwner, isHeld: boolean): void {
    const had = holdsExplicit(owner)
    owner.hasGlobalReadLock = isHeld
    this.explicitLocks += Number(holdsExplicit(owner)) - Number(had)
  }

  /** Lets go of all row locks, and wakes who waited for this owner. */
  release(ctx: Ctx, owner: LockOwner): void {
    this.rows.releaseAll(owner)
    this.wakeWaiters(ctx, owner)
  }

  wakeWaiters(ctx: Ctx, owner: LockOwner): void {
    for (const waiter of owner.waiters) waiter.wake.notify(ctx)
  }

  /**
   * Waits until `holder` has ended what it was doing. Error 1213 if this owner is the victim of a deadlock (the caller
   * rolls it back), 1205 after `timeoutMs`.
   */
  async wait(ctx: Ctx, owner: LockOwner, holder: LockOwner, timeoutMs: number): Promise<void> {
    assert(owner !== holder, 'nobody waits for himself')
    const victim = this.deadlockVictim(owner, holder)
    if (victim === owner) throw deadlockError()
    if (victim !== null) {
      victim.isVictim = true
      victim.wake.notify(ctx)
    }
    owner.waitsFor = holder
    holder.waiters.push(owner)
    try {
      if (timeoutMs === Infinity) await owner.wake.wait(ctx)
      else await ctx.timeout(timeoutMs, (inner) => owner.wake.wait(inner))
    } catch (error) {
      const isMine = error instanceof Failure && error.code === 'DEADLINE_EXCEEDED' && ctx.canceled === null
      throw isMine ? mysqlError(1205, 'Lock wait timeout exceeded; try restarting transaction') : error
    } finally {
      owner.waitsFor = null
      holder.waiters.splice(holder.waiters.indexOf(owner), 1)
    }
    if (owner.isVictim) {
      owner.isVictim = false
      throw deadlockError()
    }
  }

  /** Who must give way if `owner` begins to wait for `holder`: the lightest of the cycle, the newcomer among equals. */
  private deadlockVictim(owner: LockOwner, holder: LockOwner): LockOwner | null {
    let victim = owner
    for (let at: LockOwner | null = holder; at !== null; at = at.waitsFor) {
      if (at === owner) return victim
      if (at.isVictim || at.committing) return null
      if (at.weight < victim.weight) victim = at
    }
    return null
  }
}

function holdsExplicit(owner: LockOwner): boolean {
  return owner.hasGlobalReadLock || owner.tableLocks.size > 0
}

/** Under LOCK TABLES a session may use the locked tables only. */
function checkOwnTableLocks(owner: LockOwner, table: Table, use: 'read' | 'write'): void {
  if (owner.tableLocks.size === 0) return
  const mode = owner.tableLocks.get(table)
  const { name } = table.schema
  if (mode === undefined) throw mysqlError(1100, `Table '${name}' was not locked with LOCK TABLES`)
  if (mode === 'read' && use === 'write') {
    throw mysqlError(1099, `Table '${name}' was locked with a READ lock and can't be updated`)
  }
}

function conflictingReadLock(): Failure {
  return mysqlError(1223, "Can't execute the query because you have a conflicting read lock")
}

function deadlockError(): Failure {
  return mysqlError(1213, 'Deadlock found when trying to get lock; try restarting transaction')
}
