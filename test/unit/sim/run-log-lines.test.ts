import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UserError } from '../../../src/base/index.ts'
import { readRunLogLines, runLogLines, type LogEntry, type RunLog } from '../../../src/sim/index.ts'

const postponed = (event: string, nth: number, byUs: number): LogEntry => ({ type: 'postponed', event, nth, byUs })
const answer = (label: string, nth: number, given: number): LogEntry => ({ type: 'answer', label, nth, answer: given })
const tick = 1 / 64

const story: RunLog = {
  version: 1,
  entries: [
    answer('client-1/work/operation', 2, 2), answer('client-1/work/operation', 3, 2), answer('client-1/work/operation', 1, 4),
    postponed('client-1/work/rpc/request', 3, 100 + tick), postponed('client-1/work/rpc/request', 5, tick),
    postponed('client-1/work/rpc/request', 9, 2.5 * tick),
    postponed('client-1/work~vtgate-1.execute/stream/item', 1, 30), postponed('client-1/work~vtgate-1.execute/stream/item', 2, 3 * tick),
    answer('late/client-1/work~vtgate-1.execute', 7, 1), answer('net/vtworker>vtgate-1', 3, 1),
    postponed('vtgate-1/boot/task/start', 1, tick),
  ],
}

test('a log is written by chain, its numbers by value', () => expect(runLogLines(story)).toEqual([
  '=net/vtworker>vtgate-1\t@3',
  'client-1/work',
  '=%/operation\t4@1 2@2-3',
  ' rpc/request\t100+1@3 @5 0.0390625@9',
  '~vtgate-1.execute',
  '=late/%\t@7',
  ' stream/item\t30@1 +3@2',
  'vtgate-1/boot',
  ' task/start\t@1',
]))

const key = (entry: LogEntry): string => entry.type === 'answer' ? `=${entry.label}#${entry.nth}` : `${entry.event}#${entry.nth}`
const inOrder = (entries: readonly LogEntry[]): LogEntry[] => entries.toSorted((a, b) => key(a) < key(b) ? -1 : 1)

const name = fc.oneof(
  fc.constantFrom('client-1/work', 'a', 'a~b', 'a~b~c', '~', ' x', '=y', '100%', 'late/a', 'tab\there', 'two\nlines', ''),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const kind = fc.constantFrom('task/start', 'rpc/request', 'point', 'deadline', 'future/kind')
const nth = fc.integer({ min: 1, max: 30 })
const entry = fc.oneof(
  fc.record({ name, kind, nth, ticks: fc.integer({ min: 1, max: 1_000_000 }) })
    .map(of => postponed(`${of.name}/${of.kind}`, of.nth, of.ticks * tick)),
  fc.record({ name, nth, byUs: fc.double({ min: 1e-9, max: 1e25, noNaN: true }) }).map(of => postponed(of.name, of.nth, of.byUs)),
  fc.record({ name, end: fc.constantFrom('', '/operation', '/at/x%/1'), nth, given: fc.integer({ min: 1, max: 999 }) })
    .map(of => answer(of.name + of.end, of.nth, of.given)),
)

test('what is written is read back, whatever names there are', () => fc.assert(fc.property(
  fc.uniqueArray(entry, { selector: key, maxLength: 60 }), entries => {
    const lines = runLogLines({ version: 1, entries })
    expect(lines.filter(line => line === '' || /[\n\r]/.test(line))).toEqual([])
    expect(inOrder(readRunLogLines(lines).entries)).toEqual(inOrder(entries))
  }), { numRuns: 1000 }))

test.each<[string, readonly string[], number]>([
  ['an entry without a tab', ['a', ' rpc/request @3'], 2],
  ['no number', ['a', ' rpc/request\t3'], 2],
  ['number 0', ['a', ' rpc/request\t@0'], 2],
  ['a range that runs backwards', ['a', ' rpc/request\t@4-3'], 2],
  ['a range without an end in sight', ['a', ' rpc/request\t@1-999999999999'], 2],
  ['no delay at all', ['a', ' rpc/request\t0@3'], 2],
  ['a delay that is no number', ['a', ' rpc/request\tlong@3'], 2],
  ['an endless delay', ['a', ' rpc/request\tInfinity@3'], 2],
  ['a broken answer', ['=x\t1.5@3'], 1],
  ['a chain below none', ['~b'], 1],
])('%s is a mistake at its line', (_name, lines, line) => {
  const read = (): unknown => readRunLogLines(lines, 10)
  expect(read).toThrow(UserError)
  expect(read).toThrow(expect.objectContaining({ position: { line: 9 + line, column: 1 } }))
})
