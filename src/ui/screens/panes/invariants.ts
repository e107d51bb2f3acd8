import { formatSeconds } from '../../../base/index.ts'
import { violationsOf, type Violation } from '../../cluster-view/index.ts'
import { takeOf, type Show, type Size, type UiState } from '../../state/index.ts'
import { box, dim, fit, line, span, title, widthOf, type Line, type Span } from '../../text/index.ts'

/** Checks judge a run when it is over; what they found has a time, and before that time nothing was wrong. */
export function invariantsPane({ show }: UiState, { columns, rows }: Size): Line[] {
  const focused = show?.focus === 'invariants'
  if (rows < 3) return fillLines(show === null ? line('') : oneLine(show, columns), columns, rows)
  const aside = show === null ? '' : clientsText(show)
  const frame = { columns, rows, title: line(title('5 Promises')), focused, aside }
  if (show === null) return box([], frame)
  return box([line(' ', ...checkSpans(show, columns - 4), ...detail(show)), ...foundLines(show)], frame)
}

function fillLines(first: Line, columns: number, rows: number): Line[] {
  return Array.from({ length: rows }, (_, index) => fit(index === 0 ? first : line(''), columns))
}

function oneLine(show: Show, columns: number): Line {
  const clients = dim(clientsText(show))
  const room = columns - widthOf(line(clients)) - 2
  return line(...fit(line(' ', ...checkSpans(show, room - 2)), room), clients, ' ')
}

/** `✔ acked-writes-survive`, or how many hold where there is no room for names. */
function checkSpans(show: Show, columns: number): Span[] {
  const marks = checkMarks(show)
  const named = marks.flatMap(({ name, mark }, index) =>
    [...index === 0 ? [] : [span('  ')], mark, span(` ${name}`)])
  if (widthOf(named) <= columns) return named
  const bad = marks.filter(({ isBroken }) => isBroken)
  const open = marks.filter(({ isOpen }) => isOpen)
  const isEnd = show.cursor.seq >= takeOf(show).timeline.length
  const well = marks.length - bad.length - open.length
  const words = bad.length > 0 ? ' hold' : isEnd ? ' promises held' : ' promises hold so far'
  return [
    ...bad.flatMap(({ name }) => [span(`✘ ${name}  `, 'bad')]),
    ...open.length === 0 ? [] : [span(`◐ ${open.length} not judged yet`, 'wait')],
    ...well === 0 ? [] : [span(`✔ ${well}`, 'ok'), span(words)],
  ]
}

interface CheckMark {
  readonly name: string
  readonly mark: Span
  readonly isBroken: boolean
  readonly isOpen: boolean
}

function checkMarks(show: Show): CheckMark[] {
  const { branch, timeline } = takeOf(show)
  const names = show.scenario.frontMatter.checks
  if (branch.result === null) {
    return names.map(name => ({ name, mark: span('◐', 'wait'), isBroken: false, isOpen: true }))
  }
  const broken = new Set(violationsSoFar(show).map(({ check }) => check))
  const isEnd = show.cursor.seq >= timeline.length
  return branch.result.checks.map(({ name, verdict }) => {
    const isOpen = verdict.verdict === 'unknown' && isEnd
    const isBroken = broken.has(name)
    const mark = isBroken ? span('✘', 'bad') : isOpen ? span('◐', 'wait') : span('✔', 'ok')
    return { name, isBroken, isOpen, mark }
  })
}

function violationsSoFar(show: Show): readonly Violation[] {
  const { branch, timeline } = takeOf(show)
  if (branch.result === null) return []
  return violationsOf(timeline, branch.result.checks).filter(({ seq }) => seq <= show.cursor.seq)
}

/** What was found last, or what is promised. */
function detail(show: Show): Span[] {
  const last = violationsSoFar(show).at(-1)
  if (last !== undefined) return [span('  '), span(foundText(last), 'bad')]
  return [dim(`: ${show.scenario.frontMatter.checks.join(', ')}`)]
}

/** What was found before that. */
function foundLines(show: Show): Line[] {
  return violationsSoFar(show).slice(0, -1).reverse()
    .map(violation => line(' ', span(foundText(violation), 'bad')))
}

const foundText = ({ says, timeUs }: Violation): string => `${formatSeconds(timeUs)}s ${says}`

function clientsText(show: Show): string {
  const { acked, refused, unknown, sent } = takeOf(show).timeline.at(show.cursor.seq).clients
  if (sent === 0) return 'no client has asked yet'
  return `clients: ${acked} ok, ${refused} refused, ${unknown} in doubt`
}
