import { formatSeconds } from '../base/index.ts'
import type { Link, Told } from '../ui/story/index.ts'
import type { RunDifference, RunSide } from './compare-runs.ts'
import type { Paint } from './paint.ts'

/** Lines of a chain of causes, of what is told, of states and of checks that are shown: with all else, at most 40. */
const causesMax = 4
const stateMax = 9
const checksMax = 4

/** Everything in words, for a person, in at most 40 lines. */
export function humanDiff(difference: RunDifference, columns: number, paint: Paint): string {
  const { a, b, parting, checks } = difference
  const cut = (text: string): string => text.length > columns ? `${text.slice(0, columns - 1)}…` : text
  const lines = [sideLine('A', a, paint), sideLine('B', b, paint), '']
  if (parting === null) return `${[...lines, `the same, event by event: trace ${a.hash}`].map(cut).join('\n')}\n`
  lines.push(paint.bold(partingText(a, b, parting)), ...causeLines('A', a, paint), ...causeLines('B', b, paint))
  lines.push('', ...toldLines(difference, columns, paint), '', ...stateLines(difference, columns, paint))
  const verdicts = checks.map(({ name, ...of }) => ({ what: name, ...of }))
  if (verdicts.length > 0) lines.push('', ...tableLines('checks', verdicts, checksMax, columns, paint))
  return `${lines.map(line => line.includes('\u001b') ? line : cut(line)).join('\n')}\n`
}

function sideLine(letter: string, { name, wrong, trace, endUs }: RunSide, paint: Paint): string {
  const more = wrong.length > 1 ? ` and ${wrong.length - 1} more` : ''
  const verdict = wrong.length === 0 ? paint.green('nothing wrong') : paint.red(wrong[0]! + more)
  return `${paint.bold(letter)}  ${name}: ${verdict}, ${trace.length} events in ${formatSeconds(endUs)} s`
}

function partingText(a: RunSide, b: RunSide, parting: number): string {
  const shorter = Math.min(a.trace.length, b.trace.length)
  if (parting > shorter) return `the same up to event #${shorter}, with which ${a.trace.length === shorter ? 'A' : 'B'} is over`
  const atUs = Math.min(a.trace.get(parting).timeUs, b.trace.get(parting).timeUs)
  return `they part at event #${parting}, ${formatSeconds(atUs)} s`
}

/** The event at which they part, and under it what led to it, the nearest first. */
function causeLines(letter: string, { causes }: RunSide, paint: Paint): string[] {
  const chain = causes.toReversed()
  const shown = chain.slice(0, causesMax)
  const lines = shown.map(({ told }, i) =>
    i === 0 ? `${paint.bold(letter)}  ${toldText(told)}` : `     ${bond(chain[i - 1]!)} ${toldText(told)}`)
  return chain.length > causesMax ? [...lines, paint.dim(`     … and ${chain.length - causesMax} more before`)] : lines
}

function bond({ how }: Link): string {
  return how === 'state' ? 'by' : '←'
}

function toldText({ timeUs, actor, text }: Told): string {
  return `${formatSeconds(timeUs).padStart(8)} ${actor === '' ? '' : `${actor} `}${text}`
}

function toldLines({ told, toldMore }: RunDifference, columns: number, paint: Paint): string[] {
  if (told.length === 0) return ['a reader is told the same of both']
  const width = (columns - 3) >> 1
  const cell = (side: Told | null): string => fit(side === null ? '·' : toldText(side), width)
  return [
    paint.bold(`${fit('told by A', width)}   told by B`),
    ...told.map(({ a, b }) => `${cell(a)} ${a !== null && b !== null ? '≠' : '|'} ${cell(b)}`.trimEnd()),
    ...toldMore === 0 ? [] : [paint.dim(`… and ${toldMore} more`)],
  ]
}

function stateLines({ state, atUs }: RunDifference, columns: number, paint: Paint): string[] {
  const when = `${formatSeconds(atUs)} s`
  if (state.length === 0) return [`at ${when} both clusters are in the same state`]
  return tableLines(`state at ${when}`, state, stateMax, columns, paint)
}

function tableLines(
  title: string, rows: readonly { readonly what: string; readonly a: string; readonly b: string }[],
  max: number, columns: number, paint: Paint,
): string[] {
  const shown = rows.slice(0, max)
  const first = Math.min(Math.max(title.length, ...shown.map(({ what }) => what.length)), Math.floor(columns * 0.4))
  const width = (columns - first - 4) >> 1
  const row = (what: string, a: string, b: string): string => `${fit(what, first)}  ${fit(a, width)}  ${fit(b, width)}`.trimEnd()
  const more = rows.length - max
  return [
    paint.bold(row(title, 'A', 'B')), ...shown.map(({ what, a, b }) => row(what, a, b)),
    ...more > 0 ? [paint.dim(`… and ${more} more`)] : [],
  ]
}

function fit(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text.padEnd(width)
}

/** One JSON document. Names of fields are stable; `version` counts their changes. */
export function jsonDiff({ a, b, parting, told, toldMore, atUs, state, checks }: RunDifference): string {
  const side = ({ name, hash, trace, endUs, wrong, causes }: RunSide): object => ({
    run: name, traceHash: hash, events: trace.length, endUs, wrong,
    event: parting === null || parting > trace.length ? null : trace.format(parting),
    causes: causes.map(({ told: { seq, timeUs, actor, text }, how }) => ({ seq, timeUs, actor, text, how })),
  })
  const sentence = (of: Told | null): object | null =>
    of === null ? null : { seq: of.seq, timeUs: of.timeUs, actor: of.actor, text: of.text }
  const document = {
    version: 1, same: parting === null, parting, a: side(a), b: side(b),
    told: told.map(pair => ({ a: sentence(pair.a), b: sentence(pair.b) })), toldMore, stateAtUs: atUs, state, checks,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
