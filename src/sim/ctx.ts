import { assert } from '../base/index.ts'
import { Bound } from './bound.ts'
import type { Failure } from './failure.ts'
import { GROUP, Group } from './group.ts'
import type { Guard, GuardName } from './guard.ts'
import type { Kernel } from './kernel.ts'
import { kindId, POINT, TASK_SLEEP, TASK_SPEND } from './kinds.ts'
import { Op, type Wait } from './op.ts'
import { reachPoint } from './pause-point.ts'
import type { Process } from './process.ts'
import type { Window } from './profile.ts'
import { Scope } from './scope.ts'
import type { Body, Task } from './task.ts'
import type { PlainData } from './trace-event.ts'

export type LogLevel = 'I' | 'W' | 'E'
type Results<B extends readonly Body<any>[]> = {
  -readonly [I in keyof B]: B[I] extends Body<infer T> ? Awaited<T> : never
}

const LOG = kindId('log')
const GUARD_OFF = kindId('guard/off')

/**
 * What a task holds in its hand: its identity, its deadline and its cancellation. Go's `ctx`, and used like
 * it: first parameter everywhere. Each branch of a group gets a `ctx` of its own.
 */
export class Ctx {
  constructor(readonly task: Task, readonly scope: Scope) {}

  get kernel(): Kernel { return this.task.kernel }
  get process(): Process { return this.task.process }
  /** Virtual time since the start of the run, in milliseconds with microseconds behind the point. */
  get nowMs(): number { return this.task.kernel.now / 1000 }
  get nowUs(): number { return this.task.kernel.now }
  /** The wall clock of the world, in whole milliseconds since 1970. */
  get unixMs(): number { return this.task.kernel.epochMs + Math.floor(this.task.kernel.now / 1000) }
  /** Milliseconds until the deadline of this scope; `Infinity` without one. */
  get timeLeftMs(): number { return (this.scope.deadlineUs - this.task.kernel.now) / 1000 }
  /** Why this scope was cancelled; null while it is not. */
  get canceled(): Failure | null { return this.scope.reason }

  /** Waits `ms`, or up to the timer slack of the world longer. `sleep(0)` lets others run. */
  sleep(ms: number): Op<void> {
    assert(ms >= 0, 'a sleep takes no negative time')
    return new Op(this, 'sleep', SLEEP, Math.round(ms * 1000), TASK_SLEEP)
  }

  /** Takes as long as the window says, or the cost of that name in the profile of the world. */
  spend(cost: Window | string): Op<void> {
    return typeof cost === 'string'
      ? new Op(this, cost, SPEND, this.task.kernel.costOf(cost), TASK_SPEND)
      : new Op(this, 'spend', SPEND, cost, TASK_SPEND)
  }

  /** A pause point. What is armed there (a crash, a check, a verb) runs while this task is suspended. */
  point(name: string, data?: PlainData): Op<void> {
    return new Op(this, name, PAUSE, data, POINT)
  }

  /** Runs each body in a task of its own. The first error cancels the rest. Ends when all have ended. */
  all<const B extends readonly Body<any>[]>(bodies: B): Op<Results<B>> {
    return new Op(this, 'all', GROUP, new Group(bodies, false))
  }

  /** As `all`, but the first end, good or bad, counts; the losers are cancelled and waited for. */
  race<T>(bodies: readonly Body<T>[]): Op<T> {
    return new Op(this, 'race', GROUP, new Group(bodies, true))
  }

  /**
   * Runs `body` in this same task; after `ms` its pending wait is rejected with `DEADLINE_EXCEEDED`. RPCs
   * carry the deadline. To be awaited at once, like a wait: where `body` is one, nothing else is made of it.
   */
  timeout<T>(ms: number, body: Body<T>): PromiseLike<T> {
    const { task } = this
    const { kernel } = task
    const bound = new Bound(task, new Scope(this.scope), kernel.now + Math.round(ms * 1000))
    const inner = new Ctx(task, bound.scope)
    let result: PromiseLike<T>
    try {
      result = body(inner)
    } catch (error) {
      bound.end(kernel)
      throw error
    }
    if (!(result instanceof Op) || result.ctx !== inner) return endedBy(bound, kernel, result)
    result.bound = bound
    return result
  }

  /** The same task, out of reach of cancellation and deadlines: for undo steps and cleaning up. */
  background(): Ctx {
    return new Ctx(this.task, new Scope(null))
  }

  /**
   * Starts a task of this process. An error that is not a `Failure` stops the run; so does a `Failure` of a
   * daemon, or one that nobody has joined when the run ends. Without `daemon`, the task keeps the run alive
   * if its parent does.
   */
  spawn<T>(name: string, body: Body<T>, options: { readonly daemon?: boolean } = {}): Task<T> {
    return this.kernel.spawn(this.process, name, body, this.task.main && options.daemon !== true)
  }

  /** A free decision among `n`; 0 is the dull one, and `chance` the probability of any other. */
  choose(label: string, n: number, chance = 1 - 1 / n): number {
    return this.kernel.choices.choose(`${this.task.chain.name}/${label}`, n, chance)
  }

  /** Records an event of the model's own and returns its number. */
  emit(kind: string, data?: PlainData): number {
    return this.kernel.record(kindId(kind), this.process, this.task.label, '', data)
  }

  /** A line of a server's log, as glog prints it; `source` is Vitess's file and line. */
  log(level: LogLevel, source: string, text: string): void {
    this.kernel.record(LOG, this.process, this.task.label, source, { level, source, text })
  }

  /** Whether this guard is on: true, unless the world turned it off. */
  guard(guard: Guard | GuardName): boolean {
    const off = this.kernel.guardsOff
    if (off.size === 0) return true
    const name = typeof guard === 'string' ? guard : guard.name
    if (!off.has(name)) return true
    this.kernel.record(GUARD_OFF, this.process, this.task.label, name, { guard: name })
    return false
  }
}

async function endedBy<T>(bound: Bound, kernel: Kernel, result: PromiseLike<T>): Promise<T> {
  try {
    return await result
  } finally {
    bound.end(kernel)
  }
}

const SLEEP: Wait = {
  start: op => op.kernel.schedule(op, op.arg as number, op.arg === 0 ? 0 : op.kernel.timerSlackUs),
  describe: op => `sleep ${(op.arg as number) / 1000}ms`,
}

const SPEND: Wait = {
  start: op => {
    const window = op.arg as Window
    op.kernel.schedule(op, window[0], window[1] - window[0])
  },
}

const PAUSE: Wait = {
  start: reachPoint,
  describe: op => `point ${op.note}`,
}
