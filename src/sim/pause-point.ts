import type { Op } from './op.ts'
import type { Process } from './process.ts'
import { Task } from './task.ts'

/** Where a task stands when an armed action runs. */
export interface PointReached {
  readonly point: string
  readonly process: Process
  readonly task: Task
  /** What the program gave with the point, such as the chunk that it has just copied. */
  readonly data: unknown
}

/**
 * Runs while the task is suspended at its point. When it returns a task, the point holds until that one has
 * ended.
 */
export type PauseAction = (at: PointReached) => void | Task

/** A task has come to a point: what is armed there acts, and may hold the task until another one has ended. */
export function reachPoint(op: Op<any>): void {
  const { kernel } = op
  const held: Task[] = []
  for (const actions of [kernel.everywhere, kernel.points?.get(op.note) ?? []]) {
    for (const act of actions) {
      const task = act({ point: op.note, process: op.process, task: op.task, data: op.arg })
      if (task instanceof Task && !task.over) held.push(task)
    }
  }
  if (held.length === 0) return kernel.wake(op, undefined, false)
  let left = held.length
  const ended = (): void => { if (--left === 0 && !op.woken) kernel.wake(op, undefined, false) }
  for (const task of held) task.whenOver(ended)
}
