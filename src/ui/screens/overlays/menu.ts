import { shownItems, type Menu, type Size } from '../../state/index.ts'
import { bold, box, dim, emptyLine, fit, key, line, wrap, type Line } from '../../text/index.ts'

/** Room for the hint of the chosen item under the list. */
const hintRows = 3

/** A list to choose from; under it what the chosen item means, or why it cannot be chosen now. */
export function menuOverlay(menu: Menu, size: Size): Line[] {
  const items = shownItems(menu)
  const columns = Math.min(size.columns - 4, 76)
  const room = Math.max(3, Math.min(items.length, size.rows - hintRows - 8))
  const first = Math.max(0, Math.min(menu.selected - (room >> 1), items.length - room))
  const list = items.slice(first, first + room).map(({ label, disabledBecause }, index) => {
    const isChosen = first + index === menu.selected
    const text = disabledBecause !== null ? dim(label) : isChosen ? bold(label) : label
    return line(isChosen ? key(' ▶ ') : '   ', text)
  })
  const chosen = items[menu.selected]
  const about = chosen === undefined ? 'nothing contains these words'
    : chosen.disabledBecause === null ? chosen.hint : `not now: ${chosen.disabledBecause}`
  const hint = wrap(line(dim(about)), columns - 4).slice(0, hintRows).map(one => line(' ', ...one))
  const filter = menu.filter === '' ? line(dim(' type to filter'))
    : line(' ', bold(menu.filter), dim(`  ${items.length} of ${menu.items.length}`))
  const keys = line(' ', key('Enter'), ' choose  ', key('↑ ↓'), ' move  ', key('Esc'), ' leave')
  const lines = [filter, ...list, ...Array.from({ length: room - list.length }, () => emptyLine), emptyLine,
    ...hint, ...Array.from({ length: hintRows - hint.length }, () => emptyLine), fit(keys, columns - 2)]
  return box(lines, { columns, rows: lines.length + 2, title: menu.title, focused: true, aside: more(items.length, room) })
}

const more = (count: number, room: number): string => count > room ? `${count} in all` : ''
