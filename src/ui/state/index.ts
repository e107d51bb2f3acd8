/**
 * # State: all that a screen depends on
 *
 * The UI is a loop without hidden corners: a key becomes an **action**, `update` makes of the **state** and
 * the action a new state and **effects**, and screens are pure functions of the state.
 *
 *     key ─▶ action ─▶ update(state, action) ─▶ state ─▶ screen
 *                              └─▶ effects ─▶ runs, files ─▶ actions
 *
 * A **show** is an open scenario; a **take** is a branch with its timeline; the **cursor** is the last event
 * that has happened at the moment that is shown. An **overlay** lies over the screen and takes the keys.
 */
export type { Action, ExportFormat, KeyPress } from './action.ts'
export type { ConsoleState, Exchange, TextInput } from './console-state.ts'
export type { Effect } from './effect.ts'
export type { Menu, MenuItem, Overlay, PromptName } from './overlay.ts'
export type { CatalogueEntry, PickerState } from './picker-state.ts'
export type {
  Cursor, Notice, PaneName, Player, ScreenName, Show, Size, Speed, Take, UiState,
} from './state.ts'
