import { expect, test } from 'vitest'
import { shownItems } from '../../../../src/ui/state/index.ts'
import { UiSession } from '../../../support/ui-session.ts'

const text = ['---', 'vtsim: 1', 'title: t', '---', '```console', '$ vtsim run-for 1s', '```'].join('\n')
const ui = await UiSession.open('t.md', text)

test.each([
  ['run file', 'replay'], ['one html page', 'html'], ['mermaid', 'mermaid'], ['perfetto', 'perfetto'], ['asciicast', 'asciicast'],
])('x, %s, Enter: the branch that is shown is written at the moment that is shown', (words, format) => {
  ui.dispatch({ type: 'seek', seq: 40 })
  ui.press('x')
  ui.type(words)
  ui.press('enter')
  expect(ui.effects.at(-1)).toEqual({ type: 'export', format, branch: 'main', seq: 40 })
  expect(ui.state.overlay).toBeNull()
})

test('a run that is still being made cannot be written yet', () => {
  const { show } = ui
  ui.state = { ...ui.state, show: { ...show, takes: show.takes.map(take => ({ ...take, branch: { ...take.branch, isRunning: true } })) } }
  const effects = ui.effects.length
  ui.press('x')
  expect(ui.state.overlay?.kind === 'menu' && shownItems(ui.state.overlay.menu).map(({ disabledBecause }) => disabledBecause))
    .toEqual(Array.from({ length: 5 }, () => 'the run is still being made'))
  ui.press('enter')
  expect(ui.state.notice!.text).toBe('the run is still being made')
  expect(ui.effects).toHaveLength(effects)
})
