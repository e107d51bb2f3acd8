import { describe, expect, test } from 'vitest'
import { askOverlay } from '../../../../src/ui/screens/overlays/ask.ts'
import { screen } from '../../../../src/ui/screens/index.ts'
import { eventsPane } from '../../../../src/ui/screens/panes/events.ts'
import { whyPane } from '../../../../src/ui/screens/panes/why.ts'
import type { Overlay, ScreenName, Size } from '../../../../src/ui/state/index.ts'
import { assertSize, textOf } from '../../../../src/ui/text/index.ts'
import { find, toldSplit, stageOf } from '../../../support/told-run.ts'

const split = await toldSplit()
const small: Size = { columns: 80, rows: 24 }
const large: Size = { columns: 140, rows: 40 }
const refused = split.story.told.find(({ topic }) => topic === 'refused')!
const question = split.timeline.markers.find(({ kind }) => kind === 'ask')!.seq

const pane = (seq: number, size: Size, change = {}): string[] => eventsPane(stageOf(split, seq, large, change), size).map(textOf)

describe('panes and screens of the story', () => {
  const moments = [0, 1, 300, question, refused.seq, 9001, split.trace.length]

  test.each([[35, 11], [50, 22], [80, 9], [44, 5], [24, 4]])('fit exactly into %d x %d, at any moment', (columns, rows) => {
    for (const seq of moments) {
      assertSize(eventsPane(stageOf(split, seq, large), { columns, rows }), columns, rows)
      assertSize(whyPane(stageOf(split, seq, large), { columns, rows }), columns, rows)
    }
  })

  test.each<[ScreenName, Size]>([['why', small], ['why', large], ['card', small], ['card', large], ['why', { columns: 60, rows: 16 }]])(
    'the screen %s fits into %o', (name, size) => {
      for (const seq of moments) {
        const state = stageOf(split, seq, size, { answers: new Map([[question, 0]]) })
        for (const names of ['2020', 'today'] as const) assertSize(screen({ ...state, names, screens: ['picker', 'stage', name] }), size.columns, size.rows)
      }
    })

  test.each<Overlay>([
    { kind: 'glossary', page: 'words', selected: 3, filter: '' }, { kind: 'glossary', page: 'words', selected: 0, filter: 'no such word' },
    { kind: 'glossary', page: 'names', selected: 5, filter: '' },
    { kind: 'ask', seq: question, selected: 1, isRevealed: false }, { kind: 'ask', seq: question, selected: 1, isRevealed: true },
  ])('the overlay $kind fits, too (%#)', overlay => {
    for (const size of [small, large, { columns: 60, rows: 16 }]) {
      assertSize(screen({ ...stageOf(split, question, size), overlay }), size.columns, size.rows)
    }
  })
})

describe('the pane of events', () => {
  test('marks the event that is shown, and shows all of a long one', () => {
    const lines = pane(refused.seq, { columns: 50, rows: 22 })
    const at = lines.findIndex(text => text.includes('◀'))
    expect(lines.slice(at - 2, at + 1).join(' ').replace(/[│◀]|\s+/g, ' ').replace(/ +/g, ' ')).toContain('is refused')
  })

  test('shows the machinery only where the reader stands on it', () => {
    const request = [...split.trace.events(refused.seq - 20, refused.seq)].find(({ kind }) => kind === 'rpc/request')!.seq
    expect(pane(request, { columns: 80, rows: 22 }).join('\n')).toContain('is asked')
    expect(pane(refused.seq, { columns: 80, rows: 22 }).join('\n')).not.toContain('is asked')
  })

  test('hides what comes after a question until it is answered or left', () => {
    const questions = split.timeline.markers.filter(({ kind }) => kind === 'ask').map(({ seq }) => [seq, null] as const)
    const last = (answers: ReadonlyMap<number, null>): string =>
      pane(question - 1, { columns: 110, rows: 40 }, { answers }).slice(0, -1).findLast(text => text.replace(/[│ ]/g, '') !== '')!
    expect(last(new Map())).toContain(' ? ')
    expect(last(new Map(questions))).not.toContain(' ? ')
  })

  test('says what it is filtered by', () => {
    expect(pane(9000, { columns: 80, rows: 12 }, { filter: { text: 'vtgate', not: true } })[0]).toContain('& !vtgate')
  })
})

describe('the pane of reasons', () => {
  test('says why the event that is shown came about', () => {
    const lines = whyPane(stageOf(split, refused.seq, large), { columns: 100, rows: 9 }).map(textOf)
    expect(lines[1]).toMatch(/client-\d because zone1-200 stops serving customer\/0 as MASTER/)
  })

  test('names the command of today when asked to', () => {
    const state = stageOf(split, find(split.story, 'vtctld', /^freeze: /).seq, large)
    const text = (names: '2020' | 'today'): string => whyPane({ ...state, names }, { columns: 100, rows: 14 }).map(textOf).join('\n')
    expect(text('today')).toContain('SwitchTraffic --tablet-types primary')
    expect(text('2020')).not.toContain('SwitchTraffic')
  })
})

describe('a question', () => {
  const overlay = (selected: number, isRevealed: boolean) =>
    askOverlay({ kind: 'ask', seq: question, selected, isRevealed }, stageOf(split, question, small).show!, small).map(textOf).join('\n')
  const { options } = split.trace.get(question).data as { options: readonly { isRight: boolean }[] }

  test.runIf(options.length > 0)('shows which answer is right only after the choice', () => {
    const right = options.findIndex(({ isRight }) => isRight)
    const wrong = options.findIndex(({ isRight }) => !isRight)
    expect(overlay(right, false)).not.toMatch(/[✔✘]/)
    expect(overlay(right, true)).toMatch(/Right[^]*✔/)
    expect(overlay(wrong, true)).toMatch(/Not quite[^]*✘/)
  })
})

test('the card tells the rule, the outage, and how to see the run again', () => {
  const size = { columns: 100, rows: 40 }
  const text = screen({ ...stageOf(split, split.trace.length, size), screens: ['picker', 'stage', 'card'] }).map(textOf).join('\n')
  expect(text).toContain(`${split.result.clients.acked} acknowledged`)
  expect(text).toContain(`${Math.round(split.result.cutover.writeBlockedMs)} ms of virtual time`)
  expect(text).toContain('vtsim play scenarios/customer-split.md')
})
