/**
 * # Screens: the state as lines
 *
 * A **screen** is a pure function of the state: exactly as many lines as the terminal has rows, each exactly
 * as wide. A **pane** is a part of one, with a border. The **bottom line** is the last of every screen: what
 * is being typed, what there is to tell, or the most useful keys.
 *
 *     state ─▶ screen(state) ─▶ lines
 *
 * Invariants: a screen reads the state, the views and the traces in it, and nothing else; no line is ever
 * wider or narrower than the terminal; what does not fit is cut with an ellipsis, and no line is lost
 * silently.
 */
import { assertSize, fill, line, type Line } from '../text/index.ts'
import { screenOf, type ScreenName, type UiState } from '../state/index.ts'
import { bottomLine } from './bottom-line.ts'
import { diffScreen } from './diff.ts'
import { inspectorScreen } from './inspector.ts'
import { keysPage } from './keys-page.ts'
import { lanesScreen } from './lanes.ts'
import { pickerScreen } from './picker.ts'
import { isTooSmall, plainList, tooSmallScreen } from './too-small.ts'

/** Each screen; those that are not built yet say so. */
const screens: { readonly [name in ScreenName]?: (state: UiState) => Line[] } = {
  picker: pickerScreen,
  lanes: lanesScreen,
  diff: diffScreen,
  inspector: inspectorScreen,
  keys: keysPage,
}

/** What the terminal shows. */
export function screen(state: UiState): readonly Line[] {
  const { columns, rows } = state.size
  if (isTooSmall(state.size)) return assertSize(tooSmallScreen(state), columns, rows)
  const name = screenOf(state)
  const lines = screens[name]?.(state) ?? fallback(state, name)
  return assertSize(lines, columns, rows)
}

function fallback(state: UiState, name: ScreenName): Line[] {
  const { columns, rows } = state.size
  return [...fill([line(`the screen ${name} is not here yet`), ...plainList(state, rows - 2)], columns, rows - 1), bottomLine(state)]
}

export { bottomLine, typed } from './bottom-line.ts'
