import type { Overlay, Size } from '../../state/index.ts'
import { findTerms, names, type Term } from '../../story/index.ts'
import { bold, box, dim, emptyLine, fit, key, line, span, wrap, type Line } from '../../text/index.ts'

type GlossaryOverlay = Extract<Overlay, { kind: 'glossary' }>

const nameColumns = 22

/** The words and what they mean; Tab shows the names of then and of today. */
export function glossaryOverlay(overlay: GlossaryOverlay, size: Size): Line[] {
  const columns = Math.min(size.columns - 4, 100)
  const rows = size.rows - 4
  return overlay.page === 'names' ? namesPage(overlay, columns, rows) : wordsPage(overlay, columns, rows)
}

function wordsPage({ filter, selected }: GlossaryOverlay, columns: number, rows: number): Line[] {
  const terms = findTerms(filter)
  const chosen = terms[Math.min(selected, terms.length - 1)]
  const room = rows - 5
  const first = Math.max(0, Math.min(selected - (room >> 1), terms.length - room))
  const list = terms.slice(first, first + room).map(term => line(
    term === chosen ? key(' ▶ ') : '   ', ...fit(line(term === chosen ? bold(term.name) : term.name), nameColumns - 3)))
  const width = columns - 2 - nameColumns
  const about = chosen === undefined ? [line(dim('no word contains this'))] : termLines(chosen, width - 2)
  const body = Array.from({ length: room }, (_, row) =>
    line(...fit(list[row] ?? emptyLine, nameColumns), ...fit(about[row] ?? emptyLine, width)))
  const typed = filter === '' ? line(dim(' type to look for a word')) : line(' ', bold(filter), dim(`  ${terms.length} words`))
  const keys = line(' ', key('↑ ↓'), ' move  ', key('Tab'), ' names of then and today  ', key('Esc'), ' leave')
  return box([typed, emptyLine, ...body, keys], { columns, rows, title: 'Words', focused: true, aside: `${terms.length}` })
}

function termLines({ name, also, means, see }: Term, columns: number): Line[] {
  const others = also.filter(word => word.toLowerCase() !== `${name.toLowerCase()}s`)
  return [
    line(bold(name)), ...others.length === 0 ? [] : wrap(line(dim(others.join(', '))), columns), emptyLine,
    ...wrap(means, columns), emptyLine, ...see.length === 0 ? [] : wrap(line(dim('see '), span(see.join(', '), 'key')), columns),
  ]
}

function namesPage({ selected }: GlossaryOverlay, columns: number, rows: number): Line[] {
  const room = rows - 5
  const half = (columns - 4) >> 1
  const lines = names.flatMap(({ then, today, note }) => {
    const [left, right] = [wrap(then, half - 2), wrap(line(span(today, 'ok')), columns - 4 - half)]
    const pair = Array.from({ length: Math.max(left.length, right.length) }, (_, i) =>
      line(' ', ...fit(left[i] ?? emptyLine, half), ...right[i] ?? emptyLine))
    return note === '' ? pair : [...pair, ...wrap(line(dim(note)), columns - 8).map(one => line('     ', ...one))]
  })
  const first = Math.max(0, Math.min(selected, lines.length - room))
  const head = line(' ', ...fit(line(bold('April 2020')), half), bold('today'))
  const keys = line(' ', key('↑ ↓'), ' scroll  ', key('Tab'), ' words  ', key('Esc'), ' leave')
  const body = Array.from({ length: room }, (_, i) => lines[first + i] ?? emptyLine)
  return box([head, emptyLine, ...body, keys], { columns, rows, title: 'Names', focused: true })
}
