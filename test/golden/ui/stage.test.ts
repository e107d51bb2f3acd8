/**
 * Goal: the stage shows at any instant which shard serves which type, what is routed, what is copied, what is behind, and whether
 * it is safe to go on. Method: frames of the customer split, and of a run in which a write is lost, as text files that people review
 * (`npx vitest run test/golden/ui -u` writes them anew).
 */
import { expect, test } from 'vitest'
import type { Marker } from '../../../src/ui/cluster-view/index.ts'
import { screen } from '../../../src/ui/screens/index.ts'
import type { Show, Size } from '../../../src/ui/state/index.ts'
import { textOf } from '../../../src/ui/text/index.ts'
import { stageOf, toldRun, toldSplit, type ToldRun } from '../../support/told-run.ts'

function frame(run: ToldRun, size: Size, seq: number, change: Partial<Show> = {}): string[] {
  return screen(stageOf(run, seq, size, change)).map(textOf)
}

/** A little after the places that tell most: chapters, commands, and the steps of the last cutover. */
function places({ timeline }: ToldRun): { readonly title: string; readonly seq: number }[] {
  const isShown = ({ kind, title }: Marker): boolean => kind === 'phase'
    || kind === 'step' && /^(migrate-served-types-master|split-clone\/(off|on)line-clone)/.test(title)
  const found = timeline.markers.filter(isShown).map(({ title, seq }) => ({ title, seq: Math.min(seq + 5, timeline.length) }))
  return [{ title: 'before the first event', seq: 0 }, ...found, { title: 'the end', seq: timeline.length }]
}

const sizes: readonly Size[] = [{ columns: 80, rows: 24 }, { columns: 140, rows: 40 }]

test.each(sizes)('the customer split at $columns x $rows', async size => {
  const run = await toldSplit()
  const frames = places(run).flatMap(({ title, seq }) => [`== ${title}`, ...frame(run, size, seq), ''])
  await expect(frames.join('\n')).toMatchFileSnapshot(`stage-${size.columns}x${size.rows}.txt`)
})

test('other sizes, scales and panes, while the last cutover waits', async () => {
  const run = await toldSplit()
  const { markers } = run.timeline
  const seq = markers.find(({ title }) => title === 'migrate-served-types-master/wait-for-catch-up')!.seq + 5
  const variants: readonly (readonly [Size, Partial<Show>])[] = [
    [{ columns: 60, rows: 16 }, { focus: 'topology' }], [{ columns: 60, rows: 16 }, { focus: 'events' }],
    [{ columns: 72, rows: 30 }, { focus: 'topology', selected: 'zone1-300' }],
    [{ columns: 100, rows: 30 }, { scale: 'time' }], [{ columns: 139, rows: 50 }, {}],
    [{ columns: 140, rows: 36 }, { selected: 'zone1-401', focus: 'topology' }], [{ columns: 200, rows: 60 }, { scale: 'time' }],
  ]
  const frames = variants.flatMap(([size, change]) => [
    `== ${size.columns}x${size.rows} ${Object.values(change).join(' ')}`.trimEnd(), ...frame(run, size, seq, change), '',
  ])
  await expect(frames.join('\n')).toMatchFileSnapshot('stage-sizes.txt')
})

test('a cutover that does not wait loses a write, and the stage says so', async () => {
  const run = await toldRun('scenarios/canaries/no-catch-up.md')
  const { timeline } = run
  const begin = timeline.markers.find(({ short }) => short === 'MASTER')!.seq
  const end = timeline.at(timeline.length).finished.find(({ name }) => name === 'migrate-served-types-master')!.seq
  const frames = [begin + 5, end, timeline.length].flatMap(seq => [`== #${seq}`, ...frame(run, sizes[0]!, seq), ''])
  expect(frames.join('\n')).toContain('✘ acked-writes-survive')
  await expect(frames.join('\n')).toMatchFileSnapshot('stage-lost-write.txt')
})

test('every moment has a frame of the right size', { timeout: 60_000 }, async () => {
  const run = await toldSplit()
  const { timeline } = run
  for (const [columns, rows] of [[60, 16], [79, 17], [80, 24], [100, 20], [140, 36], [230, 70]] as const) {
    for (let seq = 0; seq <= timeline.length; seq += 601) {
      const lines = frame(run, { columns, rows }, seq)
      expect(lines).toHaveLength(rows)
    }
  }
})
