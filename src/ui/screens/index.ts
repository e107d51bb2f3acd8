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
import { assertSize, dimmed, overlay, widthOf, type Line } from '../text/index.ts'
import { screenOf, type ScreenName, type UiState } from '../state/index.ts'
import { branchesScreen } from './branches.ts'
import { cardScreen } from './card.ts'
import { diffScreen } from './diff.ts'
import { inspectorScreen } from './inspector.ts'
import { keysPage } from './keys-page.ts'
import { lanesScreen } from './lanes.ts'
import { askOverlay } from './overlays/ask.ts'
import { consoleOverlay } from './overlays/console.ts'
import { glossaryOverlay } from './overlays/glossary.ts'
import { menuOverlay } from './overlays/menu.ts'
import { pickerScreen } from './picker.ts'
import { stageScreen } from './stage.ts'
import { stageLayout } from './stage-layout.ts'
import { whyScreen } from './why-page.ts'
import { isTooSmall, tooSmallScreen } from './too-small.ts'

const screens: { readonly [name in ScreenName]: (state: UiState) => Line[] } = {
  picker: pickerScreen,
  stage: stageScreen,
  lanes: lanesScreen,
  diff: diffScreen,
  inspector: inspectorScreen,
  keys: keysPage,
  branches: branchesScreen,
  why: whyScreen,
  card: cardScreen,
}

/** What the terminal shows. */
export function screen(state: UiState): readonly Line[] {
  const { columns, rows } = state.size
  if (isTooSmall(state.size)) return assertSize(tooSmallScreen(state), columns, rows)
  return assertSize(withOverlay(state, screens[screenOf(state)](state)), columns, rows)
}

/** What lies over the screen, in its middle, and the screen dimmed under it. */
function withOverlay(state: UiState, lines: readonly Line[]): readonly Line[] {
  const { columns, rows } = state.size
  if (state.overlay?.kind === 'console') return withConsole(state, lines)
  const block = overlayBlock(state)
  if (block === null) return lines
  const width = block.length === 0 ? 0 : widthOf(block[0]!)
  if (state.overlay?.kind === 'ask' && screenOf(state) === 'stage') return withQuestion(state, lines, block)
  const row = Math.max(0, (rows - block.length) >> 1)
  return overlay(dimmed(lines), block.slice(0, rows), row, Math.max(0, (columns - width) >> 1))
}

/** A question stands over the pane that tells what one has to know for it, which stays readable. */
function withQuestion({ size }: UiState, lines: readonly Line[], block: readonly Line[]): readonly Line[] {
  const { topology, why } = stageLayout(size)
  const first = 1 + topology.rows
  const faint = dimmed(lines)
  const shown = lines.map((line, row) => row >= first && row < first + why.rows ? line : faint[row]!)
  const left = Math.max(0, (size.columns - widthOf(block[0]!)) >> 1)
  return overlay(shown, block.slice(0, size.rows), Math.max(1, first - block.length), left)
}

/** The console covers the lower part and leaves the rest readable; a stage with room has a pane for it. */
function withConsole(state: UiState, lines: readonly Line[]): readonly Line[] {
  if (screenOf(state) === 'stage' && stageLayout(state.size).sql !== null) return lines
  const block = consoleOverlay(state)
  return overlay(lines, block, state.size.rows - block.length, 0)
}

/** null: nothing lies over the screen, or it is drawn by the screen itself. */
function overlayBlock({ overlay: over, show, size }: UiState): Line[] | null {
  switch (over?.kind) {
    case 'menu': return menuOverlay(over.menu, size)
    case 'ask': return show === null ? null : askOverlay(over, show, size)
    case 'glossary': return glossaryOverlay(over, size)
    default: return null
  }
}
export { recordKeys } from './inspector-records.ts'
