import { bug } from '../base/index.ts'
import type { Ctx } from './ctx.ts'
import { Op, type Wait } from './op.ts'
import { queueing, Shared } from './shared.ts'
import type { Task } from './task.ts'

/** A number of permits, given first come first served. With a permit free, `acquire` goes on at once. */
export class Semaphore extends Shared {
  private readonly queue: Op<void>[] = []
  private readonly holders: Task[] = []
  private readonly how: Wait

  constructor(name: string, readonly permits: number) {
    super(name)
    this.how = queueing(this.queue, op => this.attempt(op), this.holders)
  }

  get free(): number { return this.permits - this.holders.length }
  /** How many wait for a permit. */
  get waiting(): number { return this.queue.length }

  acquire(ctx: Ctx): Op<void> {
    this.use(ctx)
    return new Op(ctx, `acquire ${this.name}`, this.how, null)
  }

  /** Takes a permit if there is one now. */
  tryAcquire(ctx: Ctx): boolean {
    this.use(ctx)
    if (this.free === 0) return false
    this.holders.push(ctx.task)
    return true
  }

  /** Gives a permit back; also one that another task of this process has acquired. */
  release(ctx: Ctx): void {
    this.use(ctx)
    if (this.holders.length === 0) bug(`${ctx.task.name} releases ${this.name}, which nobody holds`)
    this.pass(Math.max(0, this.holders.indexOf(ctx.task)))
  }

  /** Runs `body` with a permit. */
  async with<T>(ctx: Ctx, body: () => PromiseLike<T>): Promise<T> {
    await this.acquire(ctx)
    try {
      return await (body())
    } finally {
      this.release(ctx)
    }
  }

  protected holds(task: Task): boolean {
    return this.holders.includes(task)
  }

  private attempt(op: Op<any>): boolean {
    if (this.free === 0) return false
    this.holders.push(op.task)
    op.kernel.proceed(op, undefined)
    return true
  }

  private pass(i: number): void {
    this.holders.splice(i, 1)
    const next = this.queue.shift()
    if (next === undefined) return
    this.holders.push(next.task)
    next.kernel.wake(next, undefined, false)
  }
}

/** A lock. The task that holds it must release it, and must not take it twice. */
export class Mutex extends Semaphore {
  constructor(name: string) {
    super(name, 1)
  }

  get locked(): boolean { return this.free === 0 }

  override release(ctx: Ctx): void {
    if (!this.holds(ctx.task)) bug(`${ctx.task.name} releases ${this.name}, which it does not hold`)
    super.release(ctx)
  }
}
