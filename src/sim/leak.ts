import { siteOf, type Op } from './op.ts'
import type { Task } from './task.ts'

/**
 * Code under study broke a rule of the simulator: it waited for, or asked, something that is not the
 * simulator's.
 */
export class Leak extends Error {
  override name = 'Leak'
}

/** A wait was created for a task that does not run now. */
export function twoBranches(op: Op<any>): string {
  const { task } = op
  const { blockedOn } = task
  const state = blockedOn !== null ? `waits in ${quote(blockedOn)}` : task.over ? 'is over' : 'is not running'
  return `task ${task.fullName} called \`${op.note}\`, but it ${state}: `
    + 'two branches of one task (a Promise.all, an async call without await, or the ctx of another task). '
    + 'Use ctx.all([...]), or await it.'
}

/** A wait was created before the one before it was awaited. */
export function notAwaited(op: Op<any>, next: Op<any>): string {
  return `task ${op.task.fullName} called ${quote(op)} without awaiting it, then \`${next.note}\``
}

export function awaitedTwice(op: Op<any>): string {
  return `\`${op.describe()}\` of task ${op.task.fullName} was awaited twice`
}

export function leftBehind(task: Task, op: Op<any>): string {
  return `task ${task.fullName} ended and left ${quote(op)} not awaited`
}

/** No microtask is left, and a task still runs. */
export function foreignPromise(task: Task, nowUs: number): string {
  const { lastOp } = task
  const since = lastOp === null ? 'before its first wait' : `some time after ${quote(lastOp)}`
  return `task ${task.fullName} awaits a promise that is not the simulator's, at ${nowUs / 1000}ms, ${since}`
}

function quote(op: Op<any>): string {
  return `\`${op.describe()}\`${siteOf(op)}`
}
