import { keyName, meaningOf, type Action, type KeyPress, type UiState, type Update, type Updated } from '../../state/index.ts'
import { updateLooking } from './looking.ts'
import { updateOpening } from './opening.ts'
import { updatePrompts } from './prompts.ts'
import { updateTime } from './time.ts'

/** One per topic. The first that knows an action takes it. */
const topics: readonly Update[] = [updatePrompts, updateTime, updateLooking, updateOpening]

/** The state after an action. An action that no topic knows changes nothing. */
export function update(state: UiState, action: Action): Updated {
  if (action.type === 'key') return pressed(state.notice === null ? state : { ...state, notice: null }, action.key)
  for (const topic of topics) {
    const updated = topic(state, action)
    if (updated !== null) return updated
  }
  return [state, []]
}

/** What lies over the screen has the keys; two of them always mean the same. */
function pressed(state: UiState, key: KeyPress): Updated {
  if (state.overlay !== null) {
    const name = keyName(key)
    if (name === 'ctrl-c') return update(state, { type: 'interrupt' })
    if (name === 'ctrl-z') return update(state, { type: 'suspend' })
    for (const topic of topics) {
      const updated = topic(state, { type: 'key', key })
      if (updated !== null) return updated
    }
    return name === 'escape' ? update(state, { type: 'back' }) : [state, []]
  }
  const meaning = meaningOf(state, key)
  if (meaning === null) return [state, []]
  if ('because' in meaning) return [{ ...state, notice: { tone: 'info', text: meaning.because } }, []]
  return update(state, meaning.action)
}
