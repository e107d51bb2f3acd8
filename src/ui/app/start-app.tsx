import { render as renderInk, type RenderOptions } from 'ink'
import type { Action, Effect, UiState } from '../state/index.ts'
import { App } from './app.tsx'
import { ask, choicesMenu } from './asking.ts'
import { FrameStream } from './frame-stream.ts'
import type { AppHost } from './host.ts'
import { KeyDecoder } from './key-decoder.ts'
import { PlayClock } from './play-clock.ts'
import { Runs } from './runs.ts'
import { Store } from './store.ts'
import { update } from './update/update.ts'

/** How long after a lone ESC something may follow that makes it a sequence. */
const escapeMs = 30

export interface RunningApp {
  state(): UiState
  dispatch(action: Action): void
  /** Writes the whole screen again: the terminal shows something else, or has another size. */
  redraw(): void
  stop(): void
}

/** Opens the UI in a terminal that has been entered. */
export function startApp(host: AppHost, initial: UiState): RunningApp {
  const store: Store = new Store(initial, update, effect => perform(effect, host, store, runs))
  const runs = new Runs(host.clock, store.dispatch)
  const stream = new FrameStream(host.terminal)
  const ink = renderInk(<App store={store} />, inkOptions(stream))
  const player = new PlayClock(host.clock, store)
  const stopInput = listenToKeys(host, store)
  const redraw = (): void => {
    stream.forget()
    store.dispatch({ type: 'resize', size: host.terminal.size() })
    stream.resize()
  }
  const stopResize = host.terminal.onResize(redraw)
  return {
    state: store.current, dispatch: store.dispatch, redraw,
    stop() {
      stream.close()
      stopInput()
      stopResize()
      player.stop()
      ink.unmount()
    },
  }
}

function inkOptions(stream: FrameStream): RenderOptions {
  const standIn = stream as unknown as NodeJS.WriteStream
  // In debug mode Ink writes whole frames, and leaves it to the stream what to do with them.
  return { stdout: standIn, stderr: standIn, debug: true, exitOnCtrlC: false, patchConsole: false }
}

function listenToKeys({ terminal, clock }: AppHost, store: Store): () => void {
  const decoder = new KeyDecoder()
  let callOff = (): void => {}
  const tell = (presses: ReturnType<KeyDecoder['push']>): void => {
    for (const key of presses) store.dispatch({ type: 'key', key })
  }
  return terminal.onInput(text => {
    callOff()
    tell(decoder.push(text))
    if (decoder.isPending) callOff = clock.after(escapeMs, () => tell(decoder.flush()))
  })
}

function perform(effect: Effect, host: AppHost, store: Store, runs: Runs): void {
  const { dispatch } = store
  const failed = (error: unknown): void => dispatch({ type: 'told', tone: 'bad', text: oneLine(error) })
  /** In a turn of its own: while a run has the thread, nobody may draw. */
  const apart = (asked: () => Promise<Action>): void => {
    host.clock.after(0, () => void asked().then(action => host.clock.after(0, () => dispatch(action)), failed))
  }
  switch (effect.type) {
    case 'open': return void host.open(effect.entry).then(({ scenario, plan }) => {
      runs.start({ scenario, plan, name: 'main', parent: null, decision: '' },
        (branch, timeline) => ({ type: 'opened', scenario, take: { branch, timeline } }))
    }, failed)
    case 'branch': {
      const { scenario, plan, name, decision, after } = effect
      const parent = { name: effect.parent, after }
      return runs.start({ scenario, plan, decision, parent, name },
        (branch, timeline) => ({ type: 'branched', take: { branch, timeline } }))
    }
    case 'export': {
      const { show } = store.state
      if (show === null) return
      return void host.export(effect.format, show, effect.branch, effect.seq)
        .then(text => dispatch({ type: 'told', tone: 'ok', text }), failed)
    }
    case 'remember-done': return host.rememberDone(effect.file)
    case 'remember-line': return host.rememberLine(effect.text)
    case 'suspend': return host.suspend()
    case 'quit': case 'interrupt': return host.quit(effect.type === 'interrupt')
    case 'probe': return apart(() => ask(effect.scenario, effect.plan, effect.question))
    case 'choices': return apart(() => choicesMenu(effect.scenario, effect.plan, effect.after))
  }
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!
}
