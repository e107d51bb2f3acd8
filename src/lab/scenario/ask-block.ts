import { UserError } from '../../base/index.ts'
import type { SourceText } from './source-text.ts'

/** A question for the reader, put before what the run is about to show. */
export interface Ask {
  readonly question: string
  /** What the reader may choose from; at least two. */
  readonly options: readonly AskOption[]
  /** What is said when the reader has chosen. */
  readonly answer: string
}

export interface AskOption {
  readonly text: string
  /** Any number of options may be right, at least one is. */
  readonly isRight: boolean
}

const optionLine = /^- \[([ xX])\] +(\S.*)$/

/**
 * Reads the lines `firstLine` to `lastLine` of a file: the inside of an ```` ```ask ```` block. The question,
 * then the options as a task list, then the answer. Fails with a UserError that has a position.
 */
export function parseAskBlock(source: SourceText, firstLine: number, lastLine: number): Ask {
  const parts = { question: [] as string[], answer: [] as string[] }
  const options: { text: string; isRight: boolean }[] = []
  let isInOption = false
  for (let line = firstLine; line <= lastLine; line++) {
    const text = source.line(line)
    const option = optionLine.exec(text)
    if (option !== null) {
      if (parts.answer.some(isFilled)) throw new UserError('an option stands after the answer', {
        position: source.at(line, 1), hint: 'the order is question, options, answer',
      })
      options.push({ text: option[2]!.trim(), isRight: option[1] !== ' ' })
      isInOption = true
    } else if (isInOption && /^ {2,}\S/.test(text)) {
      options.at(-1)!.text += ` ${text.trim()}`
    } else {
      isInOption = false
      parts[options.length === 0 ? 'question' : 'answer'].push(text)
    }
  }
  const ask = { question: parts.question.join('\n').trim(), options, answer: parts.answer.join('\n').trim() }
  requireSense(ask, source, firstLine)
  return ask
}

function isFilled(line: string): boolean {
  return line.trim() !== ''
}

function requireSense(ask: Ask, source: SourceText, line: number): void {
  const mistake = (message: string, hint: string): UserError =>
    new UserError(message, { position: source.at(line, 1), hint })
  if (ask.question === '') throw mistake('the ask block has no question', 'it stands before the options')
  if (ask.options.length === 0) throw mistake(
    'the ask block has no options', 'write at least two, as `- [ ] …`, and mark the right ones with `- [x]`',
  )
  if (ask.options.length === 1) throw mistake('one option is no choice', 'write at least two')
  if (!ask.options.some(option => option.isRight)) {
    throw mistake('none of the options is right', 'mark one with `- [x]`')
  }
  if (ask.answer === '') throw mistake('the question has no answer', 'it stands after the options')
}
