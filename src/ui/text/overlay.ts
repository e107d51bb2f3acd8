import { head, span, textOf, widthOf, type Line, type Span } from './line.ts'

/** The block over the lines, its upper left corner at this row and column. What lies outside is cut. */
export function overlay(lines: readonly Line[], block: readonly Line[], row: number, column: number): Line[] {
  return lines.map((under, at) => {
    const over = block[at - row]
    if (over === undefined) return under
    const end = column + widthOf(over)
    return [...part(under, 0, column), ...over, ...part(under, end, widthOf(under))]
  })
}

/** The columns `from` to `to` of a line. A wide character that is cut in two becomes spaces. */
export function part(of: Line, from: number, to: number): Line {
  const kept: Span[] = []
  let at = 0
  for (const piece of of) {
    const width = widthOf(piece.text)
    const [first, last] = [Math.max(from, at), Math.min(to, at + width)]
    if (first < last) {
      if (first === at && last === at + width) kept.push(piece)
      else kept.push({ ...piece, text: columns(piece.text, first - at, last - at) })
    }
    at += width
  }
  return kept
}

function columns(text: string, from: number, to: number): string {
  const [before, taken] = head(text, from)
  // A character that begins before `from` and ends after it.
  const [broken] = taken < from ? head(text.slice(before.length), 2) : ['']
  const skipped = taken < from ? widthOf(broken) - (from - taken) : 0
  const [kept, width] = head(text.slice(before.length + broken.length), to - from - skipped)
  return `${' '.repeat(skipped)}${kept}${' '.repeat(Math.max(0, to - from - skipped - width))}`
}

/** The lines with everything dimmed, as what lies under something else. */
export function dimmed(lines: readonly Line[]): Line[] {
  return lines.map(one => [span(textOf(one), 'dim')])
}
