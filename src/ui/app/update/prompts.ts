import { formatSeconds } from '../../../base/index.ts'
import {
  editText, keyName, screenOf, takeOf, withShow, type Action, type Overlay, type PromptName, type Show, type UiState,
  type Updated,
} from '../../state/index.ts'
import { find } from './finding.ts'
import { atRow, fraction, moveTo } from './time.ts'

type Prompt = Extract<Overlay, { kind: 'prompt' }>

/** Lines that a reader types: a moment to go to, words to find, a letter for a bookmark. */
export function updatePrompts(state: UiState, action: Action): Updated | null {
  const { overlay } = state
  if (action.type === 'prompt') return [{ ...state, overlay: opened(state, action.what) }, []]
  if (action.type === 'find-next') return [find(state, 1), []]
  if (action.type === 'find-previous') return [find(state, -1), []]
  if (action.type !== 'key' || overlay?.kind !== 'prompt') return null
  const closed = { ...state, overlay: null }
  if (keyName(action.key) === 'enter') return [submit(closed, overlay), []]
  if (keyName(action.key) === 'backspace' && overlay.input.text === '') return [closed, []]
  const input = editText(overlay.input, action.key)
  if (input === null) return null
  const edited: Prompt = { ...overlay, input, problem: '' }
  // A bookmark is one letter: there is nothing to confirm.
  if (isLetter(overlay.what) && input.text !== '') return [submit(closed, edited), []]
  if (overlay.what === 'filter') return [filtered({ ...state, overlay: edited }, input.text), []]
  return [{ ...state, overlay: edited }, []]
}

function opened(state: UiState, what: PromptName): Prompt {
  const text = what !== 'filter' ? '' : screenOf(state) === 'picker' ? state.picker.filter : shownFilter(state.show)
  return { kind: 'prompt', what, input: { text, at: text.length }, problem: '' }
}

function shownFilter(show: Show | null): string {
  return show?.filter ? `${show.filter.not ? '!' : ''}${show.filter.text}` : ''
}

function submit(state: UiState, prompt: Prompt): UiState {
  const text = prompt.input.text.trim()
  const { show } = state
  if (prompt.what === 'filter') return filtered(state, prompt.input.text)
  if (show === null || text === '') return state
  switch (prompt.what) {
    case 'go-to': {
      const seq = placeOf(show, text)
      if (typeof seq === 'number') return moveTo(state, seq)
      return { ...state, overlay: { ...prompt, problem: seq.problem } }
    }
    case 'find': return find(withShow(state, () => ({ find: text })), 1)
    case 'bookmark': {
      const bookmarks = new Map(show.bookmarks).set(text, show.cursor.seq)
      return { ...withShow(state, () => ({ bookmarks })), notice: { tone: 'ok', text: `'${text} comes back to #${show.cursor.seq}` } }
    }
    case 'go-to-bookmark': {
      const seq = show.bookmarks.get(text)
      if (seq !== undefined) return moveTo(state, seq)
      const known = [...show.bookmarks.keys()].sort().join(' ')
      return { ...state, notice: { tone: 'bad', text: `there is no bookmark ${text}${known === '' ? '' : `, only ${known}`}` } }
    }
  }
}

function isLetter(what: PromptName): boolean {
  return what === 'bookmark' || what === 'go-to-bookmark'
}

/** `!topo`: events without that word. On the picker: entries with all of these words. */
function filtered(state: UiState, text: string): UiState {
  if (screenOf(state) === 'picker') return { ...state, picker: { ...state.picker, filter: text, selected: 0 } }
  const not = text.startsWith('!')
  const words = (not ? text.slice(1) : text).trim()
  return withShow(state, () => ({ filter: words === '' ? null : { text: words, not }, scroll: 0 }))
}

/** `12.476`, `12.476s`, `350ms`, `1:02.5`: a time · `#318`: an event · `50%`: a part of the run. */
export function placeOf(show: Show, text: string): number | { readonly problem: string } {
  const { timeline } = takeOf(show)
  const event = /^#\s*(\d+)$/.exec(text)?.[1]
  if (event !== undefined) {
    return Number(event) <= timeline.length ? Number(event) : { problem: `the last event is #${timeline.length}` }
  }
  const part = /^(\d+(?:\.\d+)?)\s*%$/.exec(text)?.[1]
  if (part !== undefined) return Number(part) <= 100 ? fraction(show, Number(part) / 100) : { problem: '100% is the end' }
  const match = /^(?:(\d+):)?(\d+(?:\.\d*)?|\.\d+)\s*(s|ms|us)?$/.exec(text)
  if (match === null) return { problem: 'a time as 12.476, an event as #318, or a part as 50%' }
  const [, minutes = '0', number, unit = 's'] = match
  const timeUs = Number(minutes) * 60_000_000 + Number(number) * { s: 1_000_000, ms: 1000, us: 1 }[unit as 's' | 'ms' | 'us']
  if (timeUs <= timeline.endUs) return atRow(show, timeline.seqAt(timeUs))
  return { problem: `the last event is at ${formatSeconds(timeline.endUs)} s` }
}
