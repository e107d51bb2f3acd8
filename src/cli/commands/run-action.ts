import { closeSync, openSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ExitCode } from '../exit-codes.ts'
import { loadScenario } from '../load-scenario.ts'
import { Narration } from '../narration.ts'
import { playScenario } from '../play.ts'
import { runFileText } from '../run-file.ts'
import { exitCodeOf, jsonText, printReport } from '../run-report.ts'
import { UsageError } from '../report-error.ts'
import { parseSeed } from '../seed.ts'
import type { Terminal } from '../terminal.ts'

export interface RunArgs {
  scenario: string
  seed?: string
  skip: readonly string[]
  json: boolean
  quiet: boolean
  trace?: string
}

/** Kinds of events that are told beside the console. */
const toldEvents = ['step/begin', 'step/skipped', 'step/failed']

export async function run(args: RunArgs, terminal: Terminal): Promise<ExitCode> {
  const seed = parseSeed(args.seed)
  const loaded = await loadScenario(terminal.cwd, args.scenario)
  const tracePath = args.trace === undefined ? undefined : resolve(terminal.cwd, args.trace)
  if (tracePath !== undefined) writing(tracePath, () => closeSync(openSync(tracePath, 'a')))
  const narration = args.json || args.quiet ? null : new Narration(terminal)
  const { result, wallMs } = await playScenario(loaded, {
    seed, skip: args.skip, trace: args.trace !== undefined, events: toldEvents,
    ...(narration === null ? {} : { tell: news => narration.tell(news) }),
  }, terminal)
  const reported = { loaded, result, seed, skip: args.skip, wallMs }
  if (tracePath !== undefined) writing(tracePath, () => writeFileSync(tracePath, runFileText(reported)))
  if (args.json) terminal.out(jsonText(reported))
  else printReport(reported, terminal)
  return exitCodeOf(reported)
}

/** Fails with a UsageError where the file cannot be written: better before the run than after it. */
function writing(path: string, body: () => void): void {
  try {
    body()
  } catch {
    throw new UsageError(`cannot write ${path}`)
  }
}
