import { describe, expect, test } from 'vitest'
import { update } from '../../../../src/ui/app/update/update.ts'
import type { UiState } from '../../../../src/ui/state/index.ts'
import { glossary } from '../../../../src/ui/story/index.ts'
import { toldSplit, stageOf } from '../../../support/told-run.ts'

const split = await toldSplit()
const seq = split.timeline.markers.find(({ kind }) => kind === 'ask')!.seq
const { options } = split.trace.get(seq).data as { options: readonly { isRight: boolean }[] }
const asked: UiState = {
  ...stageOf(split, seq, { columns: 80, rows: 24 }), overlay: { kind: 'ask', seq, selected: 0, isRevealed: false },
}

function press(state: UiState, ...names: string[]): UiState {
  for (const name of names) {
    const text = [...name].length === 1 ? name : ''
    state = update(state, { type: 'key', key: { name, text, ctrl: false, alt: false, shift: false } })[0]
  }
  return state
}

describe('a question', () => {
  test('is answered by the option that was chosen, and then shows the answer', () => {
    const state = press(asked, 'down', 'enter')
    expect(state.show!.answers.get(seq)).toBe(1)
    expect(state.overlay).toMatchObject({ kind: 'ask', isRevealed: true, selected: 1 })
  })

  test('is answered by its number at once, and not by a number that it has not', () => {
    expect(press(asked, '2').show!.answers.get(seq)).toBe(1)
    expect(press(asked, String(options.length + 1)).show!.answers.has(seq)).toBe(false)
  })

  test('cannot be moved past its options', () => {
    expect(press(asked, 'up').overlay).toMatchObject({ selected: 0 })
    expect(press(asked, ...Array.from({ length: 9 }, () => 'down')).overlay).toMatchObject({ selected: options.length - 1 })
  })

  test('that is left is not asked again', () => {
    const state = press(asked, 'escape')
    expect(state.overlay).toBeNull()
    expect(state.show!.answers).toEqual(new Map([[seq, null]]))
    expect(state.show!.player.isPlaying).toBe(false)
  })

  test('keeps its answer whatever is pressed afterwards, and then the run goes on', () => {
    const state = press(asked, 'enter', 'down', '2', 'enter')
    expect(state.show!.answers.get(seq)).toBe(0)
    expect(state.overlay).toBeNull()
    expect(state.show!.player.isPlaying).toBe(true)
  })
})

describe('the glossary', () => {
  const opened = press(stageOf(split, seq, { columns: 80, rows: 24 }), 'g')

  test('opens at a word that is needed now', () => {
    expect(opened.overlay).toMatchObject({ kind: 'glossary', page: 'words', filter: '' })
  })

  test('looks for what is typed', () => {
    expect(press(opened, 'g', 't', 'i', 'd').overlay).toMatchObject({ filter: 'gtid', selected: 0 })
    expect(press(opened, 'g', 't', 'backspace').overlay).toMatchObject({ filter: 'g' })
  })

  test('stays within its words', () => {
    const down = press(opened, ...Array.from({ length: 12 }, () => 'page-down'))
    expect(down.overlay).toMatchObject({ selected: glossary.length - 1 })
    expect(press(down, 'page-up').overlay).toMatchObject({ selected: glossary.length - 11 })
  })

  test('shows the names of then and today, and goes with Escape', () => {
    const names = press(opened, 'tab')
    expect(names.overlay).toMatchObject({ page: 'names' })
    expect(press(names, 'escape').overlay).toBeNull()
  })
})

describe('the page of causes', () => {
  test('goes to the cause that is chosen', () => {
    const refused = split.story.told.find(({ topic }) => topic === 'refused')!
    const page = press(stageOf(split, refused.seq, { columns: 80, rows: 24 }), 'w')
    const state = press(page, 'down', 'enter')
    expect(split.story.at(state.show!.cursor.seq).text).toMatch(/^stops serving customer\/0 as MASTER/)
  })
})
