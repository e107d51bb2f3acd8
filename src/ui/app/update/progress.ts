import { isAtEnd, takeOf, type Show, type UiState, type Updated } from '../../state/index.ts'

/**
 * What follows from where the reader has come to, by whatever key: a question that was reached is asked, and a
 * lesson whose end was seen is done.
 */
export function noteProgress(before: UiState, [state, effects]: Updated): Updated {
  const { show } = state
  if (show === null || show === before.show) return [state, effects]
  if (isDone(state, show)) {
    const { file } = show.scenario.source
    const done = new Set(state.picker.done).add(file)
    return [{ ...state, picker: { ...state.picker, done } }, [...effects, { type: 'remember-done', file }]]
  }
  return [state, effects]
}

function isDone({ picker }: UiState, show: Show): boolean {
  const { frontMatter, source } = show.scenario
  return frontMatter.lesson !== null && takeOf(show).timeline.length > 0 && isAtEnd(show) && !picker.done.has(source.file)
}
