import type { Chain } from './chain.ts'
import type { Ctx } from './ctx.ts'
import { Failure } from './failure.ts'
import type { Kernel } from './kernel.ts'
import { TASK_RESUME } from './kinds.ts'
import { eventId, NOWHERE, type PendingEvent } from './pending-event.ts'
import type { Process } from './process.ts'
import type { Bound } from './bound.ts'
import type { Task } from './task.ts'
import type { TaskLabel } from './trace-event.ts'

/**
 * How one kind of waiting is done; `op.arg` is its state. A table instead of a subclass, for the sake of
 * speed.
 */
export interface Wait {
  /** The task has suspended: begin. */
  start(op: Op<any>): void
  /** Leave the queue in which it stands, because the task gives up. */
  leave?(op: Op<any>): void
  /** Instead of leaving at once: wind up, and wake the task later. */
  abort?(op: Op<any>, reason: Failure): void
  describe?(op: Op<any>): string
  /** Who has to do something before this wait can end; for the message of a run that cannot go on. */
  waitsFor?(op: Op<any>): readonly Task[]
}

/**
 * A wait on a primitive of the simulator. It starts when it is awaited, and must be awaited at once,
 * exactly once, by the task to which its `ctx` belongs.
 *
 * It is a thenable, not a promise: V8 calls `then` in a microtask of its own *after* the `await` has
 * suspended the task. That call is how the kernel knows that the task has stopped, without counting
 * anything.
 *
 * It is the event of its own end. Not a subclass of `PendingEvent`, though: V8 makes an instance of a derived
 * class with fields in several times the time.
 */
export class Op<T> implements PendingEvent, PromiseLike<T> {
  seq = 0
  at = 0
  latest = 0
  nth = 0
  hash = 0
  cause = 0
  state = NOWHERE
  slot = 0
  priority = -1
  readonly chain: Chain
  readonly process: Process
  readonly label: TaskLabel
  value: any = undefined
  failed = false
  woken = false
  site: Error | null = null
  /** The time limit that holds for this wait alone. */
  bound: Bound | null = null
  private onValue: any = null
  private onError: any = null

  constructor(
    readonly ctx: Ctx, readonly note: string, readonly how: Wait, readonly arg: any,
    readonly kind = TASK_RESUME,
  ) {
    const { task } = ctx
    this.chain = task.chain
    this.process = task.process
    this.label = task.label
    task.kernel.issue(this)
  }

  // The same for all, and there are millions: not in the object.
  get data(): undefined { return undefined }
  get run(): null { return null }
  get owner(): null { return null }

  get id(): string { return eventId(this) }

  get task(): Task {
    return this.ctx.task
  }

  get kernel(): Kernel {
    return this.ctx.task.kernel
  }

  /** For V8 only: the task has suspended on this wait. */
  then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((error: any) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    this.onValue = onValue
    this.onError = onError
    this.ctx.task.kernel.block(this)
    return undefined as never
  }

  /** The task runs on, within the event that is being run. */
  resume(): void {
    const { task, scope } = this.ctx
    task.blockedOn = null
    task.lastOp = this
    scope.op = null
    task.kernel.current = task
    if (this.bound !== null) this.bound.end(task.kernel)
    if (this.failed) this.onError(atCallSite(this))
    else this.onValue(this.value)
  }

  /** The scope was cancelled. An answer that is already on its way to the task wins. */
  abort(reason: Failure): void {
    if (this.woken) return
    if (this.how.abort !== undefined) return this.how.abort(this, reason)
    this.how.leave?.(this)
    this.kernel.drop(this)
    this.kernel.wake(this, reason, true)
  }

  describe(): string {
    return this.how.describe?.(this) ?? this.note
  }
}

// Frames of the simulator itself say nothing about the program.
const OURS = /[/\\]src[/\\]sim[/\\]/

function frames(op: Op<any>): string[] {
  return (op.site?.stack ?? '').split('\n').slice(1).filter(line => !OURS.test(line))
}

/** ` at file:line` of the call, when call sites are captured; else nothing. */
export function siteOf(op: Op<any>): string {
  const first = frames(op)[0]
  return first === undefined ? '' : ` ${first.trim()}`
}

/** A rejection is made by the kernel, so its own stack says nothing: give it the stack of the call. */
function atCallSite(op: Op<any>): unknown {
  const error: unknown = op.value
  if (!(error instanceof Failure) || op.site === null) return error
  const fresh = error.again()
  fresh.cause = error
  fresh.stack = `${error.name}: ${error.message}\n    in \`${op.describe()}\`\n${frames(op).join('\n')}`
  return fresh
}
