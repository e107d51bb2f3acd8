import { describe, expect, test } from 'vitest'
import { rowsAfter, rowsUpTo } from '../../../../src/ui/story/index.ts'
import { find, toldSplit } from '../../../support/told-run.ts'

const split = await toldSplit()

describe('the list of events', () => {
  test('sums up the traffic between two pieces of news', () => {
    const heard = find(split.story, 'vtgate-2', /^sends REPLICA queries to -80/)
    const [sum] = rowsAfter(split.story, heard.seq, 1, null)
    expect(sum).toMatchObject({ kind: 'meanwhile', actor: '…' })
    expect(sum!.text).toMatch(/^clients: \d+ answered; streams: -80 \+\d+, 80- \+\d+ transactions$/)
  })

  test('counts every piece of traffic once', () => {
    const { story, trace } = split
    const counted = rowsUpTo(story, trace.length, Infinity, null).flatMap(({ text }) => [...text.matchAll(/(\d+) answered/g)].map(([, n]) => Number(n)))
    const alone = rowsUpTo(story, trace.length, Infinity, null).filter(({ text }) => text.startsWith('has its answer')).length
    const all = story.told.filter(({ topic }) => topic === 'answered').length
    expect(counted.reduce((sum, n) => sum + n, 0) + alone).toBe(all)
  })

  test('shows the latest traffic piece by piece', () => {
    const traffic = split.story.told.filter(({ topic }) => topic === 'answered')[50]!
    const rows = rowsUpTo(split.story, traffic.seq, 4, null)
    expect(rows.at(-1)).toMatchObject({ kind: 'told', seq: traffic.seq })
  })

  test('never shows what comes later', () => {
    for (const seq of [1, 2000, 9000]) {
      expect(rowsUpTo(split.story, seq, Infinity, null).every(row => row.seq <= seq)).toBe(true)
      expect(rowsAfter(split.story, seq, 20, null).every(row => row.seq > seq)).toBe(true)
    }
  })

  test('stops before what is not to be seen yet', () => {
    const ask = split.timeline.markers.find(({ kind }) => kind === 'ask')!
    expect(rowsAfter(split.story, 0, Infinity, null, ask.seq).at(-1)!.seq).toBeLessThanOrEqual(ask.seq)
  })
})

describe('a filter', () => {
  test('shows everything with the words, however little it matters', () => {
    const rows = rowsUpTo(split.story, split.trace.length, Infinity, { text: 'VTGATE-1 ROUTES', not: false })
    expect(rows.length).toBeGreaterThan(20)
    expect(rows.every(({ actor, text }) => actor === 'vtgate-1' && text.startsWith('routes'))).toBe(true)
  })

  test('with `not` leaves out what has the words, and no more', () => {
    const all = rowsUpTo(split.story, split.trace.length, Infinity, null).filter(row => row.kind === 'told' && row.weight !== 'traffic')
    const rows = rowsUpTo(split.story, split.trace.length, Infinity, { text: 'vtworker', not: true }).filter(row => row.kind === 'told' && row.weight !== 'traffic')
    expect(rows).toEqual(all.filter(({ actor, text }) => !`${actor} ${text}`.includes('vtworker')))
  })
})
