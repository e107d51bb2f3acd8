import type { Action } from '../action.ts'
import type { ScreenName, UiState } from '../state.ts'

/** One line of the table of keys. */
export interface KeyBinding {
  /** Names as `keyName` gives them. The first that fits wins. */
  readonly keys: readonly string[]
  /** How the keys are written for a reader: `, .` */
  readonly shown: string
  /** What it does, in a few words, without the key: `step`. */
  readonly says: string
  /** What there is to know beyond that; '' for nothing. */
  readonly hint: string
  readonly group: KeyGroup
  readonly where: 'everywhere' | readonly ScreenName[]
  /** Where the same key means different things on one screen: when this is it. */
  readonly when?: (state: UiState) => boolean
  readonly action: Action | ((state: UiState, key: string) => Action)
  /** Why it would do nothing now; null: it would. */
  readonly disabledBecause?: (state: UiState) => string | null
  /** Place in the key bar, the smallest first; without it the key is only on the page of keys. */
  readonly bar?: number
}

export type KeyGroup = 'time' | 'looking' | 'deciding' | 'leaving'

/** Screens that show a run. */
export const withRun: readonly ScreenName[] = ['stage', 'lanes', 'diff', 'inspector', 'why', 'branches', 'card']
/** Those of them where the moment can be moved. */
export const withMoment: readonly ScreenName[] = ['stage', 'lanes', 'diff', 'inspector', 'why']
