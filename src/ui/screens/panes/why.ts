import type { ClusterView } from '../../cluster-view/index.ts'
import { takeOf, viewOf, type Show, type Size, type UiState } from '../../state/index.ts'
import { causeOf, narrate, storyOf, todayOf, type Paragraph } from '../../story/index.ts'
import { box, dim, fit, line, span, title, wrap, type Line, type Tone } from '../../text/index.ts'
import { outputLines } from './output-lines.ts'

const tones: { readonly [kind in Paragraph['kind']]: Tone } = {
  output: 'plain', prose: 'plain', doubt: 'wait', says: 'plain', because: 'plain', evidence: 'info',
  'if-skipped': 'wait', source: 'dim',
}

/** The narration of this moment: what is being done, why, what bears it out, and what it would be like without. */
export function whyPane(state: UiState, { columns, rows }: Size): Line[] {
  const show = state.show!
  const view = viewOf(show)
  const { title: name, paragraphs } = narrate(view)
  const width = columns - 4
  const said = paragraphs.filter(({ kind }) => kind !== 'source').flatMap(paragraph => wrapped(paragraph, width))
  const lines = [
    ...presentCause(show, width), ...lessonQuestion(show, view, width), ...today(state, view, width), ...said,
    ...source(paragraphs, width),
  ]
  const scrolled = show.focus === 'why' ? Math.max(0, Math.min(show.scroll, lines.length - (rows - 2))) : 0
  const left = lines.length - scrolled - (rows - 2)
  return box(lines.slice(scrolled).map(one => line(' ', ...one)), {
    columns, rows, focused: show.focus === 'why', aside: left > 0 ? `${left} more ${left === 1 ? 'line' : 'lines'} · w` : 'w g',
    title: line(title('3 Why'), name === '' ? '' : span(`  ${name}`)),
  })
}

/** What the lesson is about, until it says something itself. */
function lessonQuestion({ scenario }: Show, { console: { prose, commandSeq } }: ClusterView, columns: number): Line[] {
  const { lesson, question } = scenario.frontMatter
  if (lesson === null || prose !== '' || commandSeq > 0) return []
  return wrap(line(span(question, 'bold')), columns)
}

function wrapped({ kind, text }: Paragraph, columns: number): Line[] {
  if (kind === 'output') return outputLines(text, columns)
  if (kind !== 'prose') return wrap(line(span(text, tones[kind])), columns)
  // Lists, tables and code keep their lines; what was filled in the file is filled again.
  const isVerse = /^(\s|[-*+|>]|\d+\.|```|~~~)/m.test(text)
  return isVerse ? text.split('\n').flatMap(one => wrap(one, columns)) : wrap(text.replace(/\s*\n\s*/g, ' '), columns)
}

/** What the event that is shown follows from, if it is news: one line, of which the page of causes has more. */
function presentCause(show: Show, columns: number): Line[] {
  const { seq } = show.cursor
  if (seq === 0) return []
  const story = storyOf(takeOf(show).branch.trace, show.scenario.frontMatter.cluster)
  const told = story.at(seq)
  const isNews = told.weight === 'event' || told.weight === 'traffic' && told.tone === 'bad'
  if (!isNews || told.actor === '' || told.kind.startsWith('scenario/')) return []
  const cause = causeOf(story, told)
  if (cause === null) return []
  return [fit(line(span(told.actor, 'info'), dim(' because '), span(`${cause.told.actor} `, 'info'), cause.told.text), columns)]
}

function today({ names }: UiState, { procedures }: ClusterView, columns: number): Line[] {
  const running = procedures.at(-1)
  const text = names === 'today' && running !== undefined ? todayOf(running.name, running.step) : null
  return text === null ? [] : wrap(line(span(text, 'ok')), columns)
}

function source(paragraphs: readonly Paragraph[], columns: number): Line[] {
  return paragraphs.filter(({ kind }) => kind === 'source').flatMap(({ text }) => wrap(line(dim(text)), columns))
}
