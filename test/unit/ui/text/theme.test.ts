import { expect, test } from 'vitest'
import { line, render } from '../../../../src/ui/text/index.ts'

const ascii = (text: string): string => render([line(text)], { color: false, ascii: true })[0]!

test('in ASCII, glyphs that stand for different facts differ', () => {
  for (const glyphs of ['→⇢', '✔✘◐', '▮▯·', '▲✘?⑂·', '▓─●']) {
    expect(new Set(ascii(glyphs)).size).toBe([...glyphs].length)
  }
  expect(ascii('→▮ ⇢▮ ✔ ✘')).toBe('># ~# y x')
})
