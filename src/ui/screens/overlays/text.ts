import type { Overlay, Size } from '../../state/index.ts'
import { box, fit, key, line, wrap, type Line } from '../../text/index.ts'

/** A text to read, scrolled. */
export function textOverlay(overlay: Extract<Overlay, { kind: 'text' }>, size: Size): Line[] {
  const columns = Math.min(size.columns - 4, 96)
  const lines = overlay.lines.flatMap(text => wrap(text, columns - 4)).map(one => line(' ', ...one))
  const room = Math.max(3, Math.min(lines.length, size.rows - 7))
  const first = Math.max(0, Math.min(overlay.scroll, lines.length - room))
  const left = lines.length - room - first
  const keys = fit(line(' ', key('↑ ↓'), ' scroll  ', key('Esc'), ' leave'), columns - 2)
  return box([...lines.slice(first, first + room), line(''), keys], {
    columns, rows: room + 4, title: overlay.title, focused: true, aside: left > 0 ? `${left} more` : '',
  })
}
