import { DIGIT, HEX_DIGIT, isOfClass, NAME_PART, NAME_START, unescape } from './characters.ts'
import type { Tokens } from './tokens.ts'
import {
  ARGUMENT, BIT, DECIMAL, END, FLOAT, HEX, HEX_NUMBER, INT, LIST_ARGUMENT, OPERATOR, QUOTED, STRING, SYSTEM_VARIABLE,
  USER_VARIABLE, WORD,
} from './tokens.ts'
import { syntaxError } from '../sql-error.ts'

/** Statements guarded by a later version (`/*!80000 … `) are comments to us. */
const SERVER_VERSION = 50799

/** Cuts a statement into tokens. Throws {@link SqlError} for a string, name or comment that does not end. */
export function lex(sql: string): Tokens {
  return new Lexer(sql).run()
}

// Words come back all the time: their lower-case forms are kept, so that comparing them compares pointers.
const WORDS_MAX = 5000
const lowerCase = new Map<string, string>()

function lower(word: string): string {
  let found = lowerCase.get(word)
  if (found === undefined) {
    if (lowerCase.size >= WORDS_MAX) lowerCase.clear()
    found = word.toLowerCase()
    lowerCase.set(word, found)
  }
  return found
}

class Lexer {
  private readonly kinds: number[] = []
  private readonly texts: string[] = []
  private readonly words: string[] = []
  private readonly starts: number[] = []
  private readonly ends: number[] = []
  private readonly comments: { index: number; text: string }[] = []
  private offset = 0
  private questionMarks = 0
  private inVersionComment = false

  constructor(private readonly sql: string) {}

  run(): Tokens {
    const { sql } = this
    while (this.offset < sql.length) this.next()
    this.push(END, '', sql.length, sql.length)
    const { kinds, texts, words, starts, ends, comments } = this
    return { sql, kinds, texts, words, starts, ends, comments }
  }

  private push(kind: number, text: string, start: number, end: number): void {
    this.kinds.push(kind)
    this.texts.push(text)
    this.words.push(kind === WORD ? lower(text) : '')
    this.starts.push(start)
    this.ends.push(end)
    this.offset = end
  }

  private next(): void {
    const { sql, offset } = this
    const code = sql.charCodeAt(offset)
    if (code <= 32) {
      this.offset++
      return
    }
    if (isOfClass(sql, offset, NAME_START)) return this.word(offset)
    if (isOfClass(sql, offset, DIGIT)) return this.number(offset)
    switch (sql[offset]) {
      case "'": case '"': return this.string(offset, offset)
      case '`': return this.quotedName(offset)
      case ':': return this.argument(offset)
      case '?': return this.push(ARGUMENT, `v${++this.questionMarks}`, offset, offset + 1)
      case '@': return this.variable(offset)
      case '#': return this.lineComment(offset)
      case '-': return this.isLineComment(offset) ? this.lineComment(offset) : this.operator(offset)
      case '/': return sql[offset + 1] === '*' ? this.blockComment(offset) : this.operator(offset)
      case '.': return this.startsNumber(offset) ? this.number(offset) : this.operator(offset)
      default: return this.operator(offset)
    }
  }

  private skip(offset: number, mask: number): number {
    while (isOfClass(this.sql, offset, mask)) offset++
    return offset
  }

  private word(start: number): void {
    const { sql } = this
    if (sql[start + 1] === "'") {
      switch (sql[start]) {
        case 'x': case 'X': return this.quotedDigits(start, HEX, /^([0-9a-fA-F]{2})*$/)
        case 'b': case 'B': return this.quotedDigits(start, BIT, /^[01]*$/)
        case 'n': case 'N': return this.string(start, start + 1)
        default: break
      }
    }
    const end = this.skip(start, NAME_PART)
    this.push(WORD, sql.slice(start, end), start, end)
  }

  private quotedDigits(start: number, kind: number, allowed: RegExp): void {
    const close = this.sql.indexOf("'", start + 2)
    const digits = this.sql.slice(start + 2, close < 0 ? this.sql.length : close)
    if (close < 0 || !allowed.test(digits)) {
      throw syntaxError(this.sql, start, close < 0 ? this.sql.length : close + 1, digits)
    }
    this.push(kind, digits, start, close + 1)
  }

  /** `.5` starts a number, unless it follows a name at once: `t.5x`. */
  private startsNumber(offset: number): boolean {
    if (!isOfClass(this.sql, offset + 1, DIGIT)) return false
    const last = this.kinds.length - 1
    return !(last >= 0 && this.ends[last] === offset && (this.kinds[last] === WORD || this.kinds[last] === QUOTED))
  }

  private number(start: number): void {
    const { sql } = this
    if (sql[start] === '0' && (sql[start + 1] === 'x' || sql[start + 1] === 'X')) {
      const end = this.skip(start + 2, HEX_DIGIT)
      if (end > start + 2 && !isOfClass(sql, end, NAME_PART)) {
        return this.push(HEX_NUMBER, sql.slice(start + 2, end), start, end)
      }
    }
    let kind = INT
    let end = this.skip(start, DIGIT)
    if (sql[end] === '.') {
      kind = DECIMAL
      end = this.skip(end + 1, DIGIT)
    }
    if (sql[end] === 'e' || sql[end] === 'E') {
      const digits = sql[end + 1] === '+' || sql[end + 1] === '-' ? end + 2 : end + 1
      if (isOfClass(sql, digits, DIGIT)) {
        kind = FLOAT
        end = this.skip(digits, DIGIT)
      }
    }
    if (kind === INT && isOfClass(sql, end, NAME_START)) {
      // A name may begin with a digit: `2020_orders`.
      end = this.skip(end, NAME_PART)
      return this.push(WORD, sql.slice(start, end), start, end)
    }
    this.push(kind, sql.slice(start, end), start, end)
  }

