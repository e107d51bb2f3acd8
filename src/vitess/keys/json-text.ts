import { UserError, type TextPosition } from '../../base/index.ts'

/**
 * JSON with the place of each node kept, so that a mistake in it can be pointed at. Numbers keep their
 * digits.
 */
export type JsonNode =
  | { readonly kind: 'object'; readonly at: TextPosition; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly kind: 'array'; readonly at: TextPosition; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly at: TextPosition; readonly text: string }
  | { readonly kind: 'number'; readonly at: TextPosition; readonly text: string }
  | { readonly kind: 'boolean'; readonly at: TextPosition; readonly value: boolean }
  | { readonly kind: 'null'; readonly at: TextPosition }

/** Reads one JSON value. A mistake is a UserError with its line and column. */
export function parseJson(text: string, file?: string): JsonNode {
  const reader = new JsonReader(text, file)
  const node = reader.value()
  reader.end()
  return node
}

const escapes = new Map([['"', '"'], ['\\', '\\'], ['/', '/'], ['b', '\b'], ['f', '\f'], ['n', '\n'],
  ['r', '\r'], ['t', '\t']])
const words = new Map([['true', true], ['false', false], ['null', null]])

class JsonReader {
  private offset = 0

  constructor(private readonly text: string, private readonly file: string | undefined) {}

  value(): JsonNode {
    const at = this.next()
    const char = this.text[this.offset]
    if (char === '{') return this.object(at)
    if (char === '[') return this.array(at)
    if (char === '"') return { kind: 'string', at, text: this.string() }
    const number = this.match(/-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y)
    if (number !== null) return { kind: 'number', at, text: number }
    const word = this.match(/[A-Za-z]+/y)
    const value = word === null ? undefined : words.get(word)
    if (value === undefined) {
      throw this.wrong(word === null ? this.unexpected() : `unexpected word ${word}`, at)
    }
    return value === null ? { kind: 'null', at } : { kind: 'boolean', at, value }
  }

  end(): void {
    const at = this.next()
    if (this.offset < this.text.length) {
      throw this.wrong(`${this.unexpected()} after the end of the value`, at)
    }
  }

  private object(at: TextPosition): JsonNode {
    const members = new Map<string, JsonNode>()
    this.offset += 1
    if (!this.take('}')) {
      do {
        const place = this.next()
        if (this.text[this.offset] !== '"') {
          throw this.wrong(`${this.unexpected()}, expected a name in quotes`, place)
        }
        const name = this.string()
        if (members.has(name)) throw this.wrong(`duplicate name ${JSON.stringify(name)}`, place)
        if (!this.take(':')) throw this.wrong(`${this.unexpected()}, expected :`, this.next())
        members.set(name, this.value())
      } while (this.take(','))
      if (!this.take('}')) throw this.wrong(`${this.unexpected()}, expected , or }`, this.next())
    }
    return { kind: 'object', at, members }
  }

  private array(at: TextPosition): JsonNode {
    const items: JsonNode[] = []
    this.offset += 1
    if (!this.take(']')) {
      do items.push(this.value()); while (this.take(','))
      if (!this.take(']')) throw this.wrong(`${this.unexpected()}, expected , or ]`, this.next())
    }
    return { kind: 'array', at, items }
  }

  private string(): string {
    const start = this.place()
    let out = ''
    for (this.offset += 1; ; this.offset += 1) {
      const char = this.text[this.offset]
      if (char === '"') { this.offset += 1; return out }
      if (char === undefined || char < ' ') throw this.wrong('string is not closed', start)
      out += char === '\\' ? this.escape() : char
    }
  }

  private escape(): string {
    const letter = this.text[this.offset += 1] ?? ''
    const plain = escapes.get(letter)
    if (plain !== undefined) return plain
    const hex = this.text.slice(this.offset + 1, this.offset + 5)
    if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) {
      throw this.wrong(`unknown escape \\${letter}`, this.place())
    }
    this.offset += 4
    return String.fromCharCode(parseInt(hex, 16))
  }

  private take(char: string): boolean {
    this.next()
    if (this.text[this.offset] !== char) return false
    this.offset += 1
    return true
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.offset
    const found = pattern.exec(this.text)?.[0] ?? null
    if (found !== null) this.offset += found.length
    return found
  }

  /** The place of the next thing that is not space. */
  private next(): TextPosition {
    this.match(/[ \t\r\n]+/y)
    return this.place()
  }

  private place(): TextPosition {
    const before = this.text.slice(0, this.offset)
    const at = { line: before.split('\n').length, column: this.offset - before.lastIndexOf('\n') }
    return this.file === undefined ? at : { file: this.file, ...at }
  }

  private unexpected(): string {
    const char = this.text[this.offset]
    return char === undefined ? 'unexpected end of JSON' : `unexpected ${JSON.stringify(char)}`
  }

  private wrong(message: string, position: TextPosition): UserError {
    return new UserError(message, { position })
  }
}
