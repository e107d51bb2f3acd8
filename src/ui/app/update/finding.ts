import { formatEvent } from '../../../sim/index.ts'
import { takeOf, withShow, type UiState } from '../../state/index.ts'

/** Goes to the next event, in this direction, that contains the words of the last search. */
export function find(state: UiState, by: 1 | -1): UiState {
  const { show } = state
  if (show === null || show.find === '') return state
  const { trace } = takeOf(show).branch
  const words = show.find.toLowerCase()
  for (let seq = show.cursor.seq + by; seq >= 1 && seq <= trace.length; seq += by) {
    if (!formatEvent(trace.get(seq)).toLowerCase().includes(words)) continue
    return withShow(state, ({ player }) => ({ cursor: { seq }, scroll: 0, player: { ...player, isPlaying: false, carryUs: 0 } }))
  }
  return { ...state, notice: { tone: 'info', text: `no event ${by > 0 ? 'after' : 'before'} this one contains “${show.find}”` } }
}
