import { expect, test } from 'vitest'
import { update } from '../../../../src/ui/app/update/update.ts'
import { initialState, type CatalogueEntry, type UiState } from '../../../../src/ui/state/index.ts'
import { stageOf, toldRun } from '../../../support/told-run.ts'

const entry = (kind: CatalogueEntry['kind'], file: string): CatalogueEntry =>
  ({ kind, file, title: file, question: '', rule: '', lesson: null, minutes: null, actors: '' })
const entries = [entry('lesson', 'a'), entry('lesson', 'b'), entry('lesson', 'c'), entry('scenario', 'd')]
const size = { columns: 80, rows: 24 }

function picker(...done: string[]): UiState {
  return initialState({ size, theme: { color: false, ascii: false }, entries, done: new Set(done), history: [] })
}

test.each([[[], 0], [['a'], 1], [['a', 'c'], 1], [['a', 'b', 'c'], 0]])('with %j done the cursor is at %i', (done, at) => {
  expect(picker(...done).picker.selected).toBe(at)
})

test('who comes back finds it at the next lesson; a list that was filtered stays', async () => {
  const run = await toldRun('scenarios/lessons/01-where-is-customer-4.md')
  const stage = { ...stageOf(run, 0, size), picker: { ...picker('a').picker, selected: 0, done: new Set(['a', 'b']) } }
  expect(update(stage, { type: 'back' })[0].picker.selected).toBe(2)
  expect(update(stage, { type: 'open-screen', screen: 'picker' })[0].picker.selected).toBe(2)
  const filtered = { ...stage, picker: { ...stage.picker, filter: 'a' } }
  expect(update(filtered, { type: 'back' })[0].picker.selected).toBe(0)
})
