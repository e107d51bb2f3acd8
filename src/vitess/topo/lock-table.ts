import { assert } from '../../base/index.ts'
import { Failure, Signal, type Ctx } from '../../sim/index.ts'

interface HeldLock {
  readonly lockId: number
  readonly path: string
  readonly contents: string
  readonly leaseMs: number
  /** Virtual time at which others may take it: in whole microseconds, which are compared exactly. */
  expiresAtUs: number
}

interface Disk { lastLockId: number; readonly held: Map<string, HeldLock> }

/**
 * The locks of one topology server: by path, first come first served, each for as long as its lease runs.
 *
 * A lease has no timer: only who waits for the lock looks whether it has run out, so an uncontended lock
 * costs nothing. Held locks are on disk, so a holder keeps its lock through a restart, with a full lease from
 * then on, as in etcd. Who waits is forgotten: its call fails with the server.
 */
export class LockTable {
  private readonly disk: Disk
  private readonly queues = new Map<string, Signal[]>()

  constructor(disk: Map<string, unknown>, nowUs: number) {
    let locks = disk.get('locks') as Disk | undefined
    if (locks === undefined) disk.set('locks', locks = { lastLockId: 0, held: new Map() })
    this.disk = locks
    for (const lock of locks.held.values()) lock.expiresAtUs = expiryUs(nowUs, lock.leaseMs)
  }

  /** Waits for its turn, for as long as the caller does. */
  async lock(ctx: Ctx, path: string, contents: string, leaseMs: number): Promise<number> {
    const queue = this.queueOf(path)
    const turn = new Signal(`lock ${path}`)
    queue.push(turn)
    try {
      for (;;) {
        const holder = this.disk.held.get(path)
        const isFree = holder === undefined || holder.expiresAtUs <= ctx.nowUs
        if (queue[0] !== turn) await turn.wait(ctx)
        else if (isFree) return this.grant(ctx, path, contents, leaseMs)
        else await this.waitForHolder(ctx, turn, holder)
      }
    } finally {
      queue.splice(queue.indexOf(turn), 1)
      if (queue.length === 0) this.queues.delete(path)
      else queue[0]!.notify(ctx)
    }
  }

  /** Fails with NOT_FOUND if the lease has run out. */
  keepAlive(ctx: Ctx, lockId: number): void {
    const lock = this.find(ctx, lockId)
    lock.expiresAtUs = expiryUs(ctx.nowUs, lock.leaseMs)
  }

  unlock(ctx: Ctx, lockId: number): void {
    const lock = this.find(ctx, lockId)
    this.disk.held.delete(lock.path)
    ctx.emit('topo/unlocked', { path: lock.path, contents: lock.contents, lockId })
    this.queues.get(lock.path)?.[0]?.notify(ctx)
  }

  private queueOf(path: string): Signal[] {
    let queue = this.queues.get(path)
    if (queue === undefined) this.queues.set(path, queue = [])
    return queue
  }

  /** Until the holder lets go, or its lease runs out, whichever comes first. */
  private async waitForHolder(ctx: Ctx, turn: Signal, holder: HeldLock): Promise<void> {
    const leaseLeftMs = (holder.expiresAtUs - ctx.nowUs) / 1000
    if (leaseLeftMs >= ctx.timeLeftMs) return turn.wait(ctx)
    try {
      await ctx.timeout(leaseLeftMs, (inner) => turn.wait(inner))
    } catch (error) {
      // The caller may have given up in the same instant: then it must not get the lock.
      if (!(error instanceof Failure) || error.code !== 'DEADLINE_EXCEEDED' || ctx.canceled !== null) {
        throw error
      }
    }
  }

  private grant(ctx: Ctx, path: string, contents: string, leaseMs: number): number {
    const expired = this.disk.held.get(path)
    if (expired !== undefined) {
      ctx.emit('topo/lock-expired', { path, contents: expired.contents, lockId: expired.lockId })
    }
    const lockId = ++this.disk.lastLockId
    this.disk.held.set(path, { lockId, path, contents, leaseMs, expiresAtUs: expiryUs(ctx.nowUs, leaseMs) })
    ctx.emit('topo/locked', { path, contents, lockId })
    return lockId
  }

  private find(ctx: Ctx, lockId: number): HeldLock {
    for (const lock of this.disk.held.values()) {
      if (lock.lockId !== lockId) continue
      if (lock.expiresAtUs <= ctx.nowUs) break
      return lock
    }
    assert(lockId <= this.disk.lastLockId, () => `lock ${lockId} was never given out`)
    throw new Failure('NOT_FOUND', `node doesn't exist: lock ${lockId}`, { definite: true })
  }
}

function expiryUs(nowUs: number, leaseMs: number): number {
  return nowUs + Math.round(leaseMs * 1000)
}

/** The paths that are locked on the disk of a topology server; for those who look at a world from outside. */
export function locksHeld(disk: ReadonlyMap<string, unknown>, nowUs: number): readonly string[] {
  const locks = disk.get('locks') as Disk | undefined
  return [...locks?.held.values() ?? []].flatMap(({ path, expiresAtUs }) => expiresAtUs > nowUs ? [path] : [])
}
