import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ExitCode } from '../exit-codes.ts'
import { loadScenario } from '../load-scenario.ts'
import { Narration } from '../narration.ts'
import { playScenario } from '../play.ts'
import { runFileText } from '../run-file.ts'
import { exitCodeOf, jsonReport, printReport } from '../run-report.ts'
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
  const loaded = loadScenario(terminal.cwd, args.scenario)
  const narration = args.json || args.quiet ? null : new Narration(terminal)
  const { result, wallMs } = await playScenario(loaded, {
    seed, skip: args.skip, trace: args.trace !== undefined, events: toldEvents,
    ...(narration === null ? {} : { tell: news => narration.tell(news) }),
  }, terminal)
  const reported = { loaded, result, seed, skip: args.skip, wallMs }
  if (args.trace !== undefined) writeRunFile(resolve(terminal.cwd, args.trace), runFileText(reported))
  if (args.json) terminal.out(`${JSON.stringify(jsonReport(reported), plainNumbers, 2)}\n`)
  else printReport(reported, terminal)
  return exitCodeOf(reported)
}

function writeRunFile(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch {
    throw new UsageError(`cannot write ${path}`)
  }
}

function plainNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
