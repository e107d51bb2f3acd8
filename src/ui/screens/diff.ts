import { formatSeconds } from '../../base/index.ts'
import { stateDifferences } from '../cluster-view/index.ts'
import {
  comparedRows, comparison, isSame, timeOf, viewOf, type Comparison, type Show, type Take, type UiState,
} from '../state/index.ts'
import type { Pair, Told } from '../story/index.ts'
import { beside, bold, box, dim, emptyLine, fill, fit, line, span, title, type Line } from '../text/index.ts'
import { bottomLine } from './bottom-line.ts'
import { header } from './header.ts'

/** Two branches of one scenario, side by side from where they part, and how their clusters differ now. */
export function diffScreen(state: UiState): Line[] {
  const { columns, rows } = state.size
  const { show } = state
  if (show === null) return fill([], columns, rows)
  const compared = comparison(show)
  if (compared === null) return alone(state)
  const { take, other, parting } = compared
  const stateRows = Math.max(6, Math.floor((rows - 2) * 0.35))
  const listRows = rows - 2 - stateRows
  const left = columns >> 1
  const { pairs, at } = rowsAround(show, compared, listRows - 2)
  const side = (of: Take, name: 'A' | 'B', width: number): Line[] => box(
    pairs.map((pair, row) => sentenceLine(pair, name, row === at, width - 2)),
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

/** The rows to show, scrolled so that the moment is in sight, and which of them is the last that has happened. */
function rowsAround(show: Show, compared: Comparison, rows: number): { pairs: readonly Pair<Told>[]; at: number } {
  const pairs = comparedRows(show, compared)
  const nowUs = timeOf(show, show.cursor.seq)
  const at = pairs.findLastIndex(pair => (pair.a ?? pair.b)!.timeUs <= nowUs)
  const first = Math.max(0, Math.min(at - Math.floor(rows * 2 / 3), pairs.length - rows))
  return { pairs: pairs.slice(first, first + rows), at: at - first }
}

function sentenceLine(pair: Pair<Told>, side: 'A' | 'B', isNow: boolean, columns: number): Line {
  const told = side === 'A' ? pair.a : pair.b
  const mark = isNow ? bold('▸') : ' '
  if (told === null) return fit(line(mark, dim('·')), columns)
  const when = dim(`${formatSeconds(told.timeUs).padStart(7)} `)
  const actor = told.actor === '' ? '' : `${told.actor} `
  const same = isSame(pair)
  const words = fit(line(mark, when, same ? dim(actor) : actor, same ? dim(told.text) : span(told.text, told.tone)), columns - 2)
  return line(...words, same ? '  ' : span(' ≠', 'wait'))
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
