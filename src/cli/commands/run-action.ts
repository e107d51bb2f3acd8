import { resolve } from 'node:path'
import { parseIntervention, type Intervention } from '../../lab/branch/index.ts'
import { checkSteps, lineMistake } from '../../lab/scenario/index.ts'
import type { ExitCode } from '../exit-codes.ts'
import { loadScenario } from '../load-scenario.ts'
import { Narration } from '../narration.ts'
import { parseFrom } from '../parse-from.ts'
import { playScenario } from '../play.ts'
import { runFileText, storedBranch } from '../run-file.ts'
import { exitCodeOf, jsonText, printReport } from '../run-report.ts'
import { asUsageError } from '../report-error.ts'
import { parseSeed } from '../seed.ts'
import type { Terminal } from '../terminal.ts'
import { checkWritable, writeWhole } from '../write-whole.ts'

export interface RunArgs {
  scenario: string
  seed?: string
  from?: string
  skip: readonly string[]
  do?: readonly string[]
  json: boolean
  quiet: boolean
  trace?: string
}

/** Kinds of events that are told beside the console. */
export const toldEvents = ['step/begin', 'step/skipped', 'step/failed', 'reader/decided', 'reader/output']

export async function run(args: RunArgs, terminal: Terminal): Promise<ExitCode> {
  const seed = parseSeed(args.seed)
  const interventions = (args.do ?? []).map(parseDecision)
  asUsageError(() => checkSteps(args.skip))
  const loaded = await loadScenario(terminal.cwd, args.scenario)
  const from = parseFrom(args.from, loaded, seed ?? 0)
  const tracePath = args.trace === undefined ? undefined : resolve(terminal.cwd, args.trace)
  if (tracePath !== undefined) checkWritable(tracePath, args.trace!)
  const narration = args.json || args.quiet ? null : new Narration(terminal)
  const { result, wallMs } = await playScenario(loaded, {
    seed, skip: args.skip, interventions, from, trace: args.trace !== undefined, events: toldEvents,
    ...(narration === null ? {} : { tell: news => narration.tell(news) }),
  }, terminal)
  const plan = { seed, skip: args.skip, interventions, ...from === null ? {} : { from } }
  const reported = { loaded, result, ...plan, wallMs }
  if (args.json) terminal.out(jsonText(reported))
  else printReport(reported, terminal)
  // Last, so that what came of the run is told even if the disk is full.
  if (tracePath !== undefined) writeWhole(
    tracePath, runFileText(storedBranch(loaded, plan, result.run), result.run.trace), args.trace!,
  )
  return exitCodeOf(reported)
}

/** Reads one `--do`. Fails with a UsageError. */
export function parseDecision(text: string): Intervention {
  return asUsageError(() => {
    const intervention = parseIntervention(text)
    const mistake = intervention.kind === 'line' ? lineMistake(intervention.text) : null
    if (mistake !== null) throw mistake
    return intervention
  })
}
