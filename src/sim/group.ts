import type { Failure } from './failure.ts'
import type { Op, Wait } from './op.ts'
import type { Body, Task } from './task.ts'

/**
 * Children in tasks of their own. The first error (of `all`) or the first end (of `race`) cancels the rest;
 * then the group waits until all have unwound, so nothing outlives the call.
 */
export class Group {
  readonly children: Task[] = []
  private readonly results: any[] = []
  private verdict: { ok: boolean; value: any } | null = null
  private left = 0

  constructor(private readonly bodies: readonly Body<any>[], private readonly first: boolean) {}

  start(op: Op<any>): void {
    this.left = this.bodies.length
    if (this.left === 0) return op.kernel.proceed(op, [])
    this.results.length = this.left
    for (let i = 0; i < this.bodies.length; i++) {
      const child = op.kernel.branch(op.ctx, i, this.bodies[i]!)
      child.onEnd = (ok, value) => this.ended(op, i, ok, value)
      this.children.push(child)
    }
  }

  settle(ok: boolean, value: any): void {
    this.verdict ??= { ok, value }
    for (const child of this.children) if (!child.over) child.cancel()
  }

  private ended(op: Op<any>, i: number, ok: boolean, value: any): void {
    this.results[i] = value
    if (this.verdict === null && (this.first || !ok)) this.settle(ok, value)
    if (--this.left > 0) return
    const { verdict } = this
    op.kernel.wake(op, verdict === null ? this.results : verdict.value, verdict?.ok === false)
  }
}

export const GROUP: Wait = {
  start: op => (op.arg as Group).start(op),
  abort: (op, reason: Failure) => (op.arg as Group).settle(false, reason),
  waitsFor: op => (op.arg as Group).children.filter(child => !child.over),
}
