import { hashText } from './digest.ts'
import type { PerScheduledKind } from './kinds.ts'

/**
 * A causal chain: a root task and every RPC made on its behalf. It is what a strategy gives a priority to,
 * and (chain, kind, how many of that kind) is the name of an event that survives edits of the code.
 */
export class Chain {
  readonly hash: number
  /** A strategy's own; -1 until it sets it. */
  priority = -1
  /** For each kind of event that the kernel schedules. */
  private readonly counts: PerScheduledKind = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
  private branches: Chain[] | null = null

  constructor(readonly name: string) {
    this.hash = hashText(name)
  }

  /** Counts one more event of this kind. */
  next(kind: number): number {
    return ++this.counts[kind]!
  }

  /** The chain of the `i`th branch of a group that runs in this one. */
  branch(i: number): Chain {
    const branches = this.branches ??= []
    while (branches.length <= i) branches.push(new Chain(`${this.name}.${branches.length}`))
    return branches[i]!
  }
}
