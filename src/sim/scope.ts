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
  // Its children, oldest first, each knowing its neighbours.
  private first: Scope | null = null
  private last: Scope | null = null
  private previous: Scope | null = null
  private next: Scope | null = null

  constructor(private readonly parent: Scope | null) {
    if (parent === null) {
      this.deadlineUs = Infinity
      return
    }
    this.reason = parent.reason
    this.deadlineUs = parent.deadlineUs
    this.previous = parent.last
    if (parent.last === null) parent.first = this
    else parent.last.next = this
    parent.last = this
  }

  /**
   * Rejects the pending wait of this scope and of all below it; later waits are rejected as they are made.
   */
  cancel(reason: Failure): void {
    if (this.reason !== null) return
    this.reason = reason
    this.op?.abort(reason)
    if (this.first === null) return
    const children: Scope[] = []
    for (let child: Scope | null = this.first; child !== null; child = child.next) children.push(child)
    for (const child of children) child.cancel(reason)
  }

  /** Its deadline has come. */
  expire(): void {
    this.cancel(new Failure('DEADLINE_EXCEEDED', 'context deadline exceeded'))
  }

  /** Takes it out of the tree; a second time does nothing. */
  close(): void {
    const { parent, previous, next } = this
    if (parent === null || (previous === null && parent.first !== this)) return
    if (previous === null) parent.first = next
    else previous.next = next
    if (next === null) parent.last = previous
    else next.previous = previous
    this.previous = this.next = null
  }
}
