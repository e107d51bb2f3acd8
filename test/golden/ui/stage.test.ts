/**
 * Goal: the stage shows at any instant which shard serves which type, what is routed, what is copied, what is behind, and whether
 * it is safe to go on. Method: frames of the customer split, and of a run in which a write is lost, as text files that people review
 * (`npx vitest run test/golden/ui -u` writes them anew).
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { plainPlan, type Branch } from '../../../src/lab/branch/index.ts'
import { parseScenario, runScenario, type Scenario } from '../../../src/lab/scenario/index.ts'
import { createTimeline, type Marker } from '../../../src/ui/cluster-view/index.ts'
import { screen } from '../../../src/ui/screens/index.ts'
import { initialShow, initialState, type Show, type Size, type UiState } from '../../../src/ui/state/index.ts'
import { textOf } from '../../../src/ui/text/index.ts'

async function showOf(file: string): Promise<Show> {
  const scenario: Scenario = parseScenario(file, readFileSync(file, 'utf8'))
  const result = await runScenario(scenario, { trace: true })
  const { trace } = result.run
  const timeline = createTimeline(trace, scenario.frontMatter.cluster)
  timeline.extend(trace.length)
  const branch: Branch = {
    name: 'main', plan: plainPlan, parent: null, decision: '', trace, isRunning: false, result, problem: null,
    replies: new Map(),
  }
  return initialShow(scenario, { branch, timeline })
}

const shows = new Map<string, Promise<Show>>()
function open(file: string): Promise<Show> {
  const known = shows.get(file)
  if (known !== undefined) return known
  const made = showOf(file)
  shows.set(file, made)
  return made
}

function frame(show: Show, { columns, rows }: Size, seq: number, change: Partial<Show> = {}): string[] {
  const state: UiState = initialState({
    size: { columns, rows }, theme: { color: false, ascii: false }, entries: [], done: new Set(), history: [],
  })
  return screen({ ...state, screens: ['picker', 'stage'], show: { ...show, cursor: { seq }, ...change } }).map(textOf)
}

/** A little after the places that tell most: chapters, commands, and the steps of the last cutover. */
function places(show: Show): { readonly title: string; readonly seq: number }[] {
  const { timeline } = show.takes[0]!
  const isShown = ({ kind, title }: Marker): boolean => kind === 'phase'
    || kind === 'step' && /^(migrate-served-types-master|split-clone\/(off|on)line-clone)/.test(title)
  const found = timeline.markers.filter(isShown).map(({ title, seq }) => ({ title, seq: Math.min(seq + 5, timeline.length) }))
  return [{ title: 'before the first event', seq: 0 }, ...found, { title: 'the end', seq: timeline.length }]
}

const sizes: readonly Size[] = [{ columns: 80, rows: 24 }, { columns: 140, rows: 40 }]

test.each(sizes)('the customer split at $columns x $rows', async size => {
  const show = await open('scenarios/customer-split.md')
  const frames = places(show).flatMap(({ title, seq }) => [`== ${title}`, ...frame(show, size, seq), ''])
  await expect(frames.join('\n')).toMatchFileSnapshot(`stage-${size.columns}x${size.rows}.txt`)
})

test('other sizes, scales and panes, while the last cutover waits', async () => {
  const show = await open('scenarios/customer-split.md')
  const { markers } = show.takes[0]!.timeline
  const seq = markers.find(({ title }) => title === 'migrate-served-types-master/wait-for-catch-up')!.seq + 5
  const variants: readonly (readonly [Size, Partial<Show>])[] = [
    [{ columns: 60, rows: 16 }, { focus: 'topology' }], [{ columns: 60, rows: 16 }, { focus: 'events' }],
    [{ columns: 72, rows: 30 }, { focus: 'topology', selected: 'zone1-300' }],
    [{ columns: 100, rows: 30 }, { scale: 'time' }], [{ columns: 139, rows: 50 }, {}],
    [{ columns: 140, rows: 36 }, { selected: 'zone1-401', focus: 'topology' }], [{ columns: 200, rows: 60 }, { scale: 'time' }],
  ]
  const frames = variants.flatMap(([size, change]) => [
    `== ${size.columns}x${size.rows} ${Object.values(change).join(' ')}`.trimEnd(), ...frame(show, size, seq, change), '',
  ])
  await expect(frames.join('\n')).toMatchFileSnapshot('stage-sizes.txt')
})

test('a cutover that does not wait loses a write, and the stage says so', async () => {
  const show = await open('scenarios/canaries/no-catch-up.md')
  const { timeline } = show.takes[0]!
  const begin = timeline.markers.find(({ short }) => short === 'MASTER')!.seq
  const end = timeline.at(timeline.length).finished.find(({ name }) => name === 'migrate-served-types-master')!.seq
  const frames = [begin + 5, end, timeline.length].flatMap(seq => [`== #${seq}`, ...frame(show, sizes[0]!, seq), ''])
  expect(frames.join('\n')).toContain('✘ acked-writes-survive')
  await expect(frames.join('\n')).toMatchFileSnapshot('stage-lost-write.txt')
})

test('every moment has a frame of the right size', { timeout: 60_000 }, async () => {
  const show = await open('scenarios/customer-split.md')
  const { timeline } = show.takes[0]!
  for (const [columns, rows] of [[60, 16], [79, 17], [80, 24], [100, 20], [140, 36], [230, 70]] as const) {
    for (let seq = 0; seq <= timeline.length; seq += 601) {
      const lines = frame(show, { columns, rows }, seq)
      expect(lines).toHaveLength(rows)
    }
  }
})
