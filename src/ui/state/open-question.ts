import { takeOf } from './show.ts'
import type { Show } from './state.ts'

/**
 * The next question that the reader has neither answered, nor skipped, nor gone past; null if there is none. What
 * comes after it would give its answer away.
 */
export function openQuestion(show: Show): number | null {
  const { cursor, furthest, answers } = show
  const passed = Math.max(furthest, cursor.seq)
  return takeOf(show).timeline.markers.find(({ kind, seq }) =>
    kind === 'ask' && seq >= passed && !answers.has(seq))?.seq ?? null
}
