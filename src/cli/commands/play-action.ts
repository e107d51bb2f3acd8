import type { RunPlan } from '../../lab/branch/index.ts'
import { checkSteps } from '../../lab/scenario/index.ts'
import type { ExitCode } from '../exit-codes.ts'
import { loadScenario } from '../load-scenario.ts'
import { parseFrom } from '../parse-from.ts'
import { recordedRun } from '../recorded-run.ts'
import { asUsageError } from '../report-error.ts'
import { findScenario } from '../scenario-files.ts'
import { parseSeed } from '../seed.ts'
import type { Terminal } from '../terminal.ts'
import { canShowTui } from '../tui/can-show-tui.ts'
import { entryOf } from '../tui/catalogue.ts'
import { wantsAscii, type TuiArgs } from '../tui/tui-options.ts'
import { replay } from './replay-action.ts'
import { parseDecision, run } from './run-action.ts'

export interface PlayArgs extends TuiArgs {
  scenario: string
  seed?: string
  from?: string
  skip: readonly string[]
  do: readonly string[]
}

/** The UI where there is a terminal that can show it; else the narration. */
export async function play(args: PlayArgs, terminal: Terminal): Promise<ExitCode> {
  const isScenario = !isRunFile(args.scenario)
  if (!args.tui || !canShowTui(terminal)) {
    return isScenario ? run({ ...args, json: false, quiet: false }, terminal)
      : replay({ file: args.scenario, json: false, quiet: false }, terminal)
  }
  const given = isScenario ? { scenario: args.scenario, plan: planOf(args) } : recordedRun(terminal.cwd, args.scenario)
  const { scenario } = given
  const open = entryOf(terminal.cwd, findScenario(terminal.cwd, scenario))
  // Before the screen is taken: a mistake in the file is told where the reader can keep it.
  const loaded = await loadScenario(terminal.cwd, scenario)
  const from = isScenario ? parseFrom(args.from, loaded, given.plan.seed ?? 0) : null
  const plan = from === null ? given.plan : { ...given.plan, from }
  const { openTui } = await import('../tui/open-tui.ts')
  return openTui(terminal, { open, loaded: loaded.scenario, plan, ascii: wantsAscii(args, terminal) })
}

/** Scenarios are Markdown; what a run was written to has the name that the reader gave it. */
function isRunFile(given: string): boolean {
  return /\.(json|jsonl|ndjson|run|trace|log|txt)$/.test(given)
}

function planOf({ seed, skip, do: decisions }: PlayArgs): RunPlan {
  asUsageError(() => checkSteps(skip))
  return { seed: parseSeed(seed), skip, interventions: decisions.map(parseDecision) }
}
