import { runCommandLine, type Intervention } from '../lab/branch/index.ts'
import type { Evidence, Verdict } from '../lab/check/index.ts'
import { failedCommandsText, verdictLines, type CutoverReport, type ImageName, type ScenarioRun } from '../lab/scenario/index.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import type { LoadedScenario } from './load-scenario.ts'
import { createPaint, type Paint } from './paint.ts'
import { wantsColor, type Terminal } from './terminal.ts'

export interface ReportedRun {
  readonly loaded: LoadedScenario
  readonly result: ScenarioRun
  /** undefined: the dull run. */
  readonly seed: number | undefined
  readonly skip: readonly string[]
  /** What a reader did. */
  readonly interventions: readonly Intervention[]
  readonly from?: ImageName
  readonly wallMs: number
  /** The file that it was read from, if it is the replay of one. */
  readonly file?: string
  /** It is the replay of a run, and went another way: what was expected of that one says nothing of this. */
  readonly isOther?: boolean
}

/** What `--json` prints. */
export function jsonText(reported: ReportedRun): string {
  return `${JSON.stringify(jsonReport(reported), plainNumbers, 2)}\n`
}

function plainNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

/** The document of `--json`. Names of fields are stable; `version` counts their changes. */
function jsonReport(reported: ReportedRun): object {
  const { loaded, result, seed, wallMs } = reported
  return {
    version: 1,
    scenario: loaded.scenario.name,
    scenarioDigest: loaded.digest,
    seed: seed ?? null,
    traceHash: result.run.hash,
    virtualMs: result.run.nowMs,
    wallMs,
    events: result.events,
    operations: result.clients.sent,
    checks: result.checks.map(
      ({ name, verdict }) => ({ name, verdict: verdict.verdict, evidence: evidenceOf(verdict) })
    ),
    clients: {
      sent: result.clients.sent, acked: result.clients.acked, failed: result.clients.failed,
      unknown: result.clients.unknown, buffered: result.clients.buffered,
    },
    cutover: { writeBlockedMs: result.cutover.writeBlockedMs, errors: result.cutover.errors, end: result.cutover.end },
    commandsFailed: result.commandsFailed,
    replay: replayCommand(reported),
  }
}

function evidenceOf(verdict: Verdict): readonly Evidence[] {
  if (verdict.verdict === 'violated' || verdict.verdict === 'noted') return verdict.evidence
  return verdict.verdict === 'unknown' ? [{ says: verdict.why, data: null, timeUs: null }] : []
}

/** The command line that gives this run again. */
function replayCommand({ loaded, file, ...plan }: ReportedRun, command = 'vtsim'): string {
  if (file !== undefined) return `${command} replay ${file}`
  return runCommandLine('run', loaded.scenario.source.file, plan, command)
}

/** The lines at the end of a run for a person. */
export function printReport(reported: ReportedRun, terminal: Terminal): void {
  const { result, wallMs, loaded } = reported
  const paint = createPaint(wantsColor(terminal))
  const { clients, cutover, run } = result
  if (!hasJustBeenTold(result)) {
    terminal.out('\n')
    for (const check of result.checks) {
      const [head, ...evidence] = verdictLines(check)
      const color = { ok: paint.green, violated: paint.red, unknown: paint.yellow, noted: paint.yellow }[check.verdict.verdict]
      terminal.out(`${[color(head!), ...evidence].join('\n')}\n`)
    }
  }
  terminal.out(`\nclients: ${clients.sent} sent, ${clients.acked} acknowledged, ${clients.failed} refused,`
    + ` ${clients.unknown} unknown`
    + `${clients.buffered > 0 ? `, ${clients.buffered} buffered` : ''}\n`)
  terminal.out(`cutover: ${cutoverText(cutover)}\n`)
  terminal.out(`run:     ${(run.nowMs / 1000).toFixed(1)} s of virtual time in`
    + ` ${(wallMs / 1000).toFixed(2)} s, ${result.events} events, trace ${run.hash}\n`)
  const expected = loaded.scenario.frontMatter.expectViolationOf
  if (expected.length > 0) terminal.out(`expected: violation of ${expected.join(', ')}\n`)
  if (result.commandsFailed.length > 0) terminal.out(`${paint.red(failedCommandsText(result.commandsFailed))}\n`)
  terminal.out(`${verdictOf(reported, paint)}\n`)
  const command = terminal.env['VTSIM_COMMAND'] ?? 'vtsim'
  terminal.out(`Replay:  ${replayCommand(reported, command)}\n`)
  if (isAsExpected(reported) && reported.isOther !== true) terminal.out(`Go on:   ${waysOn(reported, command).join('\n         ')}\n`)
}

function verdictOf(reported: ReportedRun, paint: Paint): string {
  if (reported.isOther === true) return paint.red('another run than the one that was recorded')
  return isAsExpected(reported) ? paint.green('as expected') : paint.red('NOT as expected')
}

/** What the cutover was for the clients. Refusals at other times are none of its. */
function cutoverText({ writeBlockedMs, errors, end }: CutoverReport): string {
  if (end === null) return 'writes were never stopped for one'
  const ending = { moved: '', 'given-back': '; the old shard took them again', lasts: '; it has not come to its end' }[end]
  return `writes blocked for ${writeBlockedMs.toFixed(1)} ms, ${errors} ${errors === 1 ? 'error' : 'errors'}`
    + ` seen by clients because of it${ending}`
}

/** The scenario ended with `vtsim check`, which printed these very verdicts. */
function hasJustBeenTold({ outputs, checks }: ScenarioRun): boolean {
  const last = [...outputs.values()].at(-1) ?? []
  const verdicts = checks.flatMap(check => verdictLines(check))
  return last.length === verdicts.length && verdicts.every((line, i) => line === last[i])
}

/** What somebody who liked this run would try next. */
function waysOn({ loaded, seed, skip }: ReportedRun, command: string): readonly string[] {
  const { file } = loaded.scenario.source
  return [
    `${command} run ${file} --seed ${(seed ?? 0) + 1}    the same story on another schedule`,
    ...skip.length > 0 ? [] : [`${command} run ${file} --skip STEP    a step left out (each · above is one): which check notices?`],
    `${command} list    the other scenarios`,
  ]
}

/** Of a law that is to be violated, or to be kept; what is but noted keeps it. */
export function isVerdictExpected({ verdict }: Verdict, isViolationExpected: boolean): boolean {
  return isViolationExpected ? verdict === 'violated' : verdict === 'ok' || verdict === 'noted'
}

/** What was to be violated is, and nothing else; and no command failed that was not recorded to fail. */
export function isAsExpected({ loaded, result }: ReportedRun): boolean {
  const { expectViolationOf } = loaded.scenario.frontMatter
  return result.commandsFailed.length === 0
    && result.checks.every(({ name, verdict }) => isVerdictExpected(verdict, expectViolationOf.includes(name)))
    && expectViolationOf.every(name => result.checks.some(check => check.name === name))
}

export function exitCodeOf(reported: ReportedRun): ExitCode {
  return isAsExpected(reported) ? exitCodes.ok : exitCodes.failed
}
