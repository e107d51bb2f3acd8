import type { Attempt } from '../lab/check/index.ts'
import { evidenceOf, type Shrunk, type WhatDecides } from '../lab/shrink/index.ts'
import { identityText } from '../lab/explore/index.ts'
import { formatLogEntry, type LogEntry } from '../sim/index.ts'
import { failureRows, spaceTime, spaceTimeLegend } from '../ui/export/index.ts'
import { storyOf } from '../ui/story/index.ts'
import { render } from '../ui/text/index.ts'
import { decidesLines, jsonDecides, withPair } from './decides-report.ts'
import type { LoadedScenario } from './load-scenario.ts'
import type { createPaint } from './paint.ts'

/** What is told when a run has been shrunk. */
export interface ShrunkReport {
  readonly loaded: LoadedScenario
  readonly shrunk: Shrunk
  /** null: there was no time left to ask. */
  readonly decides: WhatDecides | null
  /** The file of the small run, as the reader knows it; null: it could not be written. */
  readonly file: string | null
  readonly wallMs: number
  readonly interrupted: boolean
  /** How the reader calls this program. */
  readonly command: string
}

type Paint = ReturnType<typeof createPaint>

/** Everything in words, for a person. */
export function humanShrunk(
  report: ShrunkReport, paint: Paint, { columns, isQuiet }: { readonly columns: number; readonly isQuiet: boolean },
): string {
  const { shrunk, decides, wallMs, interrupted, file, command, loaded: { scenario } } = report
  const { before, after, tries, isMinimal } = shrunk
  const end = interrupted ? 'interrupted: the best so far'
    : isMinimal ? 'nothing of it can be left out' : 'the time was up: the best so far'
  const lines = [
    paint.red(identityText(shrunk.identity)), `  ${saysOf(report)}`, '',
    `operations  ${after.operations} of ${before.operations}`, ...few(operationLines(shrunk)),
    `faults      ${after.faults} of ${before.faults}`, ...few(faultLines(report).map(line => `  ${line}`)),
    `schedule    ${after.schedule} of ${before.schedule} events came late`, ...entryLines(shrunk, ({ type }) => type === 'postponed'),
    `choices     ${after.answers} of ${before.answers} others were not the plain ones`,
    ...entryLines(shrunk, entry => entry.type === 'answer' && !/^(nemesis|net)\//.test(entry.label)),
    `${end} (${tries} runs in ${(wallMs / 1000).toFixed(1)} s)`, '',
    ...decidesLines(shrunk, decides, scenario, faultLines(report)), '',
    ...isQuiet ? [] : [...diagram(report, columns, paint), ''],
    ...file === null ? [] : [`Replay:  ${command} replay ${file}`],
  ]
  return `${lines.join('\n')}\n`
}

function saysOf({ shrunk: { trial, identity } }: ShrunkReport): string {
  return evidenceOf(trial, identity)?.says ?? `${identity.check}: ${String(trial.result.run.error ?? identity.anomaly).split('\n')[0]!}`
}

function operationLines({ trial }: Shrunk): string[] {
  const { history } = trial.result.record
  return trial.result.operations.map(({ client, atUs, attempts }) => {
    const last = history[attempts.at(-1) ?? -1]
    const told = last === undefined ? '' : `, ${{ ok: 'acknowledged', fail: 'refused', unknown: 'nobody knows its outcome' }[last.outcome]}`
    const times = attempts.length > 1 ? ` (${attempts.length} times)` : ''
    return `  ${seconds(atUs)} ${client} ${last?.operation ?? ''}${rows(last)}${told}${times}`
  })
}

function rows(attempt: Attempt | undefined): string {
  const named = new Set([...attempt?.writes ?? [], ...attempt?.reads ?? []].flatMap(({ row }) => row ?? []))
  return named.size === 0 || named.size > 3 ? '' : ` ${[...named].join(', ')}`
}

/** What was broken, with its moment, in the words of the story. */
function faultLines({ loaded, shrunk: { trial } }: ShrunkReport): string[] {
  const { trace } = trial.result.run
  const story = storyOf(trace, loaded.scenario.frontMatter.cluster)
  const lines: string[] = []
  for (let seq = 1; seq <= trace.length; seq++) {
    const kind = trace.kindAt(seq)
    if (kind !== 'nemesis/act' && kind !== 'net/fault') continue
    const { timeUs, data, process, note } = trace.get(seq)
    const what = kind === 'nemesis/act' ? story.at(seq).text.replace(/^breaks: /, '')
      : `${(data as { readonly fault: string }).fault}: ${note} to ${process}`
    lines.push(`${seconds(timeUs)} ${what}`)
  }
  return lines
}

/** Operations, faults, or entries of the log. */
const linesMax = 12

function entryLines({ trial }: Shrunk, isWanted: (entry: LogEntry) => boolean): readonly string[] {
  return few(trial.run.log.entries.filter(isWanted).map(entry => `  ${formatLogEntry(entry)}`))
}

/** A person wants the first of many; `--json` has all. */
function few(lines: readonly string[]): readonly string[] {
  return lines.length > linesMax ? [...lines.slice(0, linesMax), `  and ${lines.length - linesMax} more`] : lines
}

/** With the line that names the lanes. */
const diagramLinesMax = 25
const legendLinesMax = 2

function diagram({ loaded, shrunk, decides }: ShrunkReport, columns: number, paint: Paint): string[] {
  const pair = decides?.pair ?? null
  const { result, ...trial } = pair?.failing ?? shrunk.trial
  const { trace, nowMs } = result.run
  const story = storyOf(trace, loaded.scenario.frontMatter.cluster)
  const atUs = evidenceOf({ result, ...trial }, shrunk.identity)?.timeUs ?? nowMs * 1000
  const rows = failureRows(trace, story, atUs, diagramLinesMax - legendLinesMax - (pair === null ? 1 : 3))
  const marked = new Set(pair === null ? [] : [pair.first, pair.second])
  const shown = pair === null ? rows : withPair(rows, pair, story)
  const color = paint.bold('x') !== 'x'
  const width = Math.min(columns, 140)
  const legend = spaceTimeLegend(shown, loaded.scenario.frontMatter.cluster, width).slice(0, legendLinesMax)
  const lines = [...legend, ...spaceTime(shown, { columns: width, cursor: 0, marked })]
  return render(lines, { color, ascii: false }).map(line => line.trimEnd())
}

function seconds(us: number): string {
  return `${(us / 1e6).toFixed(3)} s`
}

/** One JSON document. Names of fields are stable; `version` counts their changes. */
export function jsonShrunk(report: ShrunkReport): string {
  const { shrunk, decides, file, wallMs, interrupted, loaded, command } = report
  const { identity, before, after, tries, isMinimal, trial } = shrunk
  const document = {
    version: 1, scenario: loaded.scenario.source.file, identity: identityText(identity), check: identity.check,
    says: saysOf(report), before, after, tries, wallMs, isMinimal, interrupted,
    operations: operationLines(shrunk).map(line => line.trim()), faults: faultLines(report),
    choices: trial.run.log.entries.map(formatLogEntry), decides: jsonDecides(decides, loaded.scenario), file,
    replay: file === null ? null : `${command} replay ${file}`,
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
