import { type Ctx, Failure, Signal } from '../../sim/index.ts'
import type { GtidSet } from '../../sql/index.ts'
import type { BinaryLog } from './binary-log.ts'

/**
 * The master's side of semi-synchronous replication (AFTER_SYNC, wait_no_slave on): a commit becomes visible, and is
 * answered, when one semi-sync replica has it in its relay log. What was acknowledged stays so if that replica crashes.
 *
 * Vitess sets a timeout of 10^18 ms: without any semi-sync replica, writes hang.
 */
export class SemiSync {
  /** `rpl_semi_sync_master_enabled`. */
  isEnabled = false
  /** `rpl_semi_sync_master_timeout`. */
  timeoutMs = 1e18
  /** Connected replicas that acknowledge. */
  readonly replicas = new Set<string>()
  /** False after a timeout, until a replica has caught up: `Rpl_semi_sync_master_status`. */
  private hasTimedOut = false
  /** All transactions of the log before this index have reached a replica. */
  private acknowledged = 0
  private readonly changed = new Signal('semi-sync acknowledgement')

  get isOn(): boolean {
    return this.isEnabled && !this.hasTimedOut
  }

  setEnabled(ctx: Ctx, isEnabled: boolean): void {
    this.isEnabled = isEnabled
    this.hasTimedOut = false
    this.changed.notify(ctx)
  }

  /** RESET MASTER: the log begins anew. */
  reset(): void {
    this.acknowledged = 0
  }

  /** A message arrives: a replica has the transaction at `index` of a log that ends at `end`. */
  acknowledge(ctx: Ctx, index: number, end: number): void {
    if (this.advance(index + 1, end)) this.changed.notifyFirst(ctx)
  }

  /** A replica connects that has `seen` transactions: it need not acknowledge again what it got over an earlier connection. */
  connected(ctx: Ctx, log: BinaryLog, seen: GtidSet): void {
    if (this.advance(log.firstMissing(this.acknowledged, seen), log.end)) this.changed.notify(ctx)
  }

  /** Whether the commit of the transaction at `index` has to wait. */
  isAwaited(index: number): boolean {
    return this.isOn && index >= this.acknowledged
  }

  /** Waits until something may have changed for those that wait; at the deadline semi-sync gives up. */
  change(ctx: Ctx, deadlineMs: number): PromiseLike<void> {
    return deadlineMs >= 1e15 ? this.changed.wait(ctx) : this.changeUntil(ctx, deadlineMs)
  }

  /** Says whether that is more than was acknowledged before. */
  private advance(acknowledged: number, end: number): boolean {
    if (acknowledged <= this.acknowledged) return false
    this.acknowledged = acknowledged
    if (acknowledged === end) this.hasTimedOut = false
    return true
  }

  private async changeUntil(ctx: Ctx, deadlineMs: number): Promise<void> {
    try {
      await ctx.timeout(Math.max(0, deadlineMs - ctx.nowMs), (inner) => this.changed.wait(inner))
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'DEADLINE_EXCEEDED') throw error
      this.hasTimedOut = true
      this.changed.notify(ctx)
    }
  }
}
