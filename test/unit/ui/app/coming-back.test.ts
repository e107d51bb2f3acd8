import { expect, test } from 'vitest'
import { Effects } from '../../../../src/ui/app/effects.ts'
import type { AppHost } from '../../../../src/ui/app/index.ts'
import { Store } from '../../../../src/ui/app/store.ts'
import { update } from '../../../../src/ui/app/update/update.ts'
import { plainPlan } from '../../../../src/lab/branch/index.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'
import type { CatalogueEntry, UiState } from '../../../../src/ui/state/index.ts'
import { UiSession } from '../../../support/ui-session.ts'

const text = ['---', 'vtsim: 1', 'title: t', 'workload: none', '---', 'One.', '', 'Two.', '', 'Three.'].join('\n')
const entry: CatalogueEntry = {
  kind: 'scenario', file: 't.md', title: 't', question: '', rule: '', lesson: null, minutes: null, actors: '',
}

/** Opens the file, which says this now, from the list. */
async function reopened(state: UiState, says: string): Promise<UiState> {
  const host = {
    clock: { nowMs: () => 0, after: (_: number, call: () => void) => { setImmediate(call); return () => {} } },
    open: () => Promise.resolve({ scenario: parseScenario('t.md', says), plan: plainPlan }),
  } as unknown as AppHost
  const store: Store = new Store(state, update, effect => effects.perform(effect))
  const effects = new Effects(host, store)
  store.dispatch({ type: 'open', entry })
  while (store.state.show === null) await new Promise(resolve => { setTimeout(resolve, 2) })
  return store.state
}

test('one Esc too many loses no place: who opens the same again is where he was', async () => {
  const ui = await UiSession.open('t.md', text)
  ui.press('.', '.')
  const { seq } = ui.show.cursor
  ui.press('escape')
  expect(ui.state.show).toBeNull()
  const back = await reopened(ui.state, text)
  expect(back.show?.cursor).toEqual({ seq })
  expect(back.notice?.text).toContain(`back at #${seq}`)
  expect(back.left).toEqual([])
})

test('branches that were made are kept too', async () => {
  const ui = await UiSession.open('t.md', text)
  ui.press('.', 'b')
  await ui.quiet()
  ui.press('escape')
  expect((await reopened(ui.state, text)).show?.takes).toHaveLength(2)
})

test('a text that has been changed begins anew', async () => {
  const ui = await UiSession.open('t.md', text)
  ui.press('.', 'escape')
  expect((await reopened(ui.state, `${text} More.`)).show?.cursor).toEqual({ seq: 0 })
})
