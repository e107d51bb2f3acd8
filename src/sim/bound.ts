import type { Kernel } from './kernel.ts'
import type { PendingEvent } from './pending-event.ts'
import type { Scope } from './scope.ts'
import type { Task } from './task.ts'

/** A time limit: a scope, and the timer that will cancel it, unless the scope above ends sooner. */
export class Bound {
  readonly scope: Scope
  private readonly timer: PendingEvent | null

  constructor(task: Task, scope: Scope, deadlineUs: number) {
    this.scope = scope
    if (deadlineUs < scope.deadlineUs) {
      this.timer = task.kernel.deadline(task, scope, deadlineUs)
      scope.deadlineUs = deadlineUs
    } else {
      this.timer = null
    }
  }

  /** What was to be done in time is over. */
  end(kernel: Kernel): void {
    if (this.timer !== null) kernel.drop(this.timer)
    this.scope.close()
  }
}
