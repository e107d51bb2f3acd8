import { plainPlan, type RunPlan } from '../../lab/branch/index.ts'
import { startApp, type AppHost, type RunningApp } from '../../ui/app/index.ts'
import { initialState, type CatalogueEntry, type UiState } from '../../ui/state/index.ts'
import { loadScenario } from '../load-scenario.ts'
import { wantsColor, type Terminal } from '../terminal.ts'
import { catalogue } from './catalogue.ts'
import { TerminalSession } from './terminal-session.ts'

export interface TuiOptions {
  /** Opened at once; without it the picker. */
  readonly open?: CatalogueEntry
  readonly plan?: RunPlan
  readonly ascii: boolean
}

/** Runs the UI until it is left, and answers the exit code. */
export async function openTui(terminal: Terminal, options: TuiOptions): Promise<number> {
  return new Promise(resolve => {
    let app: RunningApp | null = null
    const end = (code: number): void => {
      app?.stop()
      resolve(code)
    }
    const session: TerminalSession = new TerminalSession(end, () => app?.redraw())
    session.open()
    const host: AppHost = {
      terminal: session,
      clock: { nowMs: () => performance.now(), after },
      async open(entry) {
        const { scenario } = await loadScenario(terminal.cwd, entry.file)
        return { scenario, plan: entry === options.open ? options.plan ?? plainPlan : plainPlan }
      },
      rememberDone() {},
      rememberLine() {},
      export: async () => { throw new Error('not yet') },
      suspend: () => session.suspend(),
      quit() {
        session.close()
        end(0)
      },
    }
    app = startApp(host, firstState(terminal, session, options))
    if (options.open !== undefined) app.dispatch({ type: 'open', entry: options.open })
  })
}

function firstState(terminal: Terminal, session: TerminalSession, { ascii }: TuiOptions): UiState {
  return initialState({
    size: session.size(), theme: { color: wantsColor(terminal), ascii }, entries: catalogue(terminal.cwd), done: new Set(), history: [],
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
