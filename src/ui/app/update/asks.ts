import type { Ask } from '../../../lab/scenario/index.ts'
import {
  keyName, takeOf, withShow, type Action, type KeyPress, type Overlay, type UiState, type Updated,
} from '../../state/index.ts'

type AskOverlay = Extract<Overlay, { kind: 'ask' }>

/** Questions before the answer is seen. Leaving one without an answer is an answer, too: it is not asked again. */
export function updateAsks(state: UiState, action: Action): Updated | null {
  const { overlay, show } = state
  if (overlay?.kind !== 'ask' || show === null) return null
  const { options, answer } = takeOf(show).branch.trace.get(overlay.seq).data as Ask
  if (action.type === 'answer') return [answered(state, overlay, action.choice, answer), []]
  if (action.type === 'back') return [left(state, overlay), []]
  if (action.type !== 'key') return null
  if (overlay.isRevealed) return [afterwards(state, action.key), []]
  const name = keyName(action.key)
  const at = overlay.selected
  switch (name) {
    case 'escape': return [left(state, overlay), []]
    case 'up': case 'k': return [moved(state, overlay, Math.max(0, at - 1)), []]
    case 'down': case 'j': case 'tab': return [moved(state, overlay, Math.max(0, Math.min(options.length - 1, at + 1))), []]
    case 'enter': case 'space': return [answered(state, overlay, options.length === 0 ? null : at, answer), []]
  }
  const number = /^[1-9]$/.test(name) ? Number(name) - 1 : options.length
  return [number < options.length ? answered(state, overlay, number, answer) : state, []]
}

function moved(state: UiState, overlay: AskOverlay, selected: number): UiState {
  return { ...state, overlay: { ...overlay, selected } }
}

/** Shows the answer; without one, the run goes on. */
function answered(state: UiState, overlay: AskOverlay, choice: number | null, answer: string): UiState {
  const noted = note(state, overlay.seq, choice)
  if (answer === '') return playingOn(noted)
  return { ...noted, overlay: { ...overlay, selected: choice ?? overlay.selected, isRevealed: true } }
}

function left(state: UiState, overlay: AskOverlay): UiState {
  const isNoted = state.show?.answers.has(overlay.seq) === true
  return { ...(isNoted ? state : note(state, overlay.seq, null)), overlay: null }
}

function afterwards(state: UiState, press: KeyPress): UiState {
  const name = keyName(press)
  if (name === 'enter' || name === 'space') return playingOn(state)
  return name === 'escape' || name === 'q' ? { ...state, overlay: null } : state
}

function note(state: UiState, seq: number, choice: number | null): UiState {
  return withShow(state, ({ answers }) => ({ answers: new Map(answers).set(seq, choice) }))
}

function playingOn(state: UiState): UiState {
  return withShow({ ...state, overlay: null }, ({ player }) => ({ player: { ...player, isPlaying: true } }))
}
