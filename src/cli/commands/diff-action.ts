import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { UserError } from '../../base/index.ts'
import { optionsOf, type RunPlan } from '../../lab/branch/index.ts'
import { formatUserError, runScenario } from '../../lab/scenario/index.ts'
import { replay, type RunLog } from '../../sim/index.ts'
import { compareRuns, type ComparedRun } from '../compare-runs.ts'
import { humanDiff, jsonDiff } from '../diff-report.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { loadScenario, type LoadedScenario } from '../load-scenario.ts'
import { parseMoment, timeOf } from '../moment.ts'
import { createPaint } from '../paint.ts'
import { loadRecordedRun } from '../recorded-run.ts'
import { InvalidFileError, UsageError } from '../report-error.ts'
import { parseSeed } from '../seed.ts'
import { wantsColor, type Terminal } from '../terminal.ts'

export interface DiffArgs { readonly a: string; readonly b: string; readonly at?: string; readonly json: boolean }

/** Makes both runs and compares them. As of `diff`: 0 if they are the same, else 1. */
export async function diff(args: DiffArgs, terminal: Terminal): Promise<ExitCode> {
  const at = args.at === undefined ? null : parseMoment('--at', args.at)
  const wanted = [await wantedRun(args.a, terminal), await wantedRun(args.b, terminal)] as const
  const [a, b] = [await madeRun(args.a, wanted[0]), await madeRun(args.b, wanted[1])]
  const difference = compareRuns(a, b, at === null ? null : timeOf(at, a.result.run.trace))
  if (args.json) terminal.out(jsonDiff(difference))
  else terminal.out(humanDiff(difference, terminal.columns, createPaint(wantsColor(terminal))))
  return difference.parting === null ? exitCodes.ok : exitCodes.failed
}

interface Wanted { readonly loaded: LoadedScenario; readonly plan: RunPlan; readonly log: RunLog | null }

/** Both are read before the first is made: a mistake in the second is told at once. */
async function wantedRun(given: string, { cwd, err }: Terminal): Promise<Wanted> {
  const path = resolve(cwd, given)
  if (!given.endsWith('.md') && existsSync(path) && statSync(path).isFile()) {
    const { file, loaded, plan, isChanged } = await loadRecordedRun(cwd, given)
    if (isChanged) err(`vtsim: ${file.stored.scenario} has changed since ${given} was recorded\n`)
    return { loaded, plan, log: file.stored.log }
  }
  const [, scenario = given, seed] = /^(.+)@([^@/]*)$/.exec(given) ?? []
  if (seed !== undefined && !/^\d+$/.test(seed)) throw new UsageError(`\`${seed}\` is no seed`, `as in ${scenario}@7`)
  return { loaded: await loadScenario(cwd, scenario), plan: { seed: parseSeed(seed), skip: [], interventions: [] }, log: null }
}

async function madeRun(name: string, { loaded, plan, log }: Wanted): Promise<ComparedRun> {
  const { scenario } = loaded
  const result = await runScenario(scenario, {
    ...optionsOf(scenario, plan), trace: true, ...log === null ? {} : { strategy: replay(log) },
  })
  const { error } = result.run
  if (error instanceof UserError) throw new InvalidFileError(formatUserError(error, scenario.source))
  return { name, scenario, result }
}
