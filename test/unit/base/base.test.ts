import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assert, Bug, byCodeUnit, byText, formatDuration, onBug, unreachable, UserError } from '../../../src/base/index.ts'

describe('assert', () => {
  test('throws a Bug with its message, made only when needed', () => {
    expect(() => assert(false, 'no')).toThrow(new Bug('no'))
    assert(true, () => { throw new Error('must not be called') })
    expect(() => unreachable('x' as never, 'kind')).toThrow('unexpected kind: x')
  })

  test('tells who listens before it throws', () => {
    const heard: string[] = []
    const simulator = onBug(bug => heard.push(bug.message))
    try { assert(false, () => 'late') } catch { /* swallowed */ }
    onBug(simulator)
    expect(heard).toEqual(['late'])
  })
})

test.each<[UserError, string]>([
  [new UserError('bad'), 'bad'],
  [new UserError('bad', { hint: 'try good' }), 'bad (try good)'],
  [new UserError('bad', { position: { line: 3, column: 7 } }), 'line 3:7: bad'],
  [new UserError('bad', { position: { file: 'a.md', line: 3, column: 7 }, hint: 'try good' }), 'a.md:3:7: bad (try good)'],
])('a user error is one line: %s', (error, text) => {
  expect(String(error)).toBe(text)
})

test.each<[number, string]>([
  [0, '0s'], [0.001, '1µs'], [0.5, '500µs'], [1, '1ms'], [1.5, '1.5ms'], [999.999, '999.999ms'], [1000, '1s'], [1500, '1.5s'],
  [15_000, '15s'], [60_000, '1m0s'], [90_000, '1m30s'], [7_200_500, '2h0m0.5s'], [-1500, '-1.5s'],
])('%d ms is %s, as Go prints it', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test('texts are ordered by code unit, whatever the locale', () => {
  expect(['b', 'B', 'a', 'ä', ''].sort(byCodeUnit)).toEqual(['', 'B', 'a', 'b', 'ä'])
  expect([{ n: 'b' }, { n: 'a' }].sort(byText(item => item.n))).toEqual([{ n: 'a' }, { n: 'b' }])
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
    expect(byCodeUnit(a, b)).toBe(-byCodeUnit(b, a) + 0)
    expect(byCodeUnit(a, b) === 0).toBe(a === b)
  }))
})
