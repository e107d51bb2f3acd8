import { storyOf } from '../../story/index.ts'
import { nextDifference, takeOf, type UiState } from '../../state/index.ts'
import { moveTo } from './time.ts'

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
    return moveTo(state, seq)
  }
  return { ...state, notice: { tone: 'info', text: `no event ${by > 0 ? 'after' : 'before'} this one contains “${show.find}”` } }
}

/** Goes to the next moment, in this direction, at which the two branches that are compared tell different things. */
export function findDifference(state: UiState, by: 1 | -1): UiState {
  const { show } = state
  if (show === null) return state
  const seq = nextDifference(show, by)
  if (seq !== null) return moveTo(state, seq)
  return { ...state, notice: { tone: 'info', text: `nothing differs ${by > 0 ? 'after' : 'before'} this moment` } }
}
