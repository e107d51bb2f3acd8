import type { CastFrame } from '../export/index.ts'
import { screen } from '../screens/index.ts'
import { takeOf, withShow, type UiState } from '../state/index.ts'
import { readingMs, storyOf } from '../story/index.ts'
import { render } from '../text/index.ts'

/**
 * What a reader would see who goes through the run from one telling moment to the next: a frame for each, and a
 * marker for each chapter. `state` is on the stage of the run.
 */
export function* castFrames(state: UiState): IterableIterator<CastFrame> {
  const { show } = state
  if (show === null) return
  const story = storyOf(takeOf(show).branch.trace, show.scenario.frontMatter.cluster)
  let atMs = 0
  for (const told of story.told) {
    const stayMs = readingMs(told)
    if (stayMs === 0) continue
    const { seq, weight, text } = told
    const here = withShow(state, () => ({ cursor: { seq } }))
    yield { atMs, lines: render(screen(here), state.theme), marker: weight === 'chapter' ? text : '' }
    atMs += stayMs
  }
}
