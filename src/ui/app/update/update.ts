import {
  isWaiting, keyName, meaningOf, type Action, type KeyPress, type UiState, type Update, type Updated,
} from '../../state/index.ts'
import { updateAsks } from './asks.ts'
import { updateBranches } from './branches.ts'
import { updateConsole } from './console.ts'
import { updateGlossary } from './glossary.ts'
import { updateLooking } from './looking.ts'
import { chosenIn, updateMenus } from './menus.ts'
import { updateOpening } from './opening.ts'
import { updatePrompts } from './prompts.ts'
import { noteProgress } from './progress.ts'
import { updateTime } from './time.ts'

/** One per topic. The first that knows an action takes it. */
const topics: readonly Update[] = [
  updateAsks, updatePrompts, updateMenus, updateGlossary, updateConsole, updateBranches, updateTime, updateLooking, updateOpening,
]

/** The state after an action. An action that no topic knows changes nothing. */
export function update(state: UiState, action: Action): Updated {
  return caughtUp(noteProgress(state, changed(state, action)))
}

/** What was typed while there was something to wait for happens as soon as it is there. */
function caughtUp([state, effects]: Updated): Updated {
  const [first, ...later] = state.typedAhead
  if (first === undefined || isWaiting(state)) return [state, effects]
  const [next, more] = update({ ...state, typedAhead: later }, { type: 'key', key: first })
  return [next, [...effects, ...more]]
}

function changed(state: UiState, action: Action): Updated {
  if (action.type === 'key') {
    if (isWaiting(state)) return waiting(state, action.key)
    return pressed(state.notice === null ? state : { ...state, notice: null }, action.key)
  }
  for (const topic of topics) {
    const updated = topic(state, action)
    if (updated !== null) return updated
  }
  return [state, []]
}

/** A key while the screen for which it is meant is not there yet. Who leaves does not wait; Esc gives a branch up. */
function waiting(state: UiState, key: KeyPress): Updated {
  const name = keyName(key)
  if (name === 'ctrl-c') return changed(state, { type: 'interrupt' })
  if (name === 'ctrl-z') return changed(state, { type: 'suspend' })
  if (name !== 'escape' || state.show === null || state.show.awaited === null) {
    return [{ ...state, typedAhead: [...state.typedAhead, key] }, []]
  }
  const text = `you stay here; ⑂ ${state.show.awaited} is made all the same: v or B goes there`
  return [{ ...state, typedAhead: [], notice: { tone: 'info', text }, show: { ...state.show, awaited: null } }, []]
}

/** What lies over the screen has the keys; two of them always mean the same. */
function pressed(state: UiState, key: KeyPress): Updated {
  if (state.overlay !== null) {
    const name = keyName(key)
    if (name === 'ctrl-c') return changed(state, { type: 'interrupt' })
    if (name === 'ctrl-z') return changed(state, { type: 'suspend' })
    const chosen = name === 'enter' ? chosenIn(state) : null
    if (chosen !== null) return choose(state, chosen)
    for (const topic of topics) {
      const updated = topic(state, { type: 'key', key })
      if (updated !== null) return updated
    }
    return name === 'escape' ? changed(state, { type: 'back' }) : [state, []]
  }
  const meaning = meaningOf(state, key)
  if (meaning === null) return [state, []]
  if ('because' in meaning) return [{ ...state, notice: { tone: 'info', text: meaning.because } }, []]
  return changed(state, meaning.action)
}

/** What was chosen in a menu happens when the menu is gone. */
function choose(state: UiState, chosen: Action | { readonly because: string }): Updated {
  if ('because' in chosen) return [{ ...state, notice: { tone: 'info', text: chosen.because } }, []]
  return update({ ...state, overlay: null }, chosen)
}
