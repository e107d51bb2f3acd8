import type { UiState } from '../../state/index.ts'
import type { Line } from '../../text/index.ts'
import { bottomLine } from '../bottom-line.ts'
import { sqlPane } from '../panes/sql.ts'

/** Rows of the console: as many as its answers want, at most half of the screen. */
const rowsMin = 8

/** The console where the screen has no pane for it: over the lower part. */
export function consoleOverlay(state: UiState): Line[] {
  const { columns, rows } = state.size
  const wanted = state.console.exchanges.reduce((sum, { output }) => sum + output.length + 3, rowsMin)
  const height = Math.min(wanted, Math.max(rowsMin, Math.floor(rows * 0.6)))
  return [...sqlPane(state, { columns, rows: height - 1 }), bottomLine(state)]
}
