import type { Strategy } from '../strategy.ts'

/**
 * The plain event loop: smallest time first, then oldest; no fault. Promises: the same run every time, the
 * one a lesson prints.
 */
export function dull(): Strategy {
  return { name: 'dull', choose: () => 0, schedule: () => 0 }
}
