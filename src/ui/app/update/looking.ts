import { recordKeys } from '../../screens/index.ts'
import {
  firstChoice, isShowOf, nextToCompare, screenOf, shownEntries, viewOf, withShow, type Action, type PaneName, type ScreenName, type Show,
  type UiState, type Updated,
} from '../../state/index.ts'
import { findDifference } from './finding.ts'
import { updateTime } from './time.ts'

const panes: readonly PaneName[] = ['topology', 'events', 'why', 'sql', 'invariants']

/** What is looked at: screens, panes, what is selected in them. */
export function updateLooking(state: UiState, action: Action): Updated | null {
  switch (action.type) {
    case 'resize': return [{ ...state, size: action.size }, []]
    case 'open-screen': return [openScreen(state, action.screen), []]
    case 'back': return [back(state), []]
    case 'focus': return [withShow(state, show => ({ focus: paneAfter(show.focus, action.pane), scroll: 0 })), []]
    case 'next-difference': return [findDifference(state, action.by), []]
    case 'compare-next': return [withShow(state, show => ({ diffWith: nextToCompare(show) })), []]
    case 'scroll': return scroll(state, action.by)
    case 'names': return [{ ...state, names: state.names === '2020' ? 'today' : '2020' }, []]
    case 'told': return [{ ...state, notice: { tone: action.tone, text: action.text } }, []]
    default: return null
  }
}

/** Shows a screen; one that is already on the way is gone back to. */
function openScreen(state: UiState, screen: ScreenName): UiState {
  const before = state.screens.indexOf(screen)
  const screens = before >= 0 ? state.screens.slice(0, before + 1) : [...state.screens, screen]
  if (screen === 'picker') return atPicker({ ...state, screens })
  return withShow({ ...state, screens }, () => ({ scroll: 0 }))
}

/** What was open is left as it is, and the list stands at what comes next; a list that was filtered stays as it was. */
function atPicker(state: UiState): UiState {
  const { picker } = state
  const selected = picker.filter === '' ? firstChoice(picker) : picker.selected
  const left = state.show === null ? state.left : leftWith(state.left, state.show)
  return { ...state, show: null, left, picker: { ...picker, selected } }
}

function leftWith(left: readonly Show[], show: Show): readonly Show[] {
  const { scenario, takes, player } = show
  const others = left.filter(other => !isShowOf(other, scenario, takes[0]!.branch.plan))
  return [...others, { ...show, player: { ...player, isPlaying: false, carryUs: 0, heldMs: 0 }, isBoundForEnd: false }]
}

/** Leaves something: what lies over the screen, a filter, the screen. */
function back(state: UiState): UiState {
  if (state.overlay !== null) return { ...state, overlay: null }
  const isPicker = screenOf(state) === 'picker'
  if (isPicker && state.picker.filter !== '') return { ...state, picker: { ...state.picker, filter: '', selected: 0 } }
  if (state.screens.length > 1) {
    const screens = state.screens.slice(0, -1)
    const left = withShow({ ...state, screens }, () => ({ scroll: 0 }))
    return screens[screens.length - 1] === 'picker' ? atPicker(left) : left
  }
  return { ...state, notice: { tone: 'info', text: 'q quits' } }
}

function paneAfter(focus: PaneName, pane: PaneName | 'next' | 'previous'): PaneName {
  if (pane !== 'next' && pane !== 'previous') return pane
  const by = pane === 'next' ? 1 : panes.length - 1
  return panes[(panes.indexOf(focus) + by) % panes.length]!
}

function scroll(state: UiState, by: number): Updated | null {
  if (screenOf(state) === 'picker') {
    const last = shownEntries(state.picker).length - 1
    const selected = Math.max(0, Math.min(last, state.picker.selected + by))
    return [{ ...state, picker: { ...state.picker, selected } }, []]
  }
  if (screenOf(state) === 'stage' && state.show?.focus === 'topology') {
    return [withShow(state, show => ({ selected: selectedAfter(show, by) })), []]
  }
  // The list of events shows where the moment is, so moving in it moves the moment.
  if (screenOf(state) === 'stage' && state.show?.focus === 'events') return updateTime(state, { type: 'step', by })
  return [withShow(state, show => ({ scroll: Math.max(0, show.scroll + by) })), []]
}

/** The next thing of the topology that can be selected: tablets, streams, vtgates, records. */
function selectedAfter(show: Show, by: number): string | null {
  const view = viewOf(show)
  const all = [...view.tablets.keys(), ...view.streams.keys(), ...view.gates.keys(), ...recordKeys(view)]
  const at = show.selected === null ? -1 : all.indexOf(show.selected)
  if (at < 0) return (by > 0 ? all[0] : all.at(-1)) ?? null
  return all[Math.max(0, Math.min(all.length - 1, at + by))] ?? null
}
