import { UserError, type TextPosition } from '../../../base/index.ts'
import type { Word, WordPart } from './syntax.ts'

export type Token =
  /** `raw` is the word as typed, quotes and all: keywords are known by it. */
  | { readonly kind: 'word'; readonly word: Word; readonly raw: string }
  | { readonly kind: 'separator'; readonly text: ';' | '\n'; readonly at: TextPosition }
  | { readonly kind: 'background'; readonly at: TextPosition }

/** Thrown when the text ends inside quotes or after a backslash: more lines are needed. */
export class Incomplete extends Error {}

/** Tells the place of a character of a command text in the file that it was read from. */
export type Locate = (offset: number) => TextPosition

/**
 * Cuts a command text into tokens: words with quotes, variables and `\` at a line's end, separators, `&` and
 * comments. What a shell has beyond that (pipes, substitutions, redirections) is refused, with its position.
 */
export function tokenize(text: string, locate: Locate): Token[] {
  return new Lexer(text, locate).all()
}

class Lexer {
  private offset = 0
  private readonly tokens: Token[] = []

  constructor(private readonly text: string, private readonly locate: Locate) {}

  all(): Token[] {
    while (this.offset < this.text.length) this.next()
    return this.tokens
  }

  private next(): void {
    const letter = this.text[this.offset]!
    const at = (): TextPosition => this.locate(this.offset)
    if (letter === ' ' || letter === '\t') this.offset++
    else if (letter === '\\' && this.isLineEnd(this.offset + 1)) this.offset = this.continuation()
    else if (letter === '#') this.skipComment()
    else if (letter === '\n' || letter === ';') {
      this.tokens.push({ kind: 'separator', text: letter, at: at() })
      this.offset++
    } else if (letter === '&') {
      if (this.text[this.offset + 1] === '&') this.refuse('&&', 'write the second command on its own line')
      this.tokens.push({ kind: 'background', at: at() })
      this.offset++
    } else if ('|<>()`'.includes(letter)) this.refuse(
      letter, 'the sandbox shell has no pipes, redirections or substitutions',
    )
    else this.word()
  }

  private refuse(what: string, hint: string): never {
    throw new UserError(
      `the sandbox shell does not know \`${what}\``, { hint, position: this.locate(this.offset) },
    )
  }

  private isLineEnd(offset: number): boolean {
    return offset >= this.text.length || this.text[offset] === '\n'
  }

  /** Past a backslash and the end of its line; a text that ends there is not complete. */
  private continuation(): number {
    if (this.offset + 1 >= this.text.length) throw new Incomplete()
    return this.offset + 2
  }

  private skipComment(): void {
    while (!this.isLineEnd(this.offset)) this.offset++
  }

  private word(): void {
    const start = this.offset
    const parts: WordPart[] = []
    let quote: '"' | "'" | null = null
    const push = (text: string): void => {
      const last = parts.at(-1)
      if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + text }
      else parts.push({ kind: 'text', text })
    }
    for (; this.offset < this.text.length; this.offset++) {
      const letter = this.text[this.offset]!
      if (quote === null && ' \t\n;&|<>()`'.includes(letter)) break
      if (letter === quote) quote = null
      else if (quote === null && (letter === '"' || letter === "'")) {
        quote = letter
        push('')
      } else if (letter === '\\' && quote !== "'") {
        if (this.isLineEnd(this.offset + 1)) this.offset = this.continuation() - 1
        else push(this.text[++this.offset]!)
      } else if (letter === '$' && quote !== "'") this.variable(parts, quote !== null, push)
      else push(letter)
    }
    if (quote !== null) throw new Incomplete()
    const raw = this.text.slice(start, this.offset)
    this.tokens.push({ kind: 'word', word: { parts, at: this.locate(start) }, raw })
  }

  /** Reads `$NAME` or `${NAME}`, leaving the offset on its last letter. A lone `$` is text. */
  private variable(parts: WordPart[], quoted: boolean, push: (text: string) => void): void {
    const match = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/.exec(this.text.slice(this.offset))
    if (match !== null) {
      parts.push({ kind: 'variable', name: (match[1] ?? match[2])!, quoted })
      this.offset += match[0].length - 1
    } else if (this.text[this.offset + 1] === '(') this.refuse(
      '$(', 'the sandbox shell has no command substitution',
    )
    else push('$')
  }
}
