import type { UserError} from '../../base/index.ts';
import { type TextPosition } from '../../base/index.ts'

/** A text file with a name, in which an offset can be told as line and column. */
export class SourceText {
  private readonly lineStarts: number[] = [0]

  constructor(readonly file: string, readonly text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.lineStarts.push(at + 1)
  }

  get lineCount(): number {
    return this.lineStarts.length
  }

  /** The text of a line, which counts from 1, without its end. */
  line(number: number): string {
    const start = this.lineStarts[number - 1] ?? this.text.length
    const end = this.lineStarts[number] ?? this.text.length + 1
    return this.text.slice(start, end - 1).replace(/\r$/, '')
  }

  positionAt(offset: number): TextPosition {
    let low = 0
    let high = this.lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.lineStarts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { file: this.file, line: low + 1, column: offset - this.lineStarts[low]! + 1 }
  }

  at(line: number, column: number): TextPosition {
    return { file: this.file, line, column }
  }
}

/**
 * A user's mistake as a person wants to see it: place and message, the line with a caret below it, the hint.
 *
 *     scenarios/split.md:12:3: unknown command `vtclient`
 *       12 | $ vtclient GetShard customer/0
 *          |   ^
 *     hint: did you mean `vtctlclient`?
 */
export function formatUserError(error: UserError, source?: SourceText): string {
  const at = error.position
  const file = at?.file === undefined ? 'line ' : `${at.file}:`
  const lines = [at === undefined ? error.message : `${file}${at.line}:${at.column}: ${error.message}`]
  if (at !== undefined && source !== undefined && (at.file === undefined || at.file === source.file)) {
    const gutter = String(at.line)
    lines.push(`  ${gutter} | ${source.line(at.line)}`)
    lines.push(`  ${' '.repeat(gutter.length)} | ${' '.repeat(Math.max(0, at.column - 1))}^`)
  }
  if (error.hint !== undefined) lines.push(`hint: ${error.hint}`)
  return lines.join('\n')
}
