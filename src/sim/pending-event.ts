import type { Chain } from './chain.ts'
import { kindName } from './kinds.ts'
import type { Process } from './process.ts'
import type { TaskLabel } from './trace-event.ts'

/** Where an event is in the agenda. */
export const NOWHERE = 0
export const NEAR = 1
export const FAR = 2

/**
 * Something that will happen at a time within [at, latest], in microseconds. One class for all of them,
 * because a hierarchy of classes with fields costs more than running the event.
 */
export class PendingEvent {
  seq = 0
  at = 0
  latest = 0
  /** How many events of this kind its chain had when it was scheduled. */
  nth = 0
  /** The event during which it was scheduled. */
  cause = 0
  state = NOWHERE
  slot = 0
  /** A strategy's own; -1 when it is scheduled. */
  priority = -1
  /** Sort key of the last event that overtook this one; -1: none did. */
  after = -1

  constructor(
    readonly chain: Chain, readonly process: Process, readonly label: TaskLabel,
    readonly kind: number, readonly note: string, readonly data: unknown,
    /**
     * What happens; null: the wait that this is ends. Not a closure, for the sake of speed: it finds its
     * state in `owner`.
     */
    readonly run: ((event: PendingEvent) => void) | null, readonly owner: any,
  ) {}

  /** Its name in a run log, without the number. */
  get id(): string {
    return `${this.chain.name}/${kindName(this.kind)}`
  }

  get hash(): number {
    return Math.imul(this.chain.hash ^ this.nth << 4 ^ this.kind, 0x9e3779b1)
  }
}
