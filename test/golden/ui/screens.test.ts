/**
 * Goal: each screen and overlay beside the stage says what it is for, in a small terminal and in a large one. Method: frames
 * of the customer split around its last cutover, as text files that people review (`npx vitest run test/golden/ui -u` writes
 * them anew).
 */
import { expect, test } from 'vitest'
import { screen } from '../../../src/ui/screens/index.ts'
import {
  exportMenu, faultMenu, initialState, provokeMenu, type CatalogueEntry, type Overlay, type Show, type Size,
  type UiState,
} from '../../../src/ui/state/index.ts'
import { textOf } from '../../../src/ui/text/index.ts'
import { stageOf, takeOfRun, toldSplit } from '../../support/told-run.ts'

const split = await toldSplit()
const step = 'migrate-served-types-master/wait-for-catch-up'
const waiting = split.timeline.markers.find(({ title }) => title === step)!.seq
const question = split.timeline.markers.find(({ kind }) => kind === 'ask')!.seq
const sizes: readonly Size[] = [{ columns: 80, rows: 24 }, { columns: 140, rows: 40 }]

/** Frames of one file: each state by what it shows, at both sizes. */
async function expectFrames(file: string, states: readonly (readonly [string, (size: Size) => UiState])[]): Promise<void> {
  const frames = states.flatMap(([what, stateOf]) => sizes.flatMap(size =>
    [`== ${what}, ${size.columns}x${size.rows}`, ...screen(stateOf(size)).map(textOf), '']))
  await expect(frames.join('\n')).toMatchFileSnapshot(file)
}

const on = (name: UiState['screens'][number], seq = waiting, change: Partial<Show> = {}) => (size: Size): UiState =>
  ({ ...stageOf(split, seq, size, change), screens: ['picker', 'stage', name] })

test('lanes', () => expectFrames('lanes.txt', [
  ['before the first event', on('lanes', 0)],
  ['while the last cutover waits', on('lanes')],
  ['only the old master', on('lanes', waiting, { selected: 'zone1-200' })],
]))

test('inspector', () => expectFrames('inspector.txt', [
  ['nothing is selected', on('inspector')],
  ['the old master', on('inspector', waiting, { selected: 'zone1-200' })],
  ['a new master, with its streams', on('inspector', waiting, { selected: 'zone1-300' })],
  ['a stream', on('inspector', waiting, { selected: 'customer/-80 1' })],
  ['a vtgate', on('inspector', waiting, { selected: 'vtgate-1' })],
]))

test('why', () => expectFrames('why.txt', [
  ['before the first event', on('why', 0)],
  ['while the last cutover waits', on('why')],
  ['at the end', on('why', split.trace.length)],
]))

test('card', () => expectFrames('card.txt', [['at the end', on('card', split.trace.length)]]))

test('keys', () => expectFrames('keys.txt', [
  ['of the stage', on('keys')],
  ['scrolled', on('keys', waiting, { scroll: 20 })],
  ['of the lanes', size => ({ ...on('keys')(size), screens: ['picker', 'stage', 'lanes', 'keys'] })],
  ['of the picker', size => ({ ...picker(size), screens: ['picker', 'keys'] })],
]))

/** The split, and beside it the one whose cutover does not wait, as a branch. */
async function forked(): Promise<Partial<Show>> {
  const hasty = await toldSplit(undefined, ['wait-for-catch-up'])
  const after = waiting - 1
  return {
    takes: [takeOfRun(split), takeOfRun(hasty, {
      name: 'what-if', parent: { name: 'main', after }, decision: 'without wait-for-catch-up',
      plan: { seed: undefined, skip: [], interventions: [{ kind: 'skip', after, step }] },
    })],
  }
}

test('diff', async () => {
  const change = await forked()
  await expectFrames('diff.txt', [
    ['one branch only', on('diff')],
    ['where the branches part', on('diff', waiting + 40, change)],
    ['from the other side, later', on('diff', waiting + 700, { ...change, current: 'what-if' })],
  ])
})

