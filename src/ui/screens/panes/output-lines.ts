import { isErrorLine } from '../../story/index.ts'
import { line, span, widthOf, wrap, type Line } from '../../text/index.ts'

/**
 * A line that a command has printed. An error says the most at its end, so it is never cut; rows of a table would
 * lose their columns.
 */
export function outputLines(text: string, columns: number, isFailed = false): Line[] {
  const whole = line(span(text, isFailed || isErrorLine(text) ? 'bad' : 'plain'))
  return widthOf(whole) <= columns || /^[|+]/.test(text) ? [whole] : wrap(whole, columns, '   ')
}
