import { beforeEach, expect, test } from 'vitest'
import { UiSession } from '../../../support/ui-session.ts'

const text = ['---', 'vtsim: 1', 'title: t', '---', '```console', '$ vtsim run-for 1s', '```'].join('\n')
let ui: UiSession
beforeEach(async () => { ui = await UiSession.open('t.md', text) })

test('Esc goes back the way one came; a screen on the way is gone back to', () => {
  ui.press('l', 'w', '?')
  expect(ui.state.screens).toEqual(['picker', 'stage', 'lanes', 'why', 'keys'])
  ui.press('escape', 'l')
  expect(ui.state.screens).toEqual(['picker', 'stage', 'lanes'])
})

test('the picker closes what was open', () => {
  ui.press('p')
  expect([ui.state.screens.at(-1), ui.state.show]).toEqual(['picker', null])
})

test('in the topology the arrows select, and Enter inspects', () => {
  ui.press('1', 'down', 'down')
  expect(ui.show.selected).toBe('zone1-101')
  ui.press('up', 'enter')
  expect([ui.show.selected, ui.state.screens.at(-1)]).toEqual(['zone1-100', 'inspector'])
  expect(ui.lines()[1]).toContain('Tablet zone1-100')
})

test('the glossary looks for what is typed, and has the names of then and today', () => {
  ui.press('g')
  ui.type('keyspace id')
  expect(ui.lines().join('\n')).toContain('keyspace id')
  ui.press('tab')
  expect(ui.lines().join('\n')).toContain('April 2020')
  ui.press('escape')
  expect(ui.state.overlay).toBeNull()
})
