import { plainPlan, type RunPlan } from '../../lab/branch/index.ts'
import type { Scenario } from '../../lab/scenario/index.ts'
import { startApp, type AppHost, type RunningApp } from '../../ui/app/index.ts'
import { initialState, type CatalogueEntry, type UiState } from '../../ui/state/index.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { loadScenario } from '../load-scenario.ts'
import { recordedRun } from '../recorded-run.ts'
import { wantsColor, type Terminal } from '../terminal.ts'
import { catalogue } from './catalogue.ts'
import { exportShown } from './export-shown.ts'
import { TerminalSession } from './terminal-session.ts'
import { transcript } from './transcript.ts'
import { UserFiles } from './user-files.ts'

export interface TuiOptions {
  /** Opened at once; without it the picker. */
  readonly open?: CatalogueEntry
  /** What it says, where that was read before. */
  readonly loaded?: Scenario
  /** The run of it; without one the dull run. */
  readonly plan?: RunPlan
  readonly ascii: boolean
}

/** Runs the UI until it is left, and answers the exit code. What stays on the screen is a short transcript. */
export function openTui(terminal: Terminal, options: TuiOptions): Promise<ExitCode> {
  return new Promise(resolve => {
    let app: RunningApp | null = null
    const end = (code: ExitCode): void => {
      app?.stop()
      const command = terminal.env['VTSIM_COMMAND'] ?? 'vtsim'
      if (app !== null) for (const line of transcript(app.state(), command)) terminal.out(`${line}\n`)
      resolve(code)
    }
    const session: TerminalSession = new TerminalSession(terminal, end, () => app?.redraw())
    session.open()
    const files = new UserFiles(terminal.env)
    app = startApp(hostOf(terminal, options, session, files), firstState(terminal, options, session, files))
    if (options.open !== undefined) app.dispatch({ type: 'open', entry: options.open })
  })
}

function hostOf(terminal: Terminal, options: TuiOptions, session: TerminalSession, files: UserFiles): AppHost {
  return {
    terminal: session,
    clock: { nowMs: () => performance.now(), after },
    async open(entry) {
      if (entry === options.open && options.loaded !== undefined) {
        return { scenario: options.loaded, plan: options.plan ?? plainPlan }
      }
      const own = entry === options.open ? options.plan ?? plainPlan : plainPlan
      const run = entry.kind === 'found' ? recordedRun(terminal.cwd, entry.file) : { scenario: entry.file, plan: own }
      return { scenario: (await loadScenario(terminal.cwd, run.scenario)).scenario, plan: run.plan }
    },
    rememberDone: file => files.rememberDone(file),
    rememberLine: text => files.rememberLine(text),
    export: (format, show, branch, seq) => exportShown(terminal, format, show, branch, seq),
    suspend: () => session.suspend(),
    quit: isInterrupted => session.end(isInterrupted ? exitCodes.interrupted : exitCodes.ok),
  }
}

function firstState(terminal: Terminal, { ascii }: TuiOptions, session: TerminalSession, files: UserFiles): UiState {
  return initialState({
    size: session.size(), theme: { color: wantsColor(terminal), ascii }, entries: catalogue(terminal.cwd),
    done: files.done(), history: files.history(),
  })
}

function after(ms: number, call: () => void): () => void {
  if (ms <= 0) {
    const immediate = setImmediate(call)
    return () => clearImmediate(immediate)
  }
  const timer = setTimeout(call, ms)
  return () => clearTimeout(timer)
}
