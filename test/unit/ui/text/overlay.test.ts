import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { line, overlay, part, span, textOf, widthOf } from '../../../../src/ui/text/index.ts'

const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '─', '漢', 'é', ' ') }), { maxLength: 6 })

describe('a block over lines', () => {
  test('covers its place and leaves the rest', () => {
    const under = ['abcdef', 'ghijkl', 'mnopqr'].map(text => line(text))
    expect(overlay(under, [line('XY'), line('Z!')], 1, 2).map(textOf)).toEqual(['abcdef', 'ghXYkl', 'mnZ!qr'])
  })

  test('keeps the tones of what it leaves', () => {
    const [shown] = overlay([line(span('abc', 'ok'), span('def', 'bad'))], [line('X')], 0, 1)
    expect(shown).toEqual([span('a', 'ok'), span('X'), span('c', 'ok'), span('def', 'bad')])
  })

  test('a part has exactly the width that was asked for, also through wide characters', () => {
    fc.assert(fc.property(pieces, fc.nat(12), fc.nat(12), (texts, a, b) => {
      const whole = line(...texts)
      const [from, to] = [Math.min(a, b, widthOf(whole)), Math.min(Math.max(a, b), widthOf(whole))]
      expect(widthOf(part(whole, from, to))).toBe(to - from)
    }))
  })
})
