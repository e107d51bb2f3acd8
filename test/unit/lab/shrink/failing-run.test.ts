import { expect, it } from 'vitest'
import type { LogEntry } from '../../../../src/sim/index.ts'
import { logOf, partsOf } from '../../../../src/lab/shrink/failing-run.ts'

const answer = (label: string, nth = 1): LogEntry => ({ type: 'answer', label, nth, answer: 1 })
const postponed: LogEntry = { type: 'postponed', event: 'client-1/work/rpc/request', nth: 3, byUs: 5 }

const entries = [
  answer('nemesis/storm/wave-1/wait'), answer('client-3/work/operation'), postponed, answer('nemesis/storm/wave-1/fault'),
  answer('nemesis/storm/wave-1/whom'), answer('nemesis/storm/at/split-clone/before-finish/2'), answer('net/vtgate-1>vttablet zone1-200', 4),
  answer('nemesis/storm/at/split-clone/before-finish/2/lasts'), answer('late/client-1/work', 7), answer('nemesis/storm/failure-1/again'),
  answer('nemesis/storm/wave-2/fault'),
]

it('tells what was broken from when, from the schedule, and from what else was chosen', () => {
  const { acts, waits, schedule, answers } = partsOf({ version: 1, entries })
  expect(acts.map(({ name, entries: own }) => [name, own.length])).toEqual([
    ['wave-1', 2], ['at/split-clone/before-finish/2', 2], ['net/vtgate-1>vttablet zone1-200#4', 1], ['wave-2', 1],
  ])
  expect(waits).toEqual([entries[0]])
  expect(schedule).toEqual([postponed, answer('late/client-1/work', 7)])
  expect(answers).toEqual([answer('client-3/work/operation'), answer('nemesis/storm/failure-1/again')])
})

it('puts all parts together again', () => {
  const { entries: again } = logOf(partsOf({ version: 1, entries }))
  expect(new Set(again)).toEqual(new Set(entries))
  expect(again).toHaveLength(entries.length)
})
