import { formatEvent } from '../../sim/index.ts'
import { shownEntries, takeOf, type Show, type Size, type UiState } from '../state/index.ts'
import { fill, line, span, wrap, type Line } from '../text/index.ts'
import { bottomLine } from './bottom-line.ts'

const columnsMin = 60
const rowsMin = 16

export function isTooSmall({ columns, rows }: Size): boolean {
  return columns < columnsMin || rows < rowsMin
}

/** In a terminal too small for panes: how much is missing, and the story as a plain list. All keys work. */
export function tooSmallScreen(state: UiState): Line[] {
  const { columns, rows } = state.size
  const need = wrap(`needs ${columnsMin}x${rowsMin}, is ${columns}x${rows}`, Math.max(1, columns))
  const room = Math.max(0, rows - need.length - 1)
  const list = plainList(state, room)
  return [...fill([...need.map(one => line(...one.map(piece => span(piece.text, 'wait')))), ...list], columns, rows - 1), bottomLine(state)]
}

/** What there is to choose from, or the story up to this moment, as a plain list. */
function plainList(state: UiState, room: number): Line[] {
  return state.show === null ? entries(state, room) : events(state.show, room)
}

function entries({ picker }: UiState, room: number): Line[] {
  const shown = shownEntries(picker)
  const first = Math.max(0, Math.min(picker.selected - (room >> 1), shown.length - room))
  return shown.slice(first, first + room).map((entry, i) =>
    line(first + i === picker.selected ? '▶ ' : '  ', span(entry.title, 'plain', first + i === picker.selected)))
}

/** The last events up to this moment. */
function events(show: Show, room: number): Line[] {
  const { trace } = takeOf(show).branch
  const last = Math.min(show.cursor.seq, trace.length)
  return [...trace.events(Math.max(1, last - room + 1), last)].map(event => line(formatEvent(event)))
}
