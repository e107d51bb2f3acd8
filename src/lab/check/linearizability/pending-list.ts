import type { Operation } from './model.ts'

/**
 * The calls and returns that are not placed yet, in the order of time, as a list out of which an operation
 * can be lifted and put back (Wing and Gong 1993; Lowe 2017). Node 0 is before the first. A call comes before
 * a return of the same instant: operations that touch may come in either order. An operation of unknown
 * outcome has no return.
 */
export class PendingList {
  readonly next: Int32Array
  /** Of a node. */
  readonly operation: Int32Array
  readonly isCall: Uint8Array
  /** Of an operation. */
  readonly callNode: Int32Array
  private readonly returnNode: Int32Array
  private readonly previous: Int32Array

  constructor(operations: readonly Operation<unknown, unknown>[]) {
    const count = operations.length
    const entries: { timeUs: number; isCall: boolean; operation: number }[] = []
    for (let operation = 0; operation < count; operation++) {
      const { callUs, returnUs, output } = operations[operation]!
      entries.push({ timeUs: callUs, isCall: true, operation })
      if (output !== undefined) entries.push({ timeUs: returnUs, isCall: false, operation })
    }
    entries.sort((a, b) =>
      a.timeUs - b.timeUs || Number(b.isCall) - Number(a.isCall) || a.operation - b.operation)
    this.next = new Int32Array(entries.length + 1)
    this.previous = new Int32Array(entries.length + 1)
    this.operation = new Int32Array(entries.length + 1)
    this.isCall = new Uint8Array(entries.length + 1)
    this.callNode = new Int32Array(count)
    this.returnNode = new Int32Array(count)
    entries.forEach(({ isCall, operation }, index) => {
      const node = index + 1
      this.next[index] = node
      this.previous[node] = index
      this.operation[node] = operation
      this.isCall[node] = isCall ? 1 : 0
      if (isCall) this.callNode[operation] = node
      else this.returnNode[operation] = node
    })
  }

  /** Takes both ends of an operation out. */
  lift(operation: number): void {
    this.unlink(this.callNode[operation]!)
    if (this.returnNode[operation] !== 0) this.unlink(this.returnNode[operation]!)
  }

  /** Puts back what was lifted last. */
  restore(operation: number): void {
    if (this.returnNode[operation] !== 0) this.relink(this.returnNode[operation]!)
    this.relink(this.callNode[operation]!)
  }

  private unlink(node: number): void {
    const before = this.previous[node]!
    const after = this.next[node]!
    this.next[before] = after
    if (after !== 0) this.previous[after] = before
  }

  private relink(node: number): void {
    this.next[this.previous[node]!] = node
    const after = this.next[node]!
    if (after !== 0) this.previous[after] = node
  }
}
