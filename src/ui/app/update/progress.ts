import { isAtEnd, takeOf, withShow, type Show, type UiState, type Updated } from '../../state/index.ts'

/**
 * What follows from where the reader has come to, by whatever key: a question that was reached is asked, and a
 * lesson whose end was seen is done.
 */
export function noteProgress(before: UiState, [state, effects]: Updated): Updated {
  const { show } = state
  if (show === null || show === before.show) return [state, effects]
  const asked = withShow(asking(before, state, show), ({ furthest }) => ({ furthest: Math.max(furthest, show.cursor.seq) }))
  if (!isDone(asked, show)) return [asked, effects]
  const { file } = show.scenario.source
  const done = new Set(asked.picker.done).add(file)
  return [{ ...asked, picker: { ...asked.picker, done } }, [...effects, { type: 'remember-done', file }]]
}

/** Who comes to an open question is asked; who comes back from later has seen the answer. */
function asking(before: UiState, state: UiState, show: Show): UiState {
  const { seq } = show.cursor
  const { timeline } = takeOf(show)
  const isReached = !show.isBoundForEnd && before.show !== null && before.show.cursor.seq < seq && before.show.current === show.current
  if (!isReached || state.overlay !== null || show.answers.has(seq)) return state
  if (!timeline.markers.some(marker => marker.kind === 'ask' && marker.seq === seq)) return state
  return { ...state, overlay: { kind: 'ask', seq, selected: 0, isRevealed: false } }
}

function isDone({ picker }: UiState, show: Show): boolean {
  const { frontMatter, source } = show.scenario
  return frontMatter.lesson !== null && takeOf(show).timeline.length > 0 && isAtEnd(show) && !picker.done.has(source.file)
}
