import type { Action } from './action.ts'
import { keyName } from './key-name.ts'
import { decidingKeys } from './keys/deciding.ts'
import { leavingKeys } from './keys/leaving.ts'
import { lookingKeys } from './keys/looking.ts'
import { timeKeys } from './keys/time.ts'
import type { KeyPress } from './action.ts'
import type { KeyBinding } from './keys/key-binding.ts'
import { screenOf, type UiState } from './state.ts'

/** Every key that means something while nothing lies over the screen. The key bar and the page of keys are made from it. */
export const keyMap: readonly KeyBinding[] = [...timeKeys, ...lookingKeys, ...decidingKeys, ...leavingKeys]

/** What this key means here: an action, the reason why not, or null for a key that means nothing. */
export function meaningOf(state: UiState, press: KeyPress): { readonly action: Action } | { readonly because: string } | null {
  const name = keyName(press)
  const binding = keyMap.find(({ keys, where, when }) =>
    keys.includes(name) && isHere(where, state) && (when === undefined || when(state)))
  if (binding === undefined) return null
  const because = binding.disabledBecause?.(state) ?? null
  if (because !== null) return { because: `${binding.shown} ${binding.says}: ${because}` }
  return { action: typeof binding.action === 'function' ? binding.action(state, name) : binding.action }
}

/** The keys of this screen, in the order of the table. */
export function keysHere(state: UiState): readonly KeyBinding[] {
  return keyMap.filter(({ where, when }) => isHere(where, state) && (when === undefined || when(state)))
}

/** The keys that are worth showing now, the most useful first; those that would do nothing are left out. */
export function keyBar(state: UiState): readonly KeyBinding[] {
  return keysHere(state)
    .filter(binding => binding.bar !== undefined && (binding.disabledBecause?.(state) ?? null) === null)
    .sort((a, b) => a.bar! - b.bar!)
}

function isHere(where: KeyBinding['where'], state: UiState): boolean {
  return where === 'everywhere' || where.includes(screenOf(state))
}
