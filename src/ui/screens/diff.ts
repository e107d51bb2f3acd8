import { formatSeconds } from '../../base/index.ts'
import { firstDifference } from '../../sim/index.ts'
import { storyOf, type Story, type Told } from '../story/index.ts'
import { takeOf, timeOf, viewOf, type Show, type Take, type UiState } from '../state/index.ts'
import { beside, bold, box, dim, emptyLine, fill, fit, line, span, title, type Line } from '../text/index.ts'
import { bottomLine } from './bottom-line.ts'
import { align, type Pair } from './diff/align.ts'
import { stateDifferences } from './diff/state-difference.ts'
import { header } from './header.ts'

/** Sentences of each run that are laid beside each other, before and after the moment. */
const reachMax = 150

/** Two branches of one scenario, side by side from where they part, and how their clusters differ now. */
export function diffScreen(state: UiState): Line[] {
  const { columns, rows } = state.size
  const { show } = state
  if (show === null) return fill([], columns, rows)
  const take = takeOf(show)
  const other = otherOf(show, take)
  if (other === null) return alone(state)
  const parting = firstDifference(take.branch.trace, other.branch.trace)
  const stateRows = Math.max(6, Math.floor((rows - 2) * 0.35))
  const listRows = rows - 2 - stateRows
  const left = columns >> 1
  const pairs = pairsAround(show, take, other, parting, listRows - 2)
  const side = (of: Take, name: 'A' | 'B', width: number): Line[] => box(
    pairs.map(pair => sentenceLine(pair, name, width - 2)),
    { columns: width, rows: listRows, title: sideTitle(name, of), focused: name === 'A' },
  )
  return [
    header(state),
    ...beside(side(take, 'A', left), side(other, 'B', columns - left)),
    ...box(differenceLines(show, other, columns - 2), {
      columns, rows: stateRows, title: line(title('What differs at this moment')), aside: partingText(take, parting),
    }),
    bottomLine(state),
  ]
}

function alone(state: UiState): Line[] {
  const { columns, rows } = state.size
  const text = [emptyLine, line(' There is one branch only: f breaks something at this moment, and so makes another.')]
  return [header(state), ...box(text, { columns, rows: rows - 2, title: 'Diff' }), bottomLine(state)]
}

/** The branch to compare with: the chosen one, else the parent, else the last one made. */
function otherOf({ takes, diffWith }: Show, { branch }: Take): Take | null {
  const named = takes.find(take => take.branch.name === (diffWith ?? branch.parent?.name))
  if (named !== undefined && named.branch !== branch) return named
  return takes.findLast(take => take.branch !== branch) ?? null
}

function sideTitle(name: string, { branch }: Take): Line {
  const heading = bold(`${name} ⑂ ${branch.name}`)
  if (branch.result === null) return line(heading, dim(' being made'))
  const violated = branch.result.checks.find(({ verdict }) => verdict.verdict === 'violated')
  return line(heading, violated === undefined ? span(' ✔', 'ok') : span(` ✘ ${violated.name}`, 'bad'))
}

function partingText({ branch }: Take, parting: number): string {
  if (parting === 0) return 'the same so far'
  const { trace } = branch
  const us = trace.get(Math.min(parting, trace.length)).timeUs
  return `they part at ${formatSeconds(us)}s, event ${parting}`
}

/** The rows to show: from where they part, scrolled so that the moment is in sight. */
function pairsAround(show: Show, take: Take, other: Take, parting: number, rows: number): Pair<Told>[] {
  const { cluster } = show.scenario.frontMatter
  const nowUs = timeOf(show, show.cursor.seq)
  const pick = (of: Take): Told[] => window(storyOf(of.branch.trace, cluster), parting, nowUs)
  const pairs = align(pick(take), pick(other), told => `${told.actor} ${told.text}`)
  const at = pairs.findLastIndex(pair => (pair.a ?? pair.b)!.timeUs <= nowUs)
  const first = Math.max(0, Math.min(at - Math.floor(rows * 2 / 3), pairs.length - rows))
  return pairs.slice(first, first + rows)
}

/** Sentences that tell something, around a time, none long before the runs part. */
function window(story: Story, parting: number, nowUs: number): Told[] {
  const telling = (told: Told): boolean => told.weight === 'chapter' || told.weight === 'step' || told.weight === 'event'
  const from = parting === 0 ? 0 : Math.max(0, story.indexAt(parting - 1) - 12)
  const rest = story.told.slice(from).filter(telling)
  const at = rest.findLastIndex(told => told.timeUs <= nowUs)
  return rest.slice(Math.max(0, at - reachMax), at + reachMax)
}

function sentenceLine(pair: Pair<Told>, side: 'A' | 'B', columns: number): Line {
  const told = side === 'A' ? pair.a : pair.b
  const isSame = pair.a !== null && pair.b !== null && pair.a.text === pair.b.text && pair.a.actor === pair.b.actor
  if (told === null) return fit(line(dim(' ·')), columns)
  const when = dim(` ${formatSeconds(told.timeUs).padStart(7)} `)
  const actor = told.actor === '' ? '' : `${told.actor} `
  const words = fit(line(when, isSame ? dim(actor) : actor, isSame ? dim(told.text) : span(told.text, told.tone)), columns - 2)
  return line(...words, isSame ? '  ' : span(' ≠', 'wait'))
}

function differenceLines(show: Show, other: Take, columns: number): Line[] {
  const here = viewOf(show)
  const there = other.timeline.at(other.timeline.seqAt(here.timeUs))
  const differences = stateDifferences(here, there)
  if (differences.length === 0) return [line(dim(' the clusters look the same'))]
  const half = Math.floor(columns * 0.36)
  return differences.map(({ what, a, b }) => line(
    ...fit(line(' ', dim(what)), columns - 2 * half), ...fit(line(dim('A '), a), half), ...fit(line(dim('B '), b), half),
  ))
}
