import { shownEntries, type CatalogueEntry, type UiState } from '../state/index.ts'
import { beside, bold, box, dim, emptyLine, fill, fit, line, span, title, wrap, type Line } from '../text/index.ts'
import { bottomLine } from './bottom-line.ts'

const headings: { readonly [kind in CatalogueEntry['kind']]: string } = {
  lesson: 'The course', scenario: 'Whole stories', crash: 'Servers that die', canary: 'A step left out',
  found: 'Found by exploring',
}

const claim = 'the resharding of Vitess, on a laptop, as slow as you like'

/** What there is to watch, and what the chosen one is about. */
export function pickerScreen(state: UiState): Line[] {
  const { columns, rows } = state.size
  const entries = shownEntries(state.picker)
  const listColumns = Math.max(30, Math.min(48, Math.floor(columns * 0.55)))
  const room = rows - 4
  const legend = state.picker.done.size > 0 ? '✔ done  ' : ''
  const list = box(listLines(state, entries, room - 2, listColumns - 2), {
    columns: listColumns, rows: room, title: 'What to watch', aside: `${legend}${entries.length}`, focused: true,
  })
  const about = box(entryLines(entries[state.picker.selected], columns - listColumns - 4), {
    columns: columns - listColumns, rows: room, title: 'What it is about',
  })
  return [
    ...fill([line(' ', title('vtsim'), dim(`  ${claim}`)), welcome(state)], columns, 2),
    ...beside(list, about),
    ...fill([line('')], columns, 1),
    bottomLine(state),
  ]
}

function welcome({ picker }: UiState): Line {
  if (picker.filter !== '') return line(' only what contains ', bold(picker.filter), dim('   Esc shows all'))
  const next = picker.entries.find(entry => entry.kind === 'lesson' && !picker.done.has(entry.file))
  if (next === undefined) return line(' ', span('Enter', 'key'), ' opens what is chosen')
  const minutes = next.minutes === null ? '' : ` (${next.minutes} min)`
  return line(' ', span('Enter', 'key'), ` opens what is chosen; next in the course: ${next.title}${minutes}`)
}

/** The list with its headings, scrolled so that the chosen entry can be seen. */
function listLines({ picker }: UiState, entries: readonly CatalogueEntry[], rows: number, columns: number): Line[] {
  const lines: Line[] = []
  let chosen = 0
  entries.forEach((entry, index) => {
    if (entries[index - 1]?.kind !== entry.kind) {
      if (lines.length > 0) lines.push(emptyLine)
      lines.push(line(' ', dim(headings[entry.kind])))
    }
    const isChosen = index === picker.selected
    if (isChosen) chosen = lines.length
    const done = picker.done.has(entry.file) ? '✔' : ' '
    const number = entry.lesson === null ? '' : `${String(entry.lesson).padStart(2)} `
    const pointer = isChosen ? span(' ▶ ', 'key') : '   '
    const name = isChosen ? bold(entry.title) : entry.title
    lines.push(fit(line(pointer, span(`${done} `, 'ok'), dim(number), name), columns))
  })
  if (entries.length === 0) return [emptyLine, line(dim(' nothing contains these words'))]
  const first = Math.max(0, Math.min(chosen - (rows >> 1), lines.length - rows))
  return lines.slice(first, first + rows)
}

function entryLines(entry: CatalogueEntry | undefined, columns: number): Line[] {
  if (entry === undefined) return []
  const paragraph = (text: string | Line): Line[] => wrap(text, columns).map(one => line(' ', ...one))
  const minutes = entry.minutes === null ? [] : [emptyLine, line(dim(` about ${entry.minutes} minutes`))]
  return [
    ...paragraph(line(title(entry.title))),
    ...entry.question === '' ? [] : [emptyLine, ...paragraph(entry.question)],
    ...entry.actors === '' ? [] : [emptyLine, ...paragraph(line(dim(entry.actors)))],
    ...minutes,
    emptyLine, ...paragraph(line(dim(entry.file))),
  ]
}
