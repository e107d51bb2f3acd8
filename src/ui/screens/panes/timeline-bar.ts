import { violationMarkers, type Marker, type Timeline } from '../../cluster-view/index.ts'
import { openQuestion, takeOf, timeOf, type Show, type Size, type Take, type UiState } from '../../state/index.ts'
import { dim, fill, fit, line, span, widthOf, type Line, type Span, type Tone } from '../../text/index.ts'

/** Where an event stands on the bar: a column from 0. */
type Place = (seq: number) => number

/** The run from end to end: its phases, where the moment is, what went wrong, and where branches leave. */
export function timelineBar({ show }: UiState, { columns, rows }: Size): Line[] {
  if (show === null) return fill([], columns, rows)
  const take = takeOf(show)
  const inner = columns - 4
  const place = placeOf(show, take.timeline, inner)
  const lines = [
    line(' ', ...phaseLine(show, take, place, inner)),
    line(' ├', ...bar(show, take.timeline, place, inner), '┤'),
    line(' ', ...markLine(show, take, place, inner)),
    ...otherBranches(show, take, place, inner),
  ]
  return fill(lines, columns, rows)
}

function placeOf(show: Show, timeline: Timeline, inner: number): Place {
  const last = Math.max(1, inner - 1)
  const clamp = (part: number): number => Math.max(0, Math.min(last, Math.round(last * part)))
  if (show.scale === 'events') return seq => clamp(timeline.length === 0 ? 0 : seq / timeline.length)
  return seq => clamp(timeline.endUs === 0 ? 0 : timeOf(show, Math.min(seq, timeline.length)) / timeline.endUs)
}

/** Names of the phases, each from where it begins to where the next one does. */
function phaseLine(show: Show, { timeline }: Take, place: Place, inner: number): Line {
  const open = openQuestion(show) ?? Infinity
  const all = timeline.markers.filter(({ kind, short, seq }) => kind === 'phase' && short !== '' && seq <= open)
  // The same thing done to one shard after the other is one phase.
  const phases = all.filter(({ short }, index) => all[index - 1]?.short !== short)
  const pieces: Span[] = []
  let at = 0
  phases.forEach(({ seq, short }, index) => {
    const next = phases[index + 1]
    const begin = place(seq)
    const end = next === undefined ? inner : place(next.seq)
    if (begin < at || end - begin < 4) return
    const isNow = seq <= show.cursor.seq && (next === undefined || show.cursor.seq < next.seq)
    pieces.push(span(' '.repeat(begin + 1 - at)), dim('┊'))
    const name = named(short, end - begin - 2)
    pieces.push(span(name, isNow ? 'bold' : 'dim'))
    at = begin + 2 + name.length
  })
  return pieces
}

/** Where the name of a command is too long. */
const abbreviations: ReadonlyMap<string, string> = new Map([
  ['InitShardMaster', 'Init'], ['SplitClone', 'Clone'], ['SplitDiff', 'Diff'],
  ['PlannedReparentShard', 'Reparent'], ['EmergencyReparentShard', 'Reparent'],
])

function named(short: string, columns: number): string {
  const name = short.length <= columns ? short : abbreviations.get(short) ?? short
  return name.slice(0, Math.max(0, columns))
}

/** `▓` and `░`: a command runs; `─` and `┄`: time between them. What is to come is lighter. */
function bar(show: Show, timeline: Timeline, place: Place, inner: number): Line {
  const cursor = place(show.cursor.seq)
  const busy = new Array<boolean>(inner).fill(false)
  for (const { begunAt, seq } of timeline.at(timeline.length).finished) {
    busy.fill(true, place(begunAt), place(seq) + 1)
  }
  const cells = busy.map((isBusy, column): [string, Tone] => (column === cursor ? ['●', 'key']
    : column < cursor ? [isBusy ? '▓' : '─', 'info'] : [isBusy ? '░' : '┄', 'dim']))
  return joined(cells)
}

