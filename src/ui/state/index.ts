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
export { comparedRows, comparison, isSame, nextDifference, nextToCompare, type Comparison } from './comparison.ts'
export type { ConsoleState, Exchange, TextInput } from './console-state.ts'
export { complete, completionsOf } from './console/completion.ts'
export { readLine, type TypedLine } from './console/read-line.ts'
export { branchTree, type BranchNode } from './deciding/branch-tree.ts'
export { decide } from './deciding/decide.ts'
export { faultMenu } from './deciding/fault-menu.ts'
export { presets, type Preset } from './deciding/presets.ts'
export { provokeMenu } from './deciding/provoke-menu.ts'
export type { Effect } from './effect.ts'
export { exportMenu } from './export-menu.ts'
export { initialShow, initialState, type InitialOptions } from './initial-state.ts'
export { keyBar, keysHere, meaningOf } from './key-map.ts'
export { keyName } from './key-name.ts'
export type { KeyBinding, KeyGroup } from './keys/key-binding.ts'
export { openQuestion } from './open-question.ts'
export { shownItems, type Menu, type MenuItem, type Overlay, type PromptName } from './overlay.ts'
export { firstChoice, shownEntries, type CatalogueEntry, type PickerState } from './picker-state.ts'
export { whyChoice, type WhyChoice } from './why-choice.ts'
export { isAtEnd, isShowOf, isWaiting, momentUs, takeOf, timeOf, viewOf, withShow } from './show.ts'
export {
  screenOf, type Cursor, type Notice, type PaneName, type Player, type ScreenName, type Show, type Size, type Speed,
  type Take, type UiState,
} from './state.ts'
export { editText } from './text-input.ts'
export { troublesOf } from './troubles.ts'
export type { Update, Updated } from './update.ts'
