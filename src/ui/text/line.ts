import stringWidth from 'string-width'
import { assert } from '../../base/index.ts'

/**
 * What a piece of text means; a theme says how that looks. `plain` and `dim` for prose, `title` for headings,
 * `key` for keys to press, `source` and `target` for the shards of a migration.
 */
export type Tone =
  'plain' | 'dim' | 'bold' | 'title' | 'key' | 'ok' | 'bad' | 'wait' | 'info' | 'source' | 'target'

/** Characters of one meaning. `changed`: differs from the moment before, and is shown in reverse. */
export interface Span {
  readonly text: string
  readonly tone: Tone
  readonly changed: boolean
}

/** One row of a screen. Contains no control characters and no line ends. */
export type Line = readonly Span[]

export const span = (text: string, tone: Tone = 'plain', changed = false): Span => ({ text, tone, changed })

export const dim = (text: string): Span => span(text, 'dim')
export const bold = (text: string): Span => span(text, 'bold')
export const title = (text: string): Span => span(text, 'title')
export const key = (text: string): Span => span(text, 'key')

/** A line of pieces; strings are plain. */
export function line(...pieces: readonly (string | Span)[]): Line {
  return pieces.filter(piece => piece !== '').map(piece => typeof piece === 'string' ? span(piece) : piece)
}

export const emptyLine: Line = Object.freeze([])

export function textOf(of: Line): string {
  return of.map(piece => piece.text).join('')
}

/** Columns that this takes in a terminal. */
export function widthOf(of: Line | string): number {
  return columnsOf(typeof of === 'string' ? of : textOf(of))
}

/** Exactly so many columns: padded with spaces, or cut with an ellipsis. */
export function fit(of: Line | string, columns: number, align: 'left' | 'right' = 'left'): Line {
  const pieces = typeof of === 'string' ? line(of) : of
  const missing = columns - widthOf(pieces)
  if (missing >= 0) {
    const pad = span(' '.repeat(missing))
    return missing === 0 ? pieces : align === 'left' ? [...pieces, pad] : [pad, ...pieces]
  }
  return columns <= 0 ? emptyLine : cut(pieces, columns)
}

function cut(pieces: Line, columns: number): Line {
  const kept: Span[] = []
  let left = columns - 1
  for (const piece of pieces) {
    const width = columnsOf(piece.text)
    if (width <= left) {
      kept.push(piece)
      left -= width
      continue
    }
    const [text, taken] = head(piece.text, left)
    kept.push({ ...piece, text: `${text}…` })
    left -= taken
    break
  }
  return left > 0 ? [...kept, span(' '.repeat(left))] : kept
}

/** As much of the text's beginning as fits, and its width. */
export function head(text: string, columns: number): [text: string, columns: number] {
  let taken = 0
  let end = 0
  for (const character of text) {
    const width = columnsOf(character)
    if (taken + width > columns) break
    taken += width
    end += character.length
  }
  return [text.slice(0, end), taken]
}

/** Characters of one column each, one code unit each: ASCII, and what screens are drawn with. */
const narrow = /^[\x20-\x7e·×…–—’“”←↑→↓≠≤≥\u2500-\u25fc✔✘⑂]*$/
const known = new Map<string, number>()

function columnsOf(text: string): number {
  if (narrow.test(text)) return text.length
  let columns = known.get(text)
  if (columns === undefined) {
    if (known.size > 10_000) known.clear()
    known.set(text, columns = stringWidth(text))
  }
  return columns
}

/** Fails for a block that is not exactly so wide and high: a mistake of ours, found where it is made. */
export function assertSize(lines: readonly Line[], columns: number, rows: number): readonly Line[] {
  assert(lines.length === rows, () => `${lines.length} lines stand where ${rows} must`)
  for (const one of lines) {
    const width = widthOf(one)
    assert(width === columns, () => `a line of ${width} columns stands where ${columns} must: ${textOf(one)}`)
  }
  return lines
}
