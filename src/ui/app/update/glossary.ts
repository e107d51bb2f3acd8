import {
  editText, keyName, screenOf, takeOf, viewOf, type Action, type Overlay, type UiState, type Updated,
} from '../../state/index.ts'
import { findTerms, glossary, narrate, storyOf, termsIn } from '../../story/index.ts'

type GlossaryOverlay = Extract<Overlay, { kind: 'glossary' }>

const pageRows = 10

/** The words and the names, over whatever is shown. */
export function updateGlossary(state: UiState, action: Action): Updated | null {
  const { overlay } = state
  if (action.type === 'glossary') return [{ ...state, overlay: opened(state) }, []]
  if (action.type !== 'key' || overlay?.kind !== 'glossary') return null
  const moved = pressed(overlay, action)
  return moved === null ? null : [{ ...state, overlay: moved }, []]
}

/** At the first word that what is shown needs. */
function opened(state: UiState): GlossaryOverlay {
  const [first] = termsIn(shownText(state))
  return { kind: 'glossary', page: 'words', filter: '', selected: first === undefined ? 0 : glossary.indexOf(first) }
}

function shownText({ show, ...state }: UiState): string {
  if (show === null || screenOf({ show, ...state }) === 'picker') return ''
  const { title, paragraphs } = narrate(viewOf(show))
  const { seq } = show.cursor
  const told = seq === 0 ? '' : storyOf(takeOf(show).branch.trace, show.scenario.frontMatter.cluster).at(seq).text
  return [told, title, ...paragraphs.map(({ text }) => text)].join(' ')
}

/** null: the key means nothing here. */
function pressed(overlay: GlossaryOverlay, { key }: Extract<Action, { type: 'key' }>): GlossaryOverlay | null {
  const last = overlay.page === 'words' ? findTerms(overlay.filter).length - 1 : Infinity
  const move = (to: number): GlossaryOverlay => ({ ...overlay, selected: Math.max(0, Math.min(last, to)) })
  switch (keyName(key)) {
    case 'up': return move(overlay.selected - 1)
    case 'down': return move(overlay.selected + 1)
    case 'page-up': return move(overlay.selected - pageRows)
    case 'page-down': return move(overlay.selected + pageRows)
    case 'tab': return { ...overlay, page: overlay.page === 'words' ? 'names' : 'words', selected: 0 }
  }
  if (overlay.page === 'names') return null
  const input = editText({ text: overlay.filter, at: overlay.filter.length }, key)
  return input === null || input.text === overlay.filter ? null : { ...overlay, filter: input.text, selected: 0 }
}
