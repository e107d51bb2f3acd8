import type { Chain } from './chain.ts'
import { kindName } from './kinds.ts'
import type { Process } from './process.ts'
import type { TaskLabel } from './trace-event.ts'

/** Where an event is in the agenda. */
export const NOWHERE = 0
export const NEAR = 1
export const FAR = 2

/**
 * Something that will happen at a time within [at, latest], in microseconds. One class for all of them but
 * the waits of tasks (`Op`), which have these fields too: a hierarchy of classes costs more than running the
 * event.
 */
export class PendingEvent {
  seq = 0
  at = 0
  latest = 0
  /** How many events of this kind its chain had when it was scheduled. */
  nth = 0
  /** Of its name and number. */
  hash = 0
  /** The event during which it was scheduled. */
  cause = 0
  state = NOWHERE
  slot = 0
  /** A strategy's own; -1 when it is scheduled. */
  priority = -1

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
  get id(): string { return eventId(this) }
}

export function eventId({ chain, kind }: PendingEvent): string {
  return `${chain.name}/${kindName(kind)}`
}
