import { formatSeconds } from '../../../base/index.ts'
import { rowsAfter, rowsUpTo, storyOf, type Story, type StoryRow } from '../../story/index.ts'
import { box, dim, fit, line, span, title, widthOf, wrap, type Line, type Span } from '../../text/index.ts'
import { takeOf, type Show, type Size, type UiState } from '../../state/index.ts'

/** Narrower panes leave the time to the header. */
const columnsForTime = 46
/** The event that is shown may take so many lines; the others one, as prose does, which stands in the next pane. */
const linesOfPresent = 3

/**
 * What happened last, what is shown now (`◀`), and what comes next in this branch. Clients and replication are
 * summed up; a question that was not answered yet hides what comes after it.
 */
export function eventsPane(state: UiState, { columns, rows }: Size): Line[] {
  const show = state.show!
  const story = storyOf(takeOf(show).branch.trace, show.scenario.frontMatter.cluster)
  const lines = eventLines(show, story, columns - 2, rows - 2)
  return box(lines, { columns, rows, title: line(title('2 Events')), aside: asideOf(show, story), focused: show.focus === 'events' })
}

function asideOf(show: Show, story: Story): string {
  if (show.filter !== null) return `& ${show.filter.not ? '!' : ''}${show.filter.text}`
  return `#${show.cursor.seq} of ${story.length}`
}

/** Exactly so many lines: two thirds of them for the past, if there is that much. */
function eventLines(show: Show, story: Story, columns: number, rows: number): Line[] {
  const { seq } = show.cursor
  const present = presentLines(show, story, columns)
  const ahead = rowsAfter(story, seq, rows, show.filter, nextQuestion(show))
  const room = rows - present.length
  const pastWanted = Math.max(Math.ceil(room * 2 / 3), room - ahead.length)
  const past = pastOf(show, story, pastWanted)
  const shownPast = past.slice(Math.max(0, past.length - pastWanted)).map(row => rowLine(row, columns, false))
  const next = ahead.slice(0, room - shownPast.length).map(row => rowLine(row, columns, true))
  return [...shownPast, ...present, ...next]
}

/** The rows before the one that is shown now. */
function pastOf(show: Show, story: Story, count: number): StoryRow[] {
  const { seq } = show.cursor
  const rows = rowsUpTo(story, seq, count + 1, show.filter)
  return rows.at(-1)?.seq === seq ? rows.slice(0, -1) : rows
}

function presentLines(show: Show, story: Story, columns: number): Line[] {
  const { seq } = show.cursor
  if (seq === 0) return [fit(line(dim('nothing has happened yet'), span(' ◀', 'key')), columns)]
  const told = story.at(seq)
  const row: StoryRow = { ...told, kind: 'told' }
  const head = headOf(row, columns, false)
  const indent = ' '.repeat(widthOf(head))
  const wrapped = wrap(line(...textSpans(row, false)), columns - indent.length - 2)
  const shown = wrapped.slice(0, told.weight === 'prose' ? 1 : linesOfPresent)
  return shown.map((text, i) => {
    const whole = line(...i === 0 ? head : [span(indent)], ...text, i === shown.length - 1 && wrapped.length > shown.length ? '…' : '')
    return i < shown.length - 1 ? fit(whole, columns) : line(...fit(whole, columns - 2), span(' ◀', 'key'))
  })
}

function rowLine(row: StoryRow, columns: number, isAhead: boolean): Line {
  return fit(line(...headOf(row, columns, isAhead), ...textSpans(row, isAhead)), columns)
}

/** Time, if there is room, and who. */
function headOf({ timeUs, actor, weight }: StoryRow, columns: number, isAhead: boolean): readonly Span[] {
  const time = columns < columnsForTime ? [] : [dim(`${formatSeconds(timeUs).padStart(7)} `)]
  if (actor === '' && weight === 'chapter') return [...time, span('▸ ', isAhead ? 'dim' : 'title')]
  if (actor === '') return [...time, span(weight === 'prose' ? '  ' : '    ')]
  const who = actor === '$' || actor === '?' || actor === '…' ? `${actor} ` : `${actor.padEnd(9)} `
  const indent = weight === 'chapter' || columns < columnsForTime ? '' : '  '
  return [...time, span(`${indent}${who}`, isAhead ? 'dim' : weight === 'chapter' ? 'key' : 'info')]
}

function textSpans({ text, tone, weight }: StoryRow, isAhead: boolean): readonly Span[] {
  if (isAhead) return [dim(text)]
  const colon = weight === 'step' ? text.indexOf(': ') : -1
  if (colon < 0 || tone !== 'plain') return [span(text, tone)]
  return [span(text.slice(0, colon), 'bold'), span(text.slice(colon), tone)]
}

/** The first question ahead that the reader has neither answered nor left. */
function nextQuestion(show: Show): number {
  const { cursor, answers } = show
  return takeOf(show).timeline.markers.find(({ kind, seq }) => kind === 'ask' && seq > cursor.seq && !answers.has(seq))?.seq ?? Infinity
}
