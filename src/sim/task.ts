import type { Chain } from './chain.ts'
import type { Ctx } from './ctx.ts'
import type { Exchange } from './exchange.ts'
import { Failure } from './failure.ts'
import type { Kernel } from './kernel.ts'
import { Op, type Wait } from './op.ts'
import type { PendingEvent } from './pending-event.ts'
import type { Process } from './process.ts'
import { Scope } from './scope.ts'
import { taskName, type TaskLabel } from './trace-event.ts'

/** What a task runs. Its parameter is its own `ctx`, never that of the parent. */
export type Body<T> = (ctx: Ctx) => PromiseLike<T>

/**
 * One strand of execution in one process. `main` tasks keep the run alive; a daemon does not.
 * Children inherit that unless they say otherwise. It runs its body, or the handler of its exchange.
 */
export class Task<T = any> {
  readonly scope: Scope
  blockedOn: Op<any> | null = null
  lastOp: Op<any> | null = null
  over = false
  failed = false
  value: any = undefined
  /** For the group that owns this task. */
  onEnd: ((ok: boolean, value: any) => void) | null = null
  /** Fires at the deadline that came with the request which this task serves. */
  deadline: PendingEvent | null = null
  private joiners: Op<T>[] | null = null
  private watchers: (() => void)[] | null = null
  private wasJoined = false

  constructor(
    readonly kernel: Kernel, readonly process: Process, readonly chain: Chain, readonly label: TaskLabel,
    readonly body: Body<T> | null, readonly exchange: Exchange | null, readonly main: boolean, parent: Scope | null,
  ) {
    this.scope = new Scope(parent)
    process.tasks.add(this)
  }

  get name(): string {
    return taskName(this.label)
  }

  /** `heartbeat of vttablet zone1-100`, for messages. */
  get fullName(): string {
    return `${this.name} of ${this.process.name}`
  }

  /** Waits for the end of the task: its value, or its error. */
  join(ctx: Ctx): Op<T> {
    return new Op(ctx, 'join', JOIN, this)
  }

  /** Rejects its pending wait with `CANCELED`, so that its `finally` blocks run; returns at once. */
  cancel(): void {
    this.scope.cancel(new Failure('CANCELED', 'context canceled'))
  }

  /** Called by the kernel when the body has settled, or when its process died. */
  finish(ok: boolean, value: any): void {
    this.over = true
    this.failed = !ok
    this.value = value
    const joiners = this.joiners
    this.joiners = null
    if (joiners !== null) for (const op of joiners) this.kernel.wake(op, value, !ok)
    const watchers = this.watchers
    this.watchers = null
    if (watchers !== null) for (const tell of watchers) tell()
  }

  /** Calls `tell` when the task is over, however it ended. For the simulator, not for programs. */
  whenOver(tell: () => void): void {
    if (this.over) return tell()
    const watchers = this.watchers ??= []
    watchers.push(tell)
  }

  /** Nobody has heard of its failure. */
  get unheard(): boolean {
    return this.failed && !this.wasJoined && this.scope.reason === null
  }

  startJoin(op: Op<T>): void {
    this.wasJoined = true
    if (this.over) return this.kernel.wake(op, this.value, this.failed)
    const joiners = this.joiners ??= []
    joiners.push(op)
  }

  leaveJoin(op: Op<T>): void {
    const joiners = this.joiners
    if (joiners !== null) void joiners.splice(joiners.indexOf(op), 1)
  }
}

const JOIN: Wait = {
  start: op => (op.arg as Task).startJoin(op),
  leave: op => (op.arg as Task).leaveJoin(op),
  describe: op => `join ${(op.arg as Task).name}`,
  waitsFor: op => [op.arg as Task],
}
