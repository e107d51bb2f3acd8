import type { Ask } from '../../../lab/scenario/index.ts'
import { takeOf, type Overlay, type Show, type Size } from '../../state/index.ts'
import { plainProse } from '../../story/index.ts'
import { bold, box, dim, emptyLine, key, line, span, wrap, type Line } from '../../text/index.ts'

type AskOverlay = Extract<Overlay, { kind: 'ask' }>

/** A question before the answer is seen: choose, then see which it is and why. */
export function askOverlay(overlay: AskOverlay, show: Show, size: Size): Line[] {
  const { question, options, answer } = takeOf(show).branch.trace.get(overlay.seq).data as Ask
  const columns = Math.min(size.columns - 4, 84)
  const width = columns - 4
  const lines = [
    ...paragraphs(question, width), emptyLine,
    ...options.flatMap((option, index) => optionLines(option, index, overlay, width)),
    ...overlay.isRevealed && answer !== '' ? [...options.length > 0 ? [emptyLine] : [], ...paragraphs(answer, width)] : [],
  ]
  const room = size.rows - 6
  const shown = lines.length > room ? [...lines.slice(0, room - 1), line(dim('…'))] : lines
  const all = [...shown, emptyLine, keysOf(overlay, options.length, answer)].map(one => line(' ', ...one))
  const head = overlay.isRevealed && options.length > 0 ? verdict(options, overlay.selected) : 'Before you see it'
  return box(all, { columns, rows: all.length + 2, title: head, focused: true })
}

function paragraphs(text: string, columns: number): Line[] {
  return plainProse(text).split(/\n{2,}/).flatMap((paragraph, i) =>
    [...i > 0 ? [emptyLine] : [], ...wrap(paragraph.replace(/\s*\n\s*/g, ' '), columns)])
}

function optionLines(option: Ask['options'][number], index: number, overlay: AskOverlay, columns: number): Line[] {
  const isChosen = index === overlay.selected
  const mark = !overlay.isRevealed ? isChosen ? key('▶ ') : span('  ')
    : option.isRight ? span('✔ ', 'ok') : isChosen ? span('✘ ', 'bad') : span('  ')
  const text = plainProse(option.text)
  const body = wrap(line(isChosen ? bold(text) : span(text)), columns - 6)
  return body.map((one, row) => line(row === 0 ? mark : '  ', row === 0 ? dim(`${index + 1} `) : '  ', ...one))
}

function verdict(options: Ask['options'], selected: number): string {
  return options[selected]?.isRight === true ? 'Right' : 'Not quite'
}

/** The keys that a question takes now. */
export function askKeys(overlay: AskOverlay, show: Show): Line {
  const { options, answer } = takeOf(show).branch.trace.get(overlay.seq).data as Ask
  return keysOf(overlay, options.length, answer)
}

function keysOf({ isRevealed }: AskOverlay, options: number, answer: string): Line {
  if (isRevealed) return line(key('Enter'), ' go on and see it happen  ', key('Esc'), ' stay here')
  if (options > 0) return line(key('↑ ↓'), ' choose  ', key('Enter'), ' answer  ', key('Esc'), ' skip')
  return answer === '' ? line(dim('Think of an answer first.  '), key('Enter'), ' go on')
    : line(key('Enter'), ' the answer  ', key('Esc'), ' skip')
}
