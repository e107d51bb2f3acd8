import { formatSeconds } from '../base/index.ts'
import type { Ask, News } from '../lab/scenario/index.ts'
import { createPaint, type Paint } from './paint.ts'
import { wantsColor, type Terminal } from './terminal.ts'

/** Longer lines are hard to read. */
const proseColumnsMax = 100

/**
 * Prints what a run tells: prose and console for a person; for a pipe one event a line, with its time,
 * without colour.
 */
export class Narration {
  private readonly paint: Paint

  constructor(private readonly terminal: Terminal) {
    this.paint = createPaint(wantsColor(terminal))
  }

  tell(news: News): void {
    const { paint } = this
    switch (news.kind) {
      case 'prose': return this.prose(news.text)
      case 'image':
      case 'doubt': return this.block(news.text, paint.yellow)
      case 'ask': return this.ask(news.ask)
      case 'answer': return this.answer(news.ask)
      case 'command': {
        const prompt = news.entry.kind === 'shell' ? '$ ' : 'mysql> '
        const next = news.entry.kind === 'shell' ? '> ' : '    -> '
        news.entry.text.split('\n').forEach((line, index) => {
          this.line(news.timeUs, `${paint.dim(index === 0 ? prompt : next)}${paint.bold(line)}`)
        })
        return
      }
      case 'output': return this.line(news.timeUs, news.line)
      case 'event': return this.event(news.event)
    }
  }

  private event(event: Extract<News, { kind: 'event' }>['event']): void {
    const data = event.data as {
      procedure?: string; step?: string; says?: string; error?: { message?: string }; text?: string; line?: string
    }
    if (event.kind === 'reader/decided') {
      return this.line(event.timeUs, this.paint.yellow(`⑂ after #${event.seq - 1}: ${data.text ?? ''}`))
    }
    if (event.kind === 'reader/output') return this.line(event.timeUs, data.line ?? '')
    const name = `${data.procedure}/${data.step}`
    const { paint } = this
    const text = event.kind === 'step/skipped' ? paint.yellow(`left out ${name}`)
      : event.kind === 'step/failed' ? paint.red(`failed at ${name}: ${data.error?.message ?? ''}`)
        : paint.cyan(`${name}: ${data.says ?? ''}`)
    this.line(event.timeUs, `${paint.dim('·')} ${text}`)
  }

  private prose(text: string): void {
    if (/^#+ /.test(text)) return this.block(text.replace(/^#+ /, ''), line => this.paint.bold(line))
    this.block(text, line => line)
  }

  private ask({ question, options }: Ask): void {
    const { yellow } = this.paint
    this.block(`? ${question}`, yellow)
    options.forEach((option, index) => this.terminal.out(`  ${yellow(letterOf(index))}  ${option.text}\n`))
  }

  private answer({ options, answer }: Ask): void {
    const right = options.flatMap(({ isRight }, index) => (isRight ? [letterOf(index)] : [])).join(', ')
    this.block(`! ${right}: ${answer}`, this.paint.yellow)
  }

  /** A paragraph: filled to the width of a person's terminal, on one line for a pipe. */
  private block(text: string, style: (text: string) => string): void {
    if (this.terminal.isTty) {
      const width = Math.min(this.terminal.columns, proseColumnsMax)
      const lines = isParagraph(text) ? fill(text, width) : text.split('\n')
      this.terminal.out(`\n${lines.map(style).join('\n')}\n\n`)
    } else this.terminal.out(`${style(text.replace(/\s*\n\s*/g, ' '))}\n`)
  }

  private line(timeUs: number, text: string): void {
    if (this.terminal.isTty) this.terminal.out(`${text}\n`)
    else this.terminal.out(`${formatSeconds(timeUs).padStart(9)}  ${text}\n`)
  }
}

/** `a`, `b`, `c` …: how a reader names an option. */
function letterOf(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index)
}

/** Not a list, a table, a quotation or code. */
function isParagraph(text: string): boolean {
  return !/^(\s|[-*+|>]|\d+\.|```|~~~)/m.test(text)
}

/** The words of a paragraph in lines of at most `width`; a longer word has a line of its own. */
function fill(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
