import { head, line, span, widthOf, type Line, type Span } from './line.ts'

interface Word { readonly pieces: Span[]; columns: number }

/** The text in lines of at most so many columns, broken between words; a longer word is broken inside. */
export function wrap(text: string | Line, columns: number, indent = ''): Line[] {
  const lines: Line[] = []
  let current: Span[] = []
  let used = 0
  const flush = (): void => {
    lines.push(current)
    current = indent === '' ? [] : [span(indent)]
    used = indent.length
  }
  for (const word of words(typeof text === 'string' ? line(text) : text)) {
    const isFirst = current.length === 0 || used === indent.length && lines.length > 0
    if (!isFirst && used + 1 + word.columns > columns) flush()
    else if (!isFirst) {
      current.push(span(' ', word.pieces[0]!.tone))
      used++
    }
    for (const piece of word.pieces) {
      let rest = piece.text
      while (used + widthOf(rest) > columns && columns > indent.length) {
        const [part] = head(rest, columns - used)
        if (part === '' && used === indent.length) break
        current.push({ ...piece, text: part })
        rest = rest.slice(part.length)
        flush()
      }
      current.push({ ...piece, text: rest })
      used += widthOf(rest)
    }
  }
  if (current.length > 0 || lines.length === 0) lines.push(current)
  return lines
}

function words(text: Line): Word[] {
  const found: Word[] = []
  let open: Word | null = null
  for (const piece of text) {
    for (const part of piece.text.split(/( +|\n)/)) {
      if (part === '') continue
      if (/^[ \n]/.test(part)) {
        open = null
        continue
      }
      if (open === null) found.push(open = { pieces: [], columns: 0 })
      open.pieces.push({ ...piece, text: part })
      open.columns += widthOf(part)
    }
  }
  return found
}
