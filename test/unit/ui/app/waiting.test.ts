import { beforeAll, describe, expect, test } from 'vitest'
import { update } from '../../../../src/ui/app/update/update.ts'
import { initialShow, initialState, takeOf, type Take, type UiState } from '../../../../src/ui/state/index.ts'
import { stageOf, takeOfRun, toldRun, type ToldRun } from '../../../support/told-run.ts'

const size = { columns: 80, rows: 24 }
let run: ToldRun
let entry: { readonly file: string }
beforeAll(async () => {
  run = await toldRun('scenarios/lessons/01-where-is-customer-4.md')
  entry = run.scenario.source
})

function press(state: UiState, ...names: string[]): UiState {
  return names.reduce((now, name) => update(now, {
    type: 'key', key: { name, text: name.length === 1 ? name : '', ctrl: false, alt: false, shift: false },
  })[0], state)
}

function opening(): UiState {
  const lesson = {
    kind: 'lesson' as const, file: entry.file, title: 'first', question: '', rule: '', lesson: 1, minutes: null, actors: '',
  }
  const state = initialState({
    size, theme: { color: false, ascii: false }, entries: [lesson], done: new Set(), history: [],
  })
  return press(state, 'enter')
}

describe('keys that are typed while a scenario opens', () => {
  test('wait, and are acted on in their order', () => {
    const typed = press(opening(), 'w', '.')
    expect(typed.notice?.text).toContain('opening')
    const state = update(typed, { type: 'opened', scenario: run.scenario, take: takeOfRun(run) })[0]
    const stepped = press(stageOf(run, 0, size), '.')
    expect(state.show!.cursor).toEqual(stepped.show!.cursor)
    expect(state.screens.at(-1)).toBe('why')
    expect(state.typedAhead).toEqual([])
  })

  test('are dropped where it cannot be opened, and the reader is told why', () => {
    const state = update(press(opening(), 'down', 'q'), { type: 'not-opened', text: 'a.md:1:1: wrong' })[0]
    expect([state.notice?.text, state.typedAhead, state.isOpening]).toEqual(['a.md:1:1: wrong', [], false])
  })
})

/** As it is told while it grows: so many events, and more to come. */
function growing(take: Take, length: number, isRunning: boolean): Take {
  return {
    timeline: new Proxy(take.timeline, { get: (real, name) => name === 'length' ? length : Reflect.get(real, name, real) as unknown }),
    branch: { ...take.branch, isRunning },
  }
}

describe('End', () => {
  test('pressed while the run is still being made goes along to its end, and then the lesson is done', () => {
    const whole = takeOfRun(run)
    const showing = (state: UiState, take: Take): UiState => ({ ...state, show: { ...state.show!, takes: [take] } })
    const first = growing(whole, 100, true)
    const state = press({
      ...stageOf(run, 0, size), show: initialShow(run.scenario, first),
    }, 'end')
    expect([state.show!.cursor.seq, state.notice?.text]).toEqual([100, expect.stringContaining('still being made')])
    const [later, effects] = update(showing(state, growing(whole, 200, true)), { type: 'grown', branch: 'main' })
    expect([later.show!.cursor.seq, effects]).toEqual([200, []])
    const [ended, done] = update(showing(later, whole), { type: 'grown', branch: 'main' })
    expect(ended.show!.cursor.seq).toBe(takeOf(ended.show!).timeline.length)
    expect(done).toEqual([{ type: 'remember-done', file: entry.file }])
    expect(ended.show!.isBoundForEnd).toBe(false)
  })

  test('who goes elsewhere meanwhile stays there', () => {
    const first = growing(takeOfRun(run), 100, true)
    const state = press({ ...stageOf(run, 0, size), show: initialShow(run.scenario, first) }, 'end', 'home')
    expect(update(state, { type: 'grown', branch: 'main' })[0].show!.cursor.seq).toBe(0)
  })
})

describe('a branch that is being made', () => {
  const deciding = (): UiState => update(stageOf(run, 50, size), {
    type: 'decide', decision: 'crash', interventions: [{ kind: 'seed', after: 50, seed: 1 }],
  })[0]

  test('says so at once, and no key acts on the old screen', () => {
    const state = press(deciding(), '.', ']')
    expect(state.notice?.text).toContain('making ⑂ what-if: crash …')
    expect(state.show!.cursor.seq).toBe(50)
    const take = takeOfRun(run, { name: 'what-if', parent: { name: 'main', after: 50 }, decision: 'crash' })
    const there = update(state, { type: 'branched', take })[0]
    expect(there.show!.current).toBe('what-if')
    expect(there.show!.cursor.seq).toBeGreaterThan(50)
  })

  test('Esc stays here', () => {
    const state = press(deciding(), '.', 'escape')
    expect([state.show!.awaited, state.typedAhead]).toEqual([null, []])
    const take = takeOfRun(run, { name: 'what-if', parent: { name: 'main', after: 50 }, decision: 'crash' })
    expect(update(state, { type: 'branched', take })[0].show!).toMatchObject({ current: 'main', cursor: { seq: 50 } })
  })
})
