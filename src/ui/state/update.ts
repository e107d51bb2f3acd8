import type { Action } from './action.ts'
import type { Effect } from './effect.ts'
import type { UiState } from './state.ts'

/** The state after an action, and what is to be done outside of it. */
export type Updated = readonly [state: UiState, effects: readonly Effect[]]

/** What one topic makes of an action; null: it is not its own. */
export type Update = (state: UiState, action: Action) => Updated | null
