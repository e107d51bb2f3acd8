import { type Ctx, Failure, Signal } from '../../sim/index.ts'
import type { GtidSet } from '../../sql/index.ts'

interface PositionWait {
  readonly target: GtidSet
  readonly signal: Signal
  hasFailed: boolean
}

/** WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS: sessions that wait until the server has executed a set of transactions. */
export class PositionWaits {
  private readonly waits = new Set<PositionWait>()

  get size(): number {
    return this.waits.size
  }

  /** True when the set is executed, null when the SQL thread has stopped meanwhile, false after the timeout. */
  async wait(ctx: Ctx, target: GtidSet, executed: GtidSet, timeoutMs: number): Promise<boolean | null> {
    if (executed.contains(target)) return true
    const wait: PositionWait = { target, signal: new Signal('position'), hasFailed: false }
    this.waits.add(wait)
    try {
      if (timeoutMs === 0) await wait.signal.wait(ctx)
      else await ctx.timeout(timeoutMs, (inner) => wait.signal.wait(inner))
      return wait.hasFailed ? null : true
    } catch (error) {
      if (error instanceof Failure && error.code === 'DEADLINE_EXCEEDED' && ctx.canceled === null) return false
      throw error
    } finally {
      this.waits.delete(wait)
    }
  }

  /** Wakes those whose set is executed now. */
  check(ctx: Ctx, executed: GtidSet): void {
    for (const wait of [...this.waits]) {
      if (!executed.contains(wait.target)) continue
      this.waits.delete(wait)
      wait.signal.notify(ctx)
    }
  }

  /** The SQL thread has stopped: nobody will get what he waits for. */
  fail(ctx: Ctx): void {
    for (const wait of this.waits) {
      wait.hasFailed = true
      wait.signal.notify(ctx)
    }
    this.waits.clear()
  }
}
