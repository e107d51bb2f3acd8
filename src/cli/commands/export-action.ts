import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { replay as replayStrategy, type RunLog } from '../../sim/index.ts'
import { optionsOf, type Branch, type RunPlan } from '../../lab/branch/index.ts'
import { checkSteps } from '../../lab/scenario/index.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { endings, exportText, type TextFormat } from '../export-text.ts'
import { loadScenario, type LoadedScenario } from '../load-scenario.ts'
import { parseMoment, seqOf } from '../moment.ts'
import { playScenario } from '../play.ts'
import { asUsageError, UsageError } from '../report-error.ts'
import { loadRecordedRun } from '../recorded-run.ts'
import { parseSeed } from '../seed.ts'
import type { Terminal } from '../terminal.ts'
import { checkWritable, writeWhole } from '../write-whole.ts'
import { parseDecision } from './run-action.ts'

export interface ExportArgs {
  run: string
  to: string
  seed?: string
  skip: readonly string[]
  do: readonly string[]
  until?: string
  size: string
  'cast-version': string
  output?: string
}

interface Wanted { readonly loaded: LoadedScenario; readonly plan: RunPlan; readonly log: RunLog | null }

export async function exportRun(args: ExportArgs, terminal: Terminal): Promise<ExitCode> {
  const size = parseSize(args.size)
  const until = args.until === undefined ? null : parseMoment('--until', args.until)
  const { loaded, plan, log } = await wanted(args, terminal)
  const format = args.to as TextFormat
  const shown = args.output ?? `${loaded.scenario.name}.${endings[format]}`
  const path = resolve(terminal.cwd, shown)
  if (args.output !== '-') checkWritable(path, shown)
  const { result } = await playScenario(loaded, {
    ...optionsOf(loaded.scenario, plan), trace: true, ...log === null ? {} : { strategy: replayStrategy(log) },
  }, terminal)
  const { trace } = result.run
  const branch: Branch = {
    name: 'main', plan, parent: null, decision: '', trace, isRunning: false, result, problem: null, replies: new Map(),
  }
  const text = exportText(format, loaded.scenario, branch, {
    ...size, castVersion: args['cast-version'] === '2' ? 2 : 3, command: terminal.env['VTSIM_COMMAND'] ?? 'vtsim',
    ...until === null ? {} : { until: seqOf(until, trace) },
  })
  if (args.output === '-') {
    terminal.out(text)
    return exitCodes.ok
  }
  writeWhole(path, text, shown)
  terminal.err(`${shown}: ${Math.ceil(text.length / 1024)} kB, ${trace.length} events\n`)
  return exitCodes.ok
}

/** A scenario with the options given here, or a run file with what stands in it. */
async function wanted(args: ExportArgs, terminal: Terminal): Promise<Wanted> {
  const path = resolve(terminal.cwd, args.run)
  if (!args.run.endsWith('.md') && existsSync(path) && statSync(path).isFile()) {
    const { file, loaded, plan } = await loadRecordedRun(terminal.cwd, args.run)
    return { loaded, plan, log: file.stored.log }
  }
  asUsageError(() => checkSteps(args.skip))
  const plan = { seed: parseSeed(args.seed), skip: args.skip, interventions: args.do.map(parseDecision) }
  return { loaded: await loadScenario(terminal.cwd, args.run), plan, log: null }
}

/** `100x30` */
function parseSize(text: string): { columns: number; rows: number } {
  const match = /^(\d{2,3})x(\d{2,3})$/.exec(text)
  const [columns, rows] = [Number(match?.[1]), Number(match?.[2])]
  if (match === null || columns < 60 || rows < 16) {
    throw new UsageError(`\`${text}\` is no size of a terminal`, 'columns x rows, at least 60x16: 100x30')
  }
  return { columns, rows }
}
