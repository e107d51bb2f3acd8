import { storyOf } from '../../story/index.ts'
import { takeOf, withShow, type UiState } from '../../state/index.ts'

/**
 * Goes to the next event, in this direction, whose sentence contains the words of the last search. What is only
 * machinery is not found: it is not on the screen either.
 */
export function find(state: UiState, by: 1 | -1): UiState {
  const { show } = state
  if (show === null || show.find === '') return state
  const story = storyOf(takeOf(show).branch.trace, show.scenario.frontMatter.cluster)
  const words = show.find.toLowerCase()
  const here = story.indexAt(show.cursor.seq)
  const isOn = story.told[here]?.seq === show.cursor.seq
  for (let i = by > 0 || isOn ? here + by : here; i >= 0 && i < story.told.length; i += by) {
    const { seq, actor, text } = story.told[i]!
    if (!`${actor} ${text}`.toLowerCase().includes(words)) continue
    return withShow(state, ({ player }) => ({
      cursor: { seq }, scroll: 0, isBoundForEnd: false, player: { ...player, isPlaying: false, carryUs: 0 },
    }))
  }
  return { ...state, notice: { tone: 'info', text: `no event ${by > 0 ? 'after' : 'before'} this one contains “${show.find}”` } }
}
