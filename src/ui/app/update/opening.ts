import { initialShow, type Action, type Show, type UiState, type Updated } from '../../state/index.ts'
import type { Take } from '../../state/index.ts'
import type { Scenario } from '../../../lab/scenario/index.ts'
import { settle } from './branches.ts'

/** Opening a scenario, and leaving vtsim. */
export function updateOpening(state: UiState, action: Action): Updated | null {
  switch (action.type) {
    case 'open': return [
      { ...state, isOpening: true, notice: { tone: 'info', text: `opening ${action.entry.title} …` } },
      [{ type: 'open', entry: action.entry }],
    ]
    // What was typed for a story that did not come means nothing here.
    case 'not-opened': return [
      { ...state, isOpening: false, typedAhead: [], notice: { tone: 'bad', text: action.text } }, [],
    ]
    case 'opened': return [opened(state, action.scenario, action.take), []]
    case 'reopened': return [settle(reopened(state, action.show)), []]
    // Its story was left in the same moment.
    case 'branched': return [{ ...state, left: state.left.map((show, i) =>
      i === state.left.length - 1 ? { ...show, takes: [...show.takes, action.take] } : show) }, []]
    // The run itself has grown; a new state says that the screen has to be drawn again.
    case 'grown': return [{ ...state }, []]
    case 'suspend': case 'quit': case 'interrupt': return [state, [{ type: action.type }]]
    default: return null
  }
}

function opened(state: UiState, scenario: Scenario, take: Take): UiState {
  return {
    ...state, isOpening: false, notice: null, overlay: null, screens: ['picker', 'stage'], show: initialShow(scenario, take),
  }
}

/** Back to the place where it was left. */
function reopened(state: UiState, show: Show): UiState {
  const text = `back at #${show.cursor.seq}, where you left it: Home goes to the start`
  return {
    ...state, isOpening: false, notice: { tone: 'info', text }, overlay: null, screens: ['picker', 'stage'], show,
    left: state.left.filter(other => other !== show),
  }
}
