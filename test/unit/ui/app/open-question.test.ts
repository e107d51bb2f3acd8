import { describe, expect, test } from 'vitest'
import { update } from '../../../../src/ui/app/update/update.ts'
import { screen } from '../../../../src/ui/screens/index.ts'
import { openQuestion, takeOf, type UiState } from '../../../../src/ui/state/index.ts'
import { textOf } from '../../../../src/ui/text/index.ts'
import { stageOf, toldRun } from '../../../support/told-run.ts'

const run = await toldRun('scenarios/customer-split.md')
const size = { columns: 140, rows: 40 }
const question = run.timeline.markers.find(({ kind }) => kind === 'ask')!.seq
const { length } = run.timeline
const start = stageOf(run, 0, size)

function press(state: UiState, ...names: string[]): UiState {
  return names.reduce((now, name) => update(now, {
    type: 'key', key: { name, text: name.length === 1 ? name : '', ctrl: false, alt: false, shift: false },
  })[0], state)
}
/** The bar of time: names of phases, and marks. */
const bar = (state: UiState): string => screen(state).slice(-5, -1).map(textOf).join('\n')
const keys = (state: UiState): string => textOf(screen(state).at(-1)!)
const seek = (state: UiState, seq: number): UiState => update(state, { type: 'seek', seq })[0]

describe('a question that is open', () => {
  test('hides what would answer it from the bar of time, and the card', () => {
    expect(openQuestion(start.show!)).toBe(question)
    expect(bar(start)).not.toMatch(/MASTER|▲|✘/)
    const state = press(start, 'S')
    expect([state.screens.at(-1), state.notice?.text]).toEqual(['stage', expect.stringContaining('give away the answer')])
  })

  test('hides nothing once all are behind, also for who goes back to the start', () => {
    const ended = press(start, 'end')
    expect(bar(ended)).toContain('MASTER')
    const again = press(ended, 'home')
    expect(again.show!.cursor.seq).toBe(0)
    expect(bar(again)).toContain('MASTER')
    expect(press(again, 'S').screens.at(-1)).toBe('card')
  })

  test('is the next one as soon as this one is skipped', () => {
    const asked = seek(start, question)
    expect(asked.overlay).toMatchObject({ kind: 'ask', seq: question })
    expect(openQuestion(asked.show!)).toBe(question)
    expect(openQuestion(press(asked, 'escape').show!)).not.toBe(question)
  })

  test('has its own keys in the key bar', () => {
    const asked = seek(start, question)
    expect(keys(asked)).toMatch(/Enter .*Esc skip/)
    expect(keys(asked)).not.toMatch(/play|step|phase|fault/)
    expect(keys(press(asked, 'escape'))).toContain('space play')
  })
})

describe('the end of a run', () => {
  test('offers the card right after playing', () => {
    expect(keys(press(start, 'end'))).toMatch(/^ space play {2}S what stays/)
    expect(keys(start)).not.toContain('what stays')
  })

  test('opens the card for who has played a lesson to it, not for who has sought it', () => {
    const { frontMatter } = run.scenario
    const lesson = { ...run.scenario, frontMatter: { ...frontMatter, lesson: 7 } }
    const near = stageOf(run, length - 1, size, { scenario: lesson })
    expect(press(near, 'end').screens.at(-1)).toBe('stage')
    const playing = press(near, 'space')
    const ended = [...Array.from({ length: 40 })].reduce<UiState>((state) => update(state, { type: 'tick', elapsedMs: 250 })[0], playing)
    expect(ended.show!.cursor.seq).toBe(takeOf(ended.show!).timeline.length)
    expect(ended.screens.at(-1)).toBe('card')
  })
})