  private string(start: number, quoteAt: number): void {
    const { sql } = this
    const quote = sql.charCodeAt(quoteAt)
    let text = ''
    let from = quoteAt + 1
    let offset = from
    for (;;) {
      if (offset >= sql.length) throw syntaxError(sql, start, sql.length, text + sql.slice(from), 'the string has no end')
      const code = sql.charCodeAt(offset)
      if (code === quote) {
        text += sql.slice(from, offset)
        if (sql.charCodeAt(offset + 1) !== quote) break
        from = offset + 1
        offset += 2
      } else if (code === 92) {
        text += sql.slice(from, offset) + unescape(sql[offset + 1] ?? '')
        offset += 2
        from = offset
      } else {
        offset++
      }
    }
    const last = this.kinds.length - 1
    if (this.kinds[last] === STRING) {
      // 'a' 'b' is one string.
      this.texts[last] += text
      this.ends[last] = this.offset = offset + 1
      return
    }
    this.push(STRING, text, start, offset + 1)
  }

  private quotedName(start: number): void {
    const { sql } = this
    let name = ''
    let offset = start + 1
    for (;;) {
      const close = sql.indexOf('`', offset)
      if (close < 0) throw syntaxError(sql, start, sql.length, sql.slice(start + 1), 'the name has no closing `')
      name += sql.slice(offset, close)
      if (sql[close + 1] !== '`') {
        if (name === '') throw syntaxError(sql, start, close + 1, '``', 'a name is not empty')
        return this.push(QUOTED, name, start, close + 1)
      }
      name += '`'
      offset = close + 2
    }
  }

  private argument(start: number): void {
    const { sql } = this
    if (sql[start + 1] === '=') return this.push(OPERATOR, ':=', start, start + 2)
    const isList = sql[start + 1] === ':'
    const nameAt = isList ? start + 2 : start + 1
    if (!isOfClass(sql, nameAt, NAME_START)) throw syntaxError(sql, start, nameAt, sql.slice(start, nameAt))
    let end = this.skip(nameAt, NAME_PART)
    while (sql[end] === '.' && isOfClass(sql, end + 1, NAME_PART)) end = this.skip(end + 1, NAME_PART)
    this.push(isList ? LIST_ARGUMENT : ARGUMENT, sql.slice(nameAt, end), start, end)
  }

  private variable(start: number): void {
    const { sql } = this
    const kind = sql[start + 1] === '@' ? SYSTEM_VARIABLE : USER_VARIABLE
    const nameAt = kind === SYSTEM_VARIABLE ? start + 2 : start + 1
    const quote = sql[nameAt]
    if (quote === '`' || quote === "'" || quote === '"') {
      const close = sql.indexOf(quote, nameAt + 1)
      if (close < 0) throw syntaxError(sql, start, sql.length, sql.slice(nameAt + 1), 'the name has no end')
      return this.push(kind, sql.slice(nameAt + 1, close), start, close + 1)
    }
    let end = nameAt
    while (isOfClass(sql, end, NAME_PART) || sql[end] === '.' || (sql[end] === '`' && sql[end - 1] === '.')) {
      if (sql[end] === '`') end = Math.max(sql.indexOf('`', end + 1), end)
      end++
    }
    if (end === nameAt) throw syntaxError(sql, start, end, sql.slice(start, end))
    this.push(kind, sql.slice(nameAt, end).replaceAll('`', ''), start, end)
  }

  private isLineComment(offset: number): boolean {
    if (this.sql[offset + 1] !== '-') return false
    const next = this.sql.charCodeAt(offset + 2)
    return Number.isNaN(next) || next <= 32
  }

  private lineComment(start: number): void {
    const end = this.sql.indexOf('\n', start)
    this.offset = end < 0 ? this.sql.length : end
    this.comments.push({ index: this.kinds.length, text: this.sql.slice(start, this.offset) + '\n' })
  }

  private blockComment(start: number): void {
    const { sql } = this
    const close = sql.indexOf('*/', start + 2)
    if (close < 0) throw syntaxError(sql, start, sql.length, sql.slice(start), 'the comment has no end')
    if (sql[start + 2] === '!') {
      const body = this.skip(start + 3, DIGIT)
      this.offset = body
      if (body === start + 3 || Number(sql.slice(start + 3, body)) <= SERVER_VERSION) {
        this.inVersionComment = true
        return
      }
    } else {
      this.comments.push({ index: this.kinds.length, text: sql.slice(start, close + 2) })
    }
    this.offset = close + 2
  }

  private operator(start: number): void {
    const { sql } = this
    if (this.inVersionComment && sql.startsWith('*/', start)) {
      this.inVersionComment = false
      this.offset = start + 2
      return
    }
    const length = operatorLength(sql, start)
    if (length === 0) throw syntaxError(sql, start, start + 1, sql[start]!)
    this.push(OPERATOR, sql.slice(start, start + length), start, start + length)
  }
}

function operatorLength(sql: string, start: number): number {
  const next = sql[start + 1]
  switch (sql[start]) {
    case '<':
      if (next === '=') return sql[start + 2] === '>' ? 3 : 2
      return next === '>' || next === '<' ? 2 : 1
    case '>': return next === '=' || next === '>' ? 2 : 1
    case '!': return next === '=' ? 2 : 1
    case '|': return next === '|' ? 2 : 1
    case '&': return next === '&' ? 2 : 1
    case '-':
      if (next !== '>') return 1
      return sql[start + 2] === '>' ? 3 : 2
    case '=': case '+': case '*': case '/': case '%': case '^': case '~':
    case '(': case ')': case ',': case ';': case '.': case '{': case '}': return 1
    default: return 0
  }
}
