import { keyBar, type PromptName, type UiState } from '../state/index.ts'
import { askKeys } from './overlays/ask.ts'
import { dim, fit, key, line, span, widthOf, type Line, type Span } from '../text/index.ts'

const asks: { readonly [name in PromptName]: string } = {
  'go-to': 'go to (12.476, #318, 50%)', find: 'find', filter: 'only with (! in front: without)',
  bookmark: 'bookmark, a letter', 'go-to-bookmark': 'go to bookmark, a letter',
}

const consoleKeys = line(
  ' ', key('Enter'), ' run  ', key('Tab'), ' complete  ', key('↑ ↓'), ' history  ', key('help'),
  ' what can be typed  ', key('Esc'), ' leave',
)

/** The last line of every screen: what is being typed, else what there is to tell, else the most useful keys. */
export function bottomLine(state: UiState): Line {
  const { columns } = state.size
  const { overlay, notice } = state
  if (overlay?.kind === 'prompt') {
    const problem = overlay.problem === '' ? [] : [span(`   ${overlay.problem}`, 'bad')]
    return fit(line(' ', dim(`${asks[overlay.what]}: `), ...typed(overlay.input.text, overlay.input.at), ...problem), columns)
  }
  if (notice !== null) return fit(line(' ', span(notice.text, notice.tone)), columns)
  if (overlay?.kind === 'ask' && state.show !== null) return fit(line(' ', ...askKeys(overlay, state.show)), columns)
  if (overlay?.kind === 'console') return fit(consoleKeys, columns)
  return fit(line(' ', ...keysThatFit(state, columns - 2)), columns)
}

/** A line being typed: the character under the cursor is in reverse. */
export function typed(text: string, at: number): readonly Span[] {
  const [under = ' '] = text.slice(at)
  return [span(text.slice(0, at)), span(under, 'plain', true), span(text.slice(at + (at < text.length ? under.length : 1)))]
}

/** As many keys as there is room for; the last two, help and leaving, always. */
function keysThatFit(state: UiState, columns: number): Span[] {
  const bindings = keyBar(state).map(({ shown, says }) => [key(shown), span(` ${says}`)])
  const widths = bindings.map(spans => widthOf(spans))
  const kept: Span[][] = []
  const fixed = Math.min(2, bindings.length)
  let left = columns - widths.slice(-fixed).reduce((sum, width) => sum + width + 2, 0)
  bindings.forEach((spans, i) => {
    const isFixed = i >= bindings.length - fixed
    if (!isFixed && widths[i]! + 2 > left) return
    if (!isFixed) left -= widths[i]! + 2
    kept.push(spans)
  })
  return kept.flatMap((spans, i) => i === 0 ? spans : [span('  '), ...spans])
}