test('branches', async () => {
  const change = await forked()
  await expectFrames('branches.txt', [
    ['one branch only', on('branches')],
    ['two branches, the second is chosen', on('branches', waiting, { ...change, scroll: 1 })],
  ])
})

const entry = (kind: CatalogueEntry['kind'], title: string, lesson: number | null = null): CatalogueEntry => ({
  kind, title, lesson, file: `scenarios/${kind}/${title.toLowerCase().replaceAll(' ', '-')}.md`, minutes: lesson,
  question: `What is there to see in ${title}?`, rule: '', actors: 'customer, commerce · 4 clients',
})
const entries = [
  ...Array.from({ length: 24 }, (_, i) => entry('lesson', `Lesson ${i + 1}`, i + 1)),
  entry('scenario', 'A whole split'), entry('crash', 'vtctld dies in the cutover'), entry('canary', 'A cutover that does not wait'),
]

function picker(size: Size, change: Partial<UiState['picker']> = {}): UiState {
  const theme = { color: false, ascii: false }
  const state = initialState({ size, theme, entries, done: new Set([entries[0]!.file]), history: [] })
  return { ...state, picker: { ...state.picker, ...change } }
}

test('picker', () => expectFrames('picker.txt', [
  ['as it opens', size => picker(size)],
  ['the last entry', size => picker(size, { selected: entries.length - 1 })],
  ['filtered', size => picker(size, { filter: 'vtctld dies', selected: 0 })],
  ['nothing is found', size => picker(size, { filter: 'no such words' })],
]))

const over = (overlay: (show: Show) => Overlay, seq = waiting) => (size: Size): UiState => {
  const state = stageOf(split, seq, size)
  return { ...state, overlay: overlay(state.show!) }
}

test('overlays', () => expectFrames('overlays.txt', [
  ['faults', over(show => ({ kind: 'menu', menu: faultMenu(show) }))],
  ['faults, filtered', over(show => ({ kind: 'menu', menu: { ...faultMenu(show), filter: 'partition vtgate' } }))],
  ['provoke, at the start', over(show => ({ kind: 'menu', menu: provokeMenu(show) }), 0)],
  ['provoke, what cannot be done is chosen', over(show => ({ kind: 'menu', menu: { ...provokeMenu(show), selected: 1 } }))],
  ['exports', over(show => ({ kind: 'menu', menu: exportMenu(show) }))],
  ['words', over(() => ({ kind: 'glossary', page: 'words', selected: 7, filter: '' }))],
  ['names', over(() => ({ kind: 'glossary', page: 'names', selected: 0, filter: '' }))],
  ['a question', over(() => ({ kind: 'ask', seq: question, selected: 1, isRevealed: false }), question)],
  ['its answer', over(() => ({ kind: 'ask', seq: question, selected: 1, isRevealed: true }), question)],
  ['a moment to go to', over(() => ({
    kind: 'prompt', what: 'go-to', input: { text: 'noon', at: 4 }, problem: 'a time as 12.476, an event as #318, or a part as 50%',
  }))],
  ['the console', size => ({
    ...over(() => ({ kind: 'console' }))(size),
    console: {
      target: 'customer', input: { text: 'select * from cus', at: 17 }, history: [], recalled: null, typed: '', scroll: 0,
      completions: ['customer'], completion: 0,
      exchanges: [
        {
          prompt: 'customer>', text: 'select email from customer where customer_id = 4;', state: 'done', branch: null,
          output: ['+----------------+', '| email          |', '+----------------+', '| dan@domain.com |', '+----------------+'],
          routing: 'hash(4) = d2fd8867d50d2dfe → 80-, 1 shard',
        },
        { prompt: '$', text: 'vtctlclient GetShard customer/0', state: 'running', branch: null, output: [], routing: '' },
      ],
    },
  })],
]))
