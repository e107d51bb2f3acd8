import { Text } from 'ink'
import { useSyncExternalStore } from 'react'
import { screen } from '../screens/index.ts'
import { render } from '../text/index.ts'
import type { Store } from './store.ts'

/** The whole screen is one text of exactly its size: layout is arithmetic, and Ink has nothing to lay out. */
export function App({ store }: { readonly store: Store }) {
  const state = useSyncExternalStore(store.subscribe, store.current)
  return <Text wrap="truncate">{render(screen(state), state.theme).join('\n')}</Text>
}
