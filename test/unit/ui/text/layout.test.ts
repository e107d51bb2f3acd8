import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import {
  assertSize, beside, bold, box, fill, fit, head, line, render, span, textOf, widthOf, wrap, type Line,
} from '../../../../src/ui/text/index.ts'

const pieces = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '▶', '漢', 'é', '│') }), { maxLength: 5 })
  .map(texts => line(...texts.map((text, i) => span(text, i % 2 === 0 ? 'plain' : 'ok'))))
const columns = fc.integer({ min: 0, max: 40 })

describe('laws of layout', () => {
  test('fit is exactly as wide as asked for', () => {
    fc.assert(fc.property(pieces, columns, fc.constantFrom('left' as const, 'right' as const), (one, width, align) => {
      expect(widthOf(fit(one, width, align))).toBe(width)
    }))
  })

  test('fit changes nothing that fits, but for blanks', () => {
    fc.assert(fc.property(pieces, one => {
      expect(textOf(fit(one, widthOf(one) + 3))).toBe(`${textOf(one)}   `)
    }))
  })

  test('what is cut ends in an ellipsis', () => {
    expect(textOf(fit('customer/-80', 8))).toBe('custome…')
    expect(textOf(fit('漢漢漢', 4))).toBe('漢… ')
  })

  test('head is the longest beginning that fits', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '漢', '▶') }), columns, (text, width) => {
      const [begin, taken] = head(text, width)
      expect(text.startsWith(begin)).toBe(true)
      expect(taken).toBe(widthOf(begin))
      const next = [...text.slice(begin.length)][0]
      expect(taken <= width && (next === undefined || taken + widthOf(next) > width)).toBe(true)
    }))
  })

  test('wrapped lines are never too wide, and no word is lost', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', '▶'), minLength: 1, maxLength: 12 }), { maxLength: 12 })
    fc.assert(fc.property(words, fc.integer({ min: 4, max: 30 }), fc.constantFrom('', '  '), (list, width, indent) => {
      const lines = wrap(list.join(' '), width, indent)
      for (const one of lines) expect(widthOf(one)).toBeLessThanOrEqual(width)
      expect(lines.map(textOf).join('').replaceAll(' ', '')).toBe(list.join(''))
    }))
  })

  test('wrapped text keeps its words apart', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 })
    fc.assert(fc.property(words, fc.integer({ min: 8, max: 30 }), (list, width) => {
      expect(wrap(list.join(' '), width).map(textOf).join(' ')).toBe(list.join(' '))
    }))
  })

  test('tones survive wrapping', () => {
    expect(wrap(line('a ', bold('b c'), ' d'), 3)).toEqual([
      [span('a'), span(' ', 'bold'), span('b', 'bold')], [span('c', 'bold'), span(' '), span('d')],
    ])
  })

  test('a box is exactly as large as asked for, whatever is in it', () => {
    const sizes = fc.record({ columns: fc.integer({ min: 8, max: 60 }), rows: fc.integer({ min: 2, max: 12 }) })
    fc.assert(fc.property(fc.array(pieces, { maxLength: 14 }), pieces, sizes, fc.string({ unit: fc.constantFrom('x', ' ') }), (lines, title, size, aside) => {
      assertSize(box(lines, { ...size, title, aside }), size.columns, size.rows)
    }))
  })

  test('fill and beside keep sizes', () => {
    const block: Line[] = [line('a'), line('bb')]
    assertSize(beside(fill(block, 4, 3), fill(block, 2, 3)), 6, 3)
  })

  test('a block of the wrong size is a bug, told where it is made', () => {
    expect(() => assertSize([line('abc')], 2, 1)).toThrow(/a line of 3 columns stands where 2 must: abc/)
    expect(() => assertSize([], 2, 1)).toThrow(/0 lines stand where 1 must/)
  })
})

test('what is taken for narrow without a look is narrow', () => {
  const drawn = '·×…–—’“”←↑→↓≠≤≥✔✘⑂'
  const blocks = Array.from({ length: 0x25fc - 0x2500 + 1 }, (_, i) => String.fromCharCode(0x2500 + i))
  expect([...drawn, ...blocks].filter(glyph => stringWidth(glyph) !== 1 || widthOf(glyph) !== 1)).toEqual([])
})

describe('themes', () => {
  const shown: Line = line('plain ', span('bad', 'bad'), span('new', 'ok', true))

  test('with colour, by the 16 of ANSI; what has just changed is in reverse', () => {
    expect(render([shown], { color: true, ascii: false })).toEqual(['plain \u001b[1;31mbad\u001b[0m\u001b[32;7mnew\u001b[0m'])
  })

  test('without colour there is nothing but text', () => {
    expect(render([shown], { color: false, ascii: false })).toEqual(['plain badnew'])
  })

  test('ASCII keeps every width, so that borders stay straight', () => {
    const drawn = box([line('▶ ✔ ✘ ◐ ▮ ▯ ⑂ … ▁▂▃▄▅▆▇█ → ← ≠ × ·')], { columns: 44, rows: 3, title: 'Topology' })
    for (const text of render(drawn, { color: false, ascii: true })) expect(text).toMatch(/^[\x20-\x7e]{44}$/)
  })
})
