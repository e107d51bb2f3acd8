import { UserError, type TextPosition } from '../../../base/index.ts'
import type { Assignment, ForLoop, ShellNode, SimpleCommand, Word } from './syntax.ts'
import { Incomplete, tokenize, type Locate, type Token } from './tokens.ts'

/**
 * Parses a command text. Answers 'incomplete' if a line continues, a quote is open or a `done` is missing.
 * Fails with a UserError for what is wrong however it may go on.
 */
export function parseShell(text: string, locate: Locate): readonly ShellNode[] | 'incomplete' {
  try {
    return new Parser(tokenize(text, locate)).program()
  } catch (error) {
    if (error instanceof Incomplete) return 'incomplete'
    throw error
  }
}

const keywords = new Set(
  ['for', 'in', 'do', 'done', 'if', 'then', 'else', 'fi', 'while', 'until', 'case', 'function']
)
const supported = new Set(['for', 'in', 'do', 'done'])

class Parser {
  private next = 0

  constructor(private readonly tokens: readonly Token[]) {}

  program(): ShellNode[] {
    const nodes = this.list(null)
    return nodes
  }

  /** Commands up to the keyword `until`, which is taken, or to the end of the text. */
  private list(until: 'done' | null): ShellNode[] {
    const nodes: ShellNode[] = []
    for (;;) {
      while (this.peek()?.kind === 'separator') this.next++
      const token = this.peek()
      if (token === undefined) {
        if (until !== null) throw new Incomplete()
        return nodes
      }
      if (until !== null && this.isKeyword(token, until)) {
        this.next++
        return nodes
      }
      nodes.push(this.command(token))
    }
  }

  private command(first: Token): ShellNode {
    if (first.kind === 'background') throw new UserError(
      '`&` without a command before it', { position: first.at },
    )
    if (first.kind === 'word' && this.isKeyword(first, 'for')) return this.forLoop(first.word.at)
    if (first.kind === 'word' && keywords.has(first.raw)) {
      const hint = supported.has(first.raw)
        ? 'it belongs to a `for … in …; do … done`'
        : 'the sandbox shell knows `for`, nothing more'
      throw new UserError(`unexpected \`${first.raw}\``, { hint, position: first.word.at })
    }
    return this.simple(first)
  }

  private forLoop(at: TextPosition): ForLoop {
    this.next++
    const name = this.expectWord('the name of a variable after `for`')
    if (!/^[A-Za-z_]\w*$/.test(name.raw)) {
      throw new UserError(`\`${name.raw}\` is no name for a variable`, { position: name.word.at })
    }
    const word = this.expectWord('`in`')
    if (word.raw !== 'in') throw new UserError(
      `expected \`in\`, found \`${word.raw}\``, { position: word.word.at },
    )
    const items: Word[] = []
    for (let token = this.peek(); token?.kind === 'word'; token = this.peek()) {
      items.push(token.word)
      this.next++
    }
    while (this.peek()?.kind === 'separator') this.next++
    const open = this.expectWord('`do`')
    if (open.raw !== 'do') throw new UserError(
      `expected \`do\`, found \`${open.raw}\``, { position: open.word.at },
    )
    return { kind: 'for', name: name.raw, items, body: this.list('done'), at }
  }

  private simple(first: Token): SimpleCommand {
    const assignments: Assignment[] = []
    const words: Word[] = []
    let at: TextPosition | undefined
    let background = false
    for (let token = this.peek(); token !== undefined && token.kind !== 'separator'; token = this.peek()) {
      this.next++
      if (token.kind === 'background') {
        background = true
        break
      }
      at ??= token.word.at
      const assignment = words.length === 0 ? asAssignment(token.word) : null
      if (assignment !== null) assignments.push(assignment)
      else words.push(token.word)
    }
    if (at === undefined) throw new UserError(
      'a command is missing', { position: 'at' in first ? first.at : first.word.at },
    )
    return { kind: 'simple', assignments, words, background, at: words[0]?.at ?? at }
  }

  private expectWord(what: string): Extract<Token, { kind: 'word' }> {
    const token = this.peek()
    if (token === undefined) throw new Incomplete()
    if (token.kind !== 'word') throw new UserError(`expected ${what}`, { position: token.at })
    this.next++
    return token
  }

  private isKeyword(token: Token, keyword: string): boolean {
    return token.kind === 'word' && token.raw === keyword
  }

  private peek(): Token | undefined {
    return this.tokens[this.next]
  }
}

/** `NAME=value`, if the word is one: the name must be plain text at its start. */
function asAssignment(word: Word): Assignment | null {
  const [first, ...rest] = word.parts
  if (first?.kind !== 'text') return null
  const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(first.text)
  if (match === null) return null
  const parts = match[2] === '' ? rest : [{ kind: 'text' as const, text: match[2]! }, ...rest]
  return { name: match[1]!, value: { parts, at: word.at } }
}