function joined(cells: readonly (readonly [text: string, tone: Tone])[]): Line {
  const spans: Span[] = []
  for (const [text, tone] of cells) {
    const last = spans.at(-1)
    if (last?.tone === tone) spans[spans.length - 1] = span(last.text + text, tone)
    else spans.push(span(text, tone))
  }
  return spans
}

interface Mark { readonly column: number; readonly glyph: Span; readonly text: string }

const glyphs: { readonly [kind in Marker['kind']]: readonly [glyph: string, tone: Tone, rank: number] } = {
  violation: ['✘', 'bad', 0], fault: ['▲', 'bad', 1], decision: ['⑂', 'info', 2], ask: ['?', 'key', 3],
  error: ['·', 'wait', 4], phase: ['', 'dim', 9], step: ['', 'dim', 9],
}

/** What happened where, with words where there is room, and how long the run is. */
function markLine(show: Show, take: Take, place: Place, inner: number): Line {
  const { timeline, branch } = take
  const end = dim(`${(timeline.endUs / 1_000_000).toFixed(1)}s`)
  const room = inner - widthOf(line(end))
  const marks = marksOf(show, take, place)
  const pieces: Span[] = []
  let at = 0
  marks.forEach(({ column, glyph, text }, index) => {
    if (column < at || column >= room) return
    const free = Math.min(room, marks[index + 1]?.column ?? room) - column - 2
    const words = free >= 8 && text !== '' ? ` ${fitted(text, free - 1)}` : ''
    pieces.push(span(' '.repeat(column - at)), glyph, dim(words))
    at = column + 1 + widthOf(words)
  })
  return [span(' '), ...fit(pieces, room), branch.isRunning ? dim('…') : span(' '), end]
}

function fitted(text: string, columns: number): string {
  return fit(text, Math.min(columns, widthOf(text))).map(piece => piece.text).join('')
}

/** One for each column, the gravest. What would answer the question that is open is not there yet. */
function marksOf(show: Show, { timeline, branch }: Take, place: Place): Mark[] {
  const leaving = show.takes.flatMap(({ branch: other }) => (other.parent?.name !== branch.name ? []
    : [{ seq: other.parent.after, kind: 'decision' as const, title: other.name }]))
  const found = branch.result === null ? [] : violationMarkers(timeline, branch.result.checks)
  const open = openQuestion(show) ?? Infinity
  const byColumn = new Map<number, { readonly rank: number; readonly mark: Mark }>()
  for (const { seq, kind, title } of [...timeline.markers, ...found, ...leaving]) {
    const [glyph, tone, rank] = glyphs[kind]
    const column = place(seq)
    const isAnswer = kind === 'fault' || kind === 'violation' || kind === 'error'
    if (isAnswer && seq > open) continue
    if (glyph === '' || (byColumn.get(column)?.rank ?? 9) <= rank) continue
    const text = kind === 'fault' || kind === 'decision' || kind === 'violation' ? title : ''
    byColumn.set(column, { rank, mark: { column, glyph: span(glyph, tone), text } })
  }
  return [...byColumn.values()].map(({ mark }) => mark).sort((a, b) => a.column - b.column)
}

/** The other branches below, from where they left; as many as there are lines for. */
function otherBranches(show: Show, take: Take, place: Place, inner: number): Line[] {
  return show.takes.filter(other => other !== take).slice(-3).reverse().map(({ branch, timeline }) => {
    const from = branch.parent?.name === take.branch.name ? place(branch.parent.after) : 0
    const broken = branch.result?.checks.some(({ verdict }) => verdict.verdict === 'violated') === true
    const verdict = branch.isRunning ? dim(' …') : broken ? span(' ✘', 'bad') : span(' ✔', 'ok')
    const words = `╰─ ${branch.name}: ${branch.decision}`
    const length = timeline.length === 0 ? '' : ` ${(timeline.endUs / 1_000_000).toFixed(1)}s`
    const start = Math.min(from, Math.max(0, inner - widthOf(words) - 8))
    return line('  ', ' '.repeat(start), span(words, 'info'), verdict, dim(length))
  })
}

