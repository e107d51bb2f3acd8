import { render as renderInk, type RenderOptions } from 'ink'
import type { Action, UiState } from '../state/index.ts'
import { App } from './app.tsx'
import { Effects } from './effects.ts'
import { FrameStream } from './frame-stream.ts'
import type { AppHost } from './host.ts'
import { KeyDecoder } from './key-decoder.ts'
import { PlayClock } from './play-clock.ts'
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
  const store: Store = new Store(initial, update, effect => effects.perform(effect))
  const effects = new Effects(host, store)
  const stream = new FrameStream(host.terminal)
  const ink = renderInk(<App store={store} stream={stream} />, inkOptions)
  const player = new PlayClock(host.clock, store)
  const stopInput = listenToKeys(host, store)
  const redraw = (): void => {
    stream.forget()
    store.dispatch({ type: 'resize', size: host.terminal.size() })
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

/** Ink mounts the tree and has nothing to write: the terminal is the frame stream's alone. */
const nowhere = { columns: 80, rows: 24, write: () => true, on() {}, off() {} } as unknown as NodeJS.WriteStream
const inkOptions: RenderOptions = {
  stdout: nowhere, stderr: nowhere, debug: true, exitOnCtrlC: false, patchConsole: false,
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
