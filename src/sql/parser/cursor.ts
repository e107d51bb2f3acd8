import type { TableName } from '../ast.ts'
import type { SqlError } from '../sql-error.ts'
import { isReserved } from './keywords.ts'
import { lex } from './lexer.ts'
import type { Tokens } from './tokens.ts'
import { END, errorAtToken, OPERATOR, QUOTED, STRING, WORD } from './tokens.ts'

/** A place in the tokens of a statement, and the questions that every part of the parser asks there. */
export class Cursor {
  readonly tokens: Tokens
  index = 0

  constructor(sql: string) {
    this.tokens = lex(sql)
  }

  get kind(): number {
    return this.tokens.kinds[this.index]!
  }

  /** The decoded text of the token here. */
  get text(): string {
    return this.tokens.texts[this.index]!
  }

  /** The word here or `ahead` tokens further, in lower case; empty if no word is there. */
  word(ahead = 0): string {
    return this.tokens.words[this.index + ahead] ?? ''
  }

  isWord(word: string): boolean {
    return this.tokens.words[this.index] === word
  }

  /** True if one of these words is here. */
  isAnyWord(...words: string[]): boolean {
    const here = this.word()
    return here !== '' && words.includes(here)
  }

  isOperator(operator: string, ahead = 0): boolean {
    const at = this.index + ahead
    return this.tokens.kinds[at] === OPERATOR && this.tokens.texts[at] === operator
  }

  atEnd(): boolean {
    return this.kind === END || this.isOperator(';')
  }

  /** Steps over the word if it is here. */
  take(word: string): boolean {
    if (this.tokens.words[this.index] !== word) return false
    this.index++
    return true
  }

  /** Steps over all of the words, or over none. */
  takeAll(...words: string[]): boolean {
    for (let ahead = 0; ahead < words.length; ahead++) {
      if (this.word(ahead) !== words[ahead]) return false
    }
    this.index += words.length
    return true
  }

  takeOperator(operator: string): boolean {
    if (!this.isOperator(operator)) return false
    this.index++
    return true
  }

  expect(word: string): void {
    if (!this.take(word)) throw this.error(`expected ${word.toUpperCase()}`)
  }

  expectOperator(operator: string): void {
    if (!this.takeOperator(operator)) throw this.error(`expected ${operator}`)
  }

  /** The text of the token here, stepping over it. */
  next(): string {
    return this.tokens.texts[this.index++]!
  }

  /** The word here in lower case, stepping over it. */
  nextWord(): string {
    const word = this.word()
    if (word === '') throw this.error('expected a word')
    this.index++
    return word
  }

  string(): string {
    if (this.kind !== STRING) throw this.error('expected a string')
    return this.next()
  }

  isName(): boolean {
    return this.kind === QUOTED || (this.kind === WORD && !isReserved(this.word()))
  }

  /** A name; reserved words need backticks. */
  name(): string {
    if (!this.isName()) {
      throw this.error(this.kind === WORD ? `${this.text} is a reserved word: write \`${this.text}\`` : null)
    }
    return this.next()
  }

  /** A name in a place where no keyword can be meant, as after a point. */
  anyName(): string {
    if (this.kind !== QUOTED && this.kind !== WORD) throw this.error('expected a name')
    return this.next()
  }

  /** A name, or a string that is used as one. */
  nameOrString(): string {
    return this.kind === STRING ? this.next() : this.name()
  }

  tableName(): TableName {
    const first = this.name()
    if (!this.takeOperator('.')) return { kind: 'table-name', database: null, name: first }
    return { kind: 'table-name', database: first, name: this.anyName() }
  }

  /** One or more of `item`, with commas between. */
  list<T>(item: (cursor: Cursor) => T): T[] {
    const items = [item(this)]
    while (this.takeOperator(',')) items.push(item(this))
    return items
  }

  /** `(a, b)`, which may be empty. */
  parenthesized<T>(item: (cursor: Cursor) => T): T[] {
    this.expectOperator('(')
    if (this.takeOperator(')')) return []
    const items = this.list(item)
    this.expectOperator(')')
    return items
  }

  /** The comments that stand directly before the token here. */
  comments(): readonly string[] {
    const { comments } = this.tokens
    if (comments.length === 0) return NO_COMMENTS
    return comments.filter((comment) => comment.index === this.index).map((comment) => comment.text)
  }

  /** The source text from here to the end of the statement, stepping over it. */
  rest(): string {
    const start = this.tokens.starts[this.index]!
    let end = start
    while (!this.atEnd()) {
      end = this.tokens.ends[this.index]!
      this.index++
    }
    return this.tokens.sql.slice(start, end)
  }

  error(hint: string | null = null): SqlError {
    return errorAtToken(this.tokens, this.index, hint)
  }
}

const NO_COMMENTS: readonly string[] = Object.freeze([])
