import { emptyLine, fit, line, span, title as heading, widthOf, type Line } from './line.ts'

export interface BoxOptions {
  readonly columns: number
  readonly rows: number
  readonly title: string | Line
  /** Shown at the right end of the upper border. */
  readonly aside?: string
  /** Whether keys go to this box: its border is bright. */
  readonly focused?: boolean
}

/** Lines in a border with a title; exactly as large as asked for. What does not fit is cut. */
export function box(lines: readonly Line[], { columns, rows, title, aside = '', focused = false }: BoxOptions): Line[] {
  const tone = focused ? 'info' : 'dim'
  const name = typeof title === 'string' ? line(heading(title)) : title
  const room = columns - 4
  const shown = widthOf(name) > room - 2 ? fit(name, room - 2) : name
  const extra = aside !== '' && widthOf(shown) + widthOf(aside) + 4 <= room ? ` ${aside} ` : ''
  const rule = '─'.repeat(Math.max(0, columns - 5 - widthOf(shown) - widthOf(extra)))
  const top = line(span('╭─ ', tone), ...shown, span(` ${rule}${extra}`, tone), span('╮', tone))
  const bottom = line(span(`╰${'─'.repeat(columns - 2)}╯`, tone))
  const inside = Array.from({ length: rows - 2 }, (_, row) =>
    line(span('│', tone), ...fit(lines[row] ?? emptyLine, columns - 2), span('│', tone)))
  return [top, ...inside, bottom]
}

/** Blocks side by side. Each has as many lines as the first, and lines of equal width. */
export function beside(...blocks: readonly (readonly Line[])[]): Line[] {
  return blocks[0]!.map((_, row) => blocks.flatMap(block => block[row]!))
}

/** Exactly so many lines of so many columns: padded with empty ones, or cut at the end. */
export function fill(lines: readonly Line[], columns: number, rows: number): Line[] {
  return Array.from({ length: rows }, (_, row) => fit(lines[row] ?? emptyLine, columns))
}
