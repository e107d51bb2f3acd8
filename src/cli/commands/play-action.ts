import type { ExitCode } from '../exit-codes.ts'
import { findScenario } from '../scenario-files.ts'
import { parseSeed } from '../seed.ts'
import type { Terminal } from '../terminal.ts'
import { canShowTui } from '../tui/can-show-tui.ts'
import { entryOf } from '../tui/catalogue.ts'
import { run } from './run-action.ts'

export interface PlayArgs { scenario: string; seed?: string; skip: readonly string[]; ascii: boolean; tui: boolean }

/** The UI where there is a terminal that can show it; else the narration of `vtsim run`. */
export async function play(args: PlayArgs, terminal: Terminal): Promise<ExitCode> {
  if (!args.tui || !canShowTui(terminal)) return run({ ...args, json: false, quiet: false }, terminal)
  const seed = parseSeed(args.seed)
  const entry = entryOf(terminal.cwd, findScenario(terminal.cwd, args.scenario))
  const { openTui } = await import('../tui/open-tui.ts')
  return await openTui(terminal, { open: entry, plan: { seed, skip: args.skip, interventions: [] }, ascii: args.ascii }) as ExitCode
}
