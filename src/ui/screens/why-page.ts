import { formatSeconds } from '../../base/index.ts'
import { takeOf, viewOf, whyChoice, type Show, type UiState, type WhyChoice } from '../state/index.ts'
import { narrate, storyOf, termsIn, todayOf, type Link } from '../story/index.ts'
import { beside, bold, box, dim, emptyLine, key, line, span, title, wrap, type Line } from '../text/index.ts'
import { bottomLine } from './bottom-line.ts'
import { header } from './header.ts'
import { outputLines } from './panes/output-lines.ts'

const twoColumnsMin = 110

/** Why something happened: from the event back to the command or the clock that began it, and what came of it. */
export function whyScreen(state: UiState): Line[] {
  const { columns, rows } = state.size
  const show = state.show!
  const room = rows - 2
  const choice = whyChoice(show)
  if (columns >= twoColumnsMin) {
    const left = Math.round(columns * 0.6)
    return [header(state), ...beside(chainBox(choice, left, room), aboutBox(state, show, columns - left, room)), bottomLine(state)]
  }
  const about = Math.min(11, Math.max(5, room >> 1))
  return [header(state), ...chainBox(choice, columns, room - about), ...aboutBox(state, show, columns, about), bottomLine(state)]
}

function chainBox(choice: WhyChoice, columns: number, rows: number): Line[] {
  const width = columns - 2
  const { causes, effects, selected } = choice
  const blocks: Line[][] = causes.length === 0 ? [[line(dim(' nothing has happened yet'))]] : [
    ...causes.map((link, i) => linkLines(link, causes[i - 1] ?? null, i === selected, width)),
    ...effects.map((link, i) => [
      ...i === 0 ? [emptyLine, line(bold(' and so'))] : [], ...linkLines(link, null, causes.length + i === selected, width),
    ]),
    ...effects.length === 0 ? [[emptyLine, line(dim(' nothing that is told came of it, as far as this run has got'))]] : [],
  ]
  const lines = blocks.flat()
  const before = blocks.slice(0, selected).flat().length
  const first = Math.max(0, Math.min(before - 2, lines.length - (rows - 2)))
  return box(lines.slice(first), {
    columns, rows, focused: true, title: line(title('Why'), dim(' did this happen?')), aside: 'Enter goes there',
  })
}

/** `later`: what it led to; null if that is not the line before. */
function linkLines({ told, how, hops }: Link, later: Link | null, isSelected: boolean, columns: number): Line[] {
  const time = formatSeconds(told.timeUs).padStart(8)
  const mark = isSelected ? key('▶') : span(' ')
  const bond = how === 'itself' ? [] : [line(dim(`          ${bondText(how, hops, later)}`))]
  const words = span(told.text, isSelected ? 'bold' : told.tone === 'dim' ? 'plain' : told.tone)
  const text = wrap(line(span(told.actor === '' ? '' : `${told.actor} `, 'info'), words), columns - 12, '  ')
  const [first = emptyLine, ...more] = text
  return [...bond, line(mark, dim(`${time} `), ...first), ...more.slice(0, 3).map(one => line(' '.repeat(10), ...one))]
}

function bondText(how: Link['how'], hops: number, later: Link | null): string {
  if (how === 'state') return later === null ? '→ it went by this' : '← it went by this'
  if (how === 'step') return hops === 0 ? '← the first step of' : `← after ${hops === 1 ? 'one other step' : `${hops} other steps`} of`
  const through = hops <= 1 ? 'at once' : `through ${hops} calls and answers`
  return later === null ? `→ ${through}` : `← ${through}, from`
}

/** What the step is for, where Vitess does it, and the words that it needs. */
function aboutBox(state: UiState, show: Show, columns: number, rows: number): Line[] {
  const view = viewOf(show)
  const { title: name, paragraphs } = narrate(view)
  const width = columns - 4
  const running = view.procedures.at(-1)
  const today = running === undefined ? null : todayOf(running.name, running.step)
  const { cursor, scenario } = show
  const told = cursor.seq === 0 ? '' : storyOf(takeOf(show).branch.trace, scenario.frontMatter.cluster).at(cursor.seq).text
  const words = termsIn([told, ...paragraphs.map(({ text }) => text)].join(' ')).map(term => term.name)
  const lines = [
    ...paragraphs.flatMap(({ kind, text }) => kind === 'output' ? outputLines(text, width) :
      wrap(line(kind === 'source' ? dim(text) : kind === 'evidence' ? span(text, 'info') : text), width)),
    ...state.names === 'today' && today !== null ? wrap(line(span(today, 'ok')), width) : [],
    ...words.length === 0 ? [] : wrap(line(dim('Words (g): '), span(words.join(', '), 'key')), width),
  ]
  return box(lines.map(one => line(' ', ...one)), {
    columns, rows, title: name === '' ? 'At this moment' : name, aside: 'n names  g words',
  })
}
