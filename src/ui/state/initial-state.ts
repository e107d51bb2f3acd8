import { firstChoice, type CatalogueEntry } from './picker-state.ts'
import type { Show, Size, Take, UiState } from './state.ts'
import type { Scenario } from '../../lab/scenario/index.ts'
import type { Theme } from '../text/index.ts'

export interface InitialOptions {
  readonly size: Size
  readonly theme: Theme
  readonly entries: readonly CatalogueEntry[]
  /** Files of lessons that were done in an earlier session. */
  readonly done: ReadonlySet<string>
  /** Console lines of earlier sessions, oldest first. */
  readonly history: readonly string[]
}

/** The UI as it opens: on the picker. */
export function initialState({ size, theme, entries, done, history }: InitialOptions): UiState {
  return {
    size, theme, screens: ['picker'], show: null, left: [], overlay: null, names: '2020', notice: null, isOpening: false,
    typedAhead: [],
    picker: { entries, selected: firstChoice({ entries, done }), filter: '', done },
    console: {
      target: '', input: { text: '', at: 0 }, history, recalled: null, typed: '', scroll: 0, exchanges: [], completions: [], completion: 0,
    },
  }
}

/** A scenario that has just been opened, at its start. */
export function initialShow(scenario: Scenario, take: Take): Show {
  return {
    scenario, takes: [take], current: take.branch.name, awaited: null, cursor: { seq: 0 }, furthest: 0, isBoundForEnd: false,
    player: { isPlaying: false, speed: 1, carryUs: 0, heldMs: 0 }, focus: 'events', selected: null, filter: null, find: '', scroll: 0,
    scale: 'events', bookmarks: new Map(), answers: new Map(), diffWith: null,
  }
}
