import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  arithmeticFor, compareNumbers, foldFor, groupingKey, INT_TYPE, likeMatcher, momentOfSeconds, orderingFor, parseMoment,
  formatMoment, secondsOf, TEXT_TYPE, decimalType, decimal, toDecimal,
} from '../../../../src/mysql/values/index.ts'
import { integer } from '../../../../src/sql/index.ts'

const seed = 20200428
const int64 = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map(integer)
const letters = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '_', '%', ' ', 'é', 'E', '\n'), maxLength: 6 })

describe('laws', () => {
  it('integers compute exactly or not at all', () => {
    fc.assert(fc.property(int64, int64, fc.constantFrom('+' as const, '-' as const, '*' as const), (a, b, operator) => {
      const exact = operator === '+' ? BigInt(a) + BigInt(b) : operator === '-' ? BigInt(a) - BigInt(b) : BigInt(a) * BigInt(b)
      const { evaluate } = arithmeticFor(operator, INT_TYPE, INT_TYPE, 'x')
      if (exact < -(2n ** 63n) || exact >= 2n ** 63n) expect(() => evaluate(a, b)).toThrow('out of range')
      else expect(evaluate(a, b)).toBe(integer(exact))
    }), { seed })
  })

  it('numbers compare as they are', () => {
    fc.assert(fc.property(fc.bigInt(), fc.bigInt(), fc.nat(5), fc.nat(5), (a, b, x, y) => {
      const exact = a * 10n ** BigInt(y) - b * 10n ** BigInt(x)
      expect(Math.sign(compareNumbers(decimal(a, x), decimal(b, y)))).toBe(exact < 0n ? -1 : exact > 0n ? 1 : 0)
    }), { seed })
    expect(compareNumbers(0.5, toDecimal(0.5))).toBe(0)
  })

  it('values are equal in order if and only if they are in one group', () => {
    const [keyOf, compare] = [groupingKey(TEXT_TYPE), orderingFor(TEXT_TYPE)]
    fc.assert(fc.property(fc.option(letters), fc.option(letters), (a, b) => {
      expect(keyOf(a) === keyOf(b)).toBe(compare(a, b) === 0)
    }), { seed })
    const decimals = decimalType(2)
    fc.assert(fc.property(fc.integer(), fc.integer(), (a, b) => {
      const [x, y] = [decimal(BigInt(a), 2), decimal(BigInt(b) * 10n, 3)]
      expect(groupingKey(decimals)(x) === groupingKey(decimals)(y)).toBe(orderingFor(decimals)(x, y) === 0)
    }), { seed })
  })

  it('LIKE agrees with a slow reading of the pattern', () => {
    const matches = (pattern: readonly string[], text: readonly string[]): boolean => {
      const [first, ...rest] = pattern
      if (first === undefined) return text.length === 0
      if (first === '%') return matches(rest, text) || (text.length > 0 && matches(pattern, text.slice(1)))
      return text.length > 0 && (first === '_' || fold(first) === fold(text[0]!)) && matches(rest, text.slice(1))
    }
    const fold = (letter: string): string => letter === ' ' ? letter : foldFor('utf8_general_ci')(letter)
    fc.assert(fc.property(letters, letters, (pattern, text) => {
      expect(likeMatcher(pattern, '\\', 'utf8_general_ci')(text)).toBe(matches([...pattern], [...text]))
    }), { seed, numRuns: 1000 })
  })

  it('moments and seconds are the same', () => {
    fc.assert(fc.property(fc.integer({ min: -62_167_219_200, max: 253_402_300_799 }), (seconds) => {
      const moment = momentOfSeconds(seconds)
      expect(secondsOf(moment)).toBe(seconds)
      expect(parseMoment(formatMoment(moment))).toEqual(moment)
      expect(formatMoment(moment)).toBe(new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' '))
    }), { seed })
  })
})
