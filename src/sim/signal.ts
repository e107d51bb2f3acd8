import type { Ctx } from './ctx.ts'
import { Op } from './op.ts'
import { queueing, Shared } from './shared.ts'

/** A condition variable: `wait` until the next `notify`. Look at the condition again after waiting. */
export class Signal extends Shared {
  private readonly waiters: Op<void>[] = []
  private readonly how = queueing(this.waiters, () => false)

  get waiting(): number { return this.waiters.length }

  wait(ctx: Ctx): Op<void> {
    this.use(ctx)
    return new Op(ctx, `wait ${this.name}`, this.how, null)
  }

  /** Wakes all that wait now. */
  notify(ctx: Ctx): void {
    this.use(ctx)
    if (this.waiters.length === 0) return
    for (const op of this.waiters.splice(0)) op.kernel.wake(op, undefined, false)
  }

  /** As `notify`, where a message arrives and no task runs: the first that waits runs on within that event. */
  notifyFirst(ctx: Ctx): void {
    const first = this.waiters.shift()
    this.notify(ctx)
    if (first !== undefined && !first.task.over) first.kernel.proceed(first, undefined)
  }
}
