import type { CastFrame } from '../export/index.ts'
import { screen } from '../screens/index.ts'
import { takeOf, withShow, type UiState } from '../state/index.ts'
import { storyOf } from '../story/index.ts'
import { render } from '../text/index.ts'

/** How long a moment stays, by what is told in it. */
const shownMs = { chapter: 1800, step: 1200, event: 350 } as const

/**
 * What a reader would see who goes through the run from one telling moment to the next: a frame for each, and a
 * marker for each chapter. `state` is on the stage of the run.
 */
export function* castFrames(state: UiState): IterableIterator<CastFrame> {
  const { show } = state
  if (show === null) return
  const story = storyOf(takeOf(show).branch.trace, show.scenario.frontMatter.cluster)
  let atMs = 0
  for (const { seq, weight, text } of story.told) {
    if (weight !== 'chapter' && weight !== 'step' && weight !== 'event') continue
    const here = withShow(state, () => ({ cursor: { seq } }))
    yield { atMs, lines: render(screen(here), state.theme), marker: weight === 'chapter' ? text : '' }
    atMs += shownMs[weight]
  }
}
