import type { Ctx } from './ctx.ts'
import { Failure } from './failure.ts'
import { Op, type Wait } from './op.ts'
import { queueing, Shared } from './shared.ts'

/** A queue: `put` waits while it is full, `take` while it is empty; else both go on at once. */
export class Queue<T> extends Shared {
  private readonly items: T[] = []
  private readonly takers: Op<T>[] = []
  private readonly putters: Op<void>[] = []
  private readonly putting: Wait
  private readonly taking: Wait
  private closed = false

  constructor(name: string, readonly capacity = Infinity) {
    super(name)
    this.putting = queueing(this.putters, op => this.attemptPut(op))
    this.taking = queueing(this.takers, op => this.attemptTake(op))
  }

  get length(): number { return this.items.length }

  put(ctx: Ctx, item: T): Op<void> {
    this.use(ctx)
    return new Op(ctx, `put ${this.name}`, this.putting, item)
  }

  take(ctx: Ctx): Op<T> {
    this.use(ctx)
    return new Op(ctx, `take ${this.name}`, this.taking, null)
  }

  /** Who waits, and who puts or takes later, gets `CANCELED`; what is in the queue can still be taken. */
  close(ctx: Ctx): void {
    this.use(ctx)
    this.closed = true
    const waiting: Op<any>[] = [...this.takers.splice(0), ...this.putters.splice(0)]
    for (const op of waiting) op.kernel.wake(op, this.closedFailure(), true)
  }

  private attemptPut(op: Op<any>): boolean {
    if (this.closed) {
      op.kernel.wake(op, this.closedFailure(), true)
      return true
    }
    const taker = this.takers.shift()
    if (taker !== undefined) taker.kernel.wake(taker, op.arg, false)
    else if (this.items.length < this.capacity) this.items.push(op.arg as T)
    else return false
    op.kernel.proceed(op, undefined)
    return true
  }

  private attemptTake(op: Op<any>): boolean {
    if (this.items.length === 0) {
      if (this.closed) op.kernel.wake(op, this.closedFailure(), true)
      return this.closed
    }
    const item = this.items.shift()!
    const putter = this.putters.shift()
    if (putter !== undefined) {
      this.items.push(putter.arg as T)
      putter.kernel.wake(putter, undefined, false)
    }
    op.kernel.proceed(op, item)
    return true
  }

  private closedFailure(): Failure {
    return new Failure('CANCELED', `queue ${this.name} is closed`)
  }
}
