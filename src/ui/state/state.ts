import type { Branch } from '../../lab/branch/index.ts'
import type { Scenario } from '../../lab/scenario/index.ts'
import type { Timeline } from '../cluster-view/index.ts'
import type { Theme } from '../text/index.ts'
import type { KeyPress } from './action.ts'
import type { ConsoleState } from './console-state.ts'
import type { Overlay } from './overlay.ts'
import type { PickerState } from './picker-state.ts'

/**
 * All that a screen depends on, beside the runs themselves. It is replaced, never changed; the runs in it only
 * grow, at their end.
 */
export interface UiState {
  readonly size: Size
  readonly theme: Theme
  /** The way to the screen that is shown, which is the last. Never empty. */
  readonly screens: readonly ScreenName[]
  readonly picker: PickerState
  /** The scenario that is open; null on the picker. */
  readonly show: Show | null
  /** What was open before, as it was left, the last one at the end: who comes back finds the place. */
  readonly left: readonly Show[]
  /** What lies over the screen and takes the keys; null: nothing. */
  readonly overlay: Overlay | null
  readonly console: ConsoleState
  /** Names of commands as of April 2020, or of today. */
  readonly names: '2020' | 'today'
  /** One line for the reader, until the next key. */
  readonly notice: Notice | null
  /** Whether a scenario is being opened. */
  readonly isOpening: boolean
  /** Keys that wait for what is being opened or made. */
  readonly typedAhead: readonly KeyPress[]
}

export interface Size { readonly columns: number; readonly rows: number }

export type ScreenName = 'picker' | 'stage' | 'lanes' | 'diff' | 'inspector' | 'why' | 'branches' | 'keys' | 'card'

export interface Notice { readonly tone: 'info' | 'ok' | 'bad'; readonly text: string }

/** An open scenario: its branches, and where the reader is. */
export interface Show {
  readonly scenario: Scenario
  /** In the order in which they were made; the first is `main`. Never empty. */
  readonly takes: readonly Take[]
  /** Name of the branch that is shown. */
  readonly current: string
  /** Name of a branch that is shown as soon as it has come to the moment of its decision; null: none. */
  readonly awaited: string | null
  readonly cursor: Cursor
  /** The last event that the reader has come to, whatever moment is shown. */
  readonly furthest: number
  /** Whether the moment goes along to the end of a run that is still being made. */
  readonly isBoundForEnd: boolean
  readonly player: Player
  /** The pane that has the keys. */
  readonly focus: PaneName
  /** What the reader has chosen to look at: a process, a tablet's alias, a stream's key; null: nothing. */
  readonly selected: string | null
  /** Text that events must (or, with `not`, must not) contain; null: all are shown. */
  readonly filter: { readonly text: string; readonly not: boolean } | null
  readonly find: string
  /** Lines that the focused pane is scrolled by. */
  readonly scroll: number
  /** The timeline's scale: by events, or by virtual time. */
  readonly scale: 'events' | 'time'
  /** Bookmarks, by letter. */
  readonly bookmarks: ReadonlyMap<string, number>
  /** Questions that have been answered or left, by the event at which they were asked, with the answer chosen. */
  readonly answers: ReadonlyMap<number, number | null>
  /** The other branch of the diff; null: the parent. */
  readonly diffWith: string | null
}

/** A branch with its timeline. */
export interface Take { readonly branch: Branch; readonly timeline: Timeline }

/** `seq`: the last event that has happened at the moment that is shown; 0: the start. */
export interface Cursor { readonly seq: number }

export interface Player {
  readonly isPlaying: boolean
  /** Virtual milliseconds for each real one; or one step a second. */
  readonly speed: Speed
  /** Real time since the last event was shown, in virtual microseconds. */
  readonly carryUs: number
  /** Real milliseconds that what has just been told still stays, so that it can be read. */
  readonly heldMs: number
}

export type Speed = 0.01 | 0.1 | 0.25 | 0.5 | 1 | 2 | 4 | 8 | 16 | 64 | 'steps'

export type PaneName = 'topology' | 'events' | 'why' | 'sql' | 'invariants'

/** The screen that is shown. */
export function screenOf({ screens }: UiState): ScreenName {
  return screens[screens.length - 1]!
}
