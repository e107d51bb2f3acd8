import type { PendingEvent } from '../../sim/index.ts'

/** Whether two events, of two runs, have the same name and number. */
export function isSameEvent(a: PendingEvent, b: PendingEvent): boolean {
  return a.hash === b.hash && a.nth === b.nth && a.id === b.id
}
