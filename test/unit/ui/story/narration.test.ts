import { describe, expect, test } from 'vitest'
import { narrate, plainProse } from '../../../../src/ui/story/index.ts'
import { find, toldSplit } from '../../../support/told-run.ts'

const split = await toldSplit()

const at = (seq: number) => narrate(split.timeline.at(seq))
const evidence = (seq: number): string[] => at(seq).paragraphs.filter(({ kind }) => kind === 'evidence').map(({ text }) => text)

describe('the narration', () => {
  test('of a step says what, why, what without it, and where Vitess does it', () => {
    const { title, paragraphs } = at(find(split.story, 'vtctld', /^wait-for-catch-up: /).seq)
    expect(title).toMatch(/^MigrateServedTypes customer\/0 MASTER, step \d+ of \d+: wait-for-catch-up$/)
    expect(paragraphs.map(({ kind }) => kind)).toEqual(['says', 'because', 'evidence', 'evidence', 'evidence', 'if-skipped', 'source'])
  })

  test('follows the cluster: who waits is behind, who has caught up is not', () => {
    const waits = find(split.story, 'vtctld', /^wait-for-catch-up: /).seq
    const done = split.story.told.findLast(({ text }) => text.includes('has caught up'))!.seq
    expect(evidence(waits)).toContainEqual(expect.stringMatching(/^customer\/-80, customer\/80- are \d+ transactions behind customer\/0/))
    expect(evidence(done)).toContainEqual(expect.stringMatching(/^All streams are up to date: /))
  })

  test('says that writes fail from the stop of the old master until the routing has moved', () => {
    const fails = (seq: number): boolean => evidence(seq).some(text => text.startsWith('Writes for customer/0 fail now'))
    const stopped = find(split.story, 'zone1-200', /^stops serving customer\/0 as MASTER/).seq
    const moved = find(split.story, 'topo', /MASTER goes to -80/).seq
    // One event before it stops, it begins to shut down.
    expect([stopped - 2, stopped, moved - 1, moved].map(fails)).toEqual([false, true, true, false])
  })

  test('is the prose of the scenario while nobody works', () => {
    const ask = split.timeline.markers.find(({ kind }) => kind === 'ask')!
    expect(at(ask.seq).paragraphs[0]).toMatchObject({ kind: 'prose' })
  })

  test('before the beginning complains of nothing', () => {
    expect(at(0).paragraphs.map(({ kind }) => kind)).toEqual(['prose'])
    expect(at(300).paragraphs.map(({ kind }) => kind)).toEqual(['prose'])
  })

  test('of a step that is left out says what is missing', async () => {
    const { timeline, story } = await toldSplit(undefined, ['wait-for-catch-up'])
    const left = find(story, 'vtctld', /^leaves out wait-for-catch-up: /)
    const { paragraphs } = narrate(timeline.at(left.seq))
    expect(paragraphs[0]!.text).toMatch(/^This step is left out\. It would have been: Wait until/)
    expect(paragraphs[1]).toMatchObject({ kind: 'if-skipped', text: expect.stringMatching(/^Without it: writes /) })
  })
})

test.each([
  ['The `DRAINED` tablet, *the* one', 'The DRAINED tablet, the one'],
  ['**Never** `-force`', 'Never -force'],
  ['read [this](https://x.y/z)', 'read this'],
  ['min_healthy_rdonly_tablets stays', 'min_healthy_rdonly_tablets stays'],
  ['## A heading', 'A heading'],
  ['2 * 3 * 4', '2 * 3 * 4'],
])('prose without marks: %s', (markdown, plain) => {
  expect(plainProse(markdown)).toBe(plain)
})
