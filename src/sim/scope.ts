import { Failure } from './failure.ts'
import type { Op } from './op.ts'

/**
 * A node of the tree of cancellation. A scope belongs to one task, so at most one wait is pending in it.
 */
export class Scope {
  reason: Failure | null = null
  op: Op<any> | null = null
  deadlineUs: number
  /** The deadline came with a request and has no timer yet: most handlers end without ever waiting. */
  unarmed = false
  private children: Set<Scope> | null = null

  constructor(private readonly parent: Scope | null) {
    if (parent === null) {
      this.deadlineUs = Infinity
      return
    }
    this.reason = parent.reason
    this.deadlineUs = parent.deadlineUs
    const siblings = parent.children ??= new Set()
    siblings.add(this)
  }

  /**
   * Rejects the pending wait of this scope and of all below it; later waits are rejected as they are made.
   */
  cancel(reason: Failure): void {
    if (this.reason !== null) return
    this.reason = reason
    this.op?.abort(reason)
    if (this.children !== null) for (const child of [...this.children]) child.cancel(reason)
  }

  /** Its deadline has come. */
  expire(): void {
    this.cancel(new Failure('DEADLINE_EXCEEDED', 'context deadline exceeded'))
  }

  close(): void {
    this.parent?.children?.delete(this)
  }
}
