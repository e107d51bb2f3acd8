import { useLayoutEffect, useSyncExternalStore } from 'react'
import { screen } from '../screens/index.ts'
import { render } from '../text/index.ts'
import type { FrameStream } from './frame-stream.ts'
import type { Store } from './store.ts'

/**
 * Draws the state. The frame goes to the terminal past Ink's own layout: screens are exact already, and to
 * measure, wrap and tokenize them again took three quarters of the time from a key to the picture.
 */
export function App({ store, stream }: { readonly store: Store; readonly stream: FrameStream }) {
  const state = useSyncExternalStore(store.subscribe, store.current)
  useLayoutEffect(() => stream.show(render(screen(state), state.theme)), [state, stream])
  return null
}
