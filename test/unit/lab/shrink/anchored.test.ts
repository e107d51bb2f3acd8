import { describe, expect, it } from 'vitest'
import type { LogEntry, RunLog } from '../../../../src/sim/index.ts'
import { Anchored, type Times } from '../../../../src/lab/shrink/anchored.ts'

const log = (...entries: LogEntry[]): RunLog => ({ version: 1, entries })
const lost: LogEntry = { type: 'answer', label: 'net/a>b', nth: 3, answer: 2 }

/** What is answered to messages of one connection that are sent at these times. */
function answers(times: Times | null, ...sentUs: number[]): number[] {
  let now = 0
  const anchored = new Anchored(log(lost), times, () => now)
  return sentUs.map((us, index) => {
    now = us
    return anchored.choose('net/a>b', index + 1, 3)
  })
}

describe('a fault of a message, when other messages are left out', () => {
  const times: Times = new Map([['net/a>b', [100, 5_000, 10_000, 20_000]]])

  it.each([
    ['in the same run it meets the same message', [100, 5_000, 10_000, 20_000], [0, 0, 2, 0]],
    ['it meets the message of its time, whatever its number', [5_000, 10_000, 20_000], [0, 2, 0]],
    ['also if that comes a little earlier or later', [5_100, 10_300, 20_000], [0, 2, 0]],
    ['it meets no other message in the place of that', [100, 5_000, 20_000], [0, 0, 0]],
  ])('%s', (_, sentUs, expected) => expect(answers(times, ...sentUs)).toEqual(expected))

  it('without times it meets the message of its number', () => {
    expect(answers(null, 5_000, 10_000, 20_000)).toEqual([0, 0, 2])
  })
})

it('what the nemesis decides goes by its number at any time', () => {
  const entry: LogEntry = { type: 'answer', label: 'nemesis/storm/wave-2/fault', nth: 1, answer: 1 }
  const anchored = new Anchored(log(entry), new Map([[entry.label, [4_000_000]]]), () => 9_000_000)
  expect(anchored.choose(entry.label, 1, 3)).toBe(1)
})
