import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { align } from '../../../../src/ui/story/align.ts'

const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 30 })

describe('two lists side by side', () => {
  test.each([
    ['the same', 'abc', 'abc', 'a|a b|b c|c'],
    ['one is missing', 'abc', 'ac', 'a|a b| c|c'],
    ['other words for the same place stand in one row', 'axc', 'ayc', 'a|a x|y c|c'],
    ['nothing in common', 'ab', 'xyz', 'a|x b|y |z'],
    ['one is empty', '', 'xy', '|x |y'],
  ])('%s', (_what, a, b, expected) => {
    const pairs = align([...a], [...b], item => item)
    expect(pairs.map(pair => `${pair.a ?? ''}|${pair.b ?? ''}`).join(' ')).toBe(expected)
  })

  test('each list comes out whole and in its order', () => {
    fc.assert(fc.property(words, words, (a, b) => {
      const pairs = align(a, b, item => item)
      expect(pairs.flatMap(pair => pair.a ?? [])).toEqual(a)
      expect(pairs.flatMap(pair => pair.b ?? [])).toEqual(b)
    }))
  })

  test('as much as possible is equal', () => {
    fc.assert(fc.property(words, words, (a, b) => {
      const equal = align(a, b, item => item).filter(pair => pair.a === pair.b).length
      expect(equal).toBeGreaterThanOrEqual(longestCommon(a, b))
    }))
  })
})

/** The textbook's recursion, with a memory. */
function longestCommon(a: readonly string[], b: readonly string[], known = new Map<string, number>()): number {
  if (a.length === 0 || b.length === 0) return 0
  const name = `${a.length} ${b.length}`
  const found = known.get(name) ?? (a[0] === b[0] ? 1 + longestCommon(a.slice(1), b.slice(1), known)
    : Math.max(longestCommon(a.slice(1), b, known), longestCommon(a, b.slice(1), known)))
  known.set(name, found)
  return found
}
