import type { Process } from './process.ts'
import type { Task } from './task.ts'

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
