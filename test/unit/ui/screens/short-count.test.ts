import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shortCount } from '../../../../src/ui/screens/panes/short-count.ts'

test.each([
  [0, '0'], [9999, '9999'], [10_000, '10k'], [10_085, '10k'], [20_000, '20k'], [999_499, '999k'], [999_500, '1M'], [3_000_000, '3M'],
])('%d is written as %s', (count, text) => {
  expect(shortCount(count)).toBe(text)
})

test('it fits into the four columns that the topology has for it', () => {
  fc.assert(fc.property(fc.nat({ max: 900_000_000 }), count => shortCount(count).length <= 4))
})
