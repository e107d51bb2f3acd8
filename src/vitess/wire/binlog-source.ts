import { UserError } from '../../base/index.ts'
import type { KeyRange } from '../keys/index.ts'

/**
 * Where a stream reads from, and what of it: the `source` column of `_vt.vreplication`. Source:
 * go/vt/proto/binlogdata BinlogSource.
 */
export interface BinlogSource {
  readonly keyspace: string
  readonly shard: string
  /** null: no key range, which is not the same as the empty one (`key_range:<> `). */
  readonly keyRange: KeyRange | null
  readonly tables: readonly string[]
  /** null: not a stream of a vreplicator. */
  readonly filter: { readonly rules: readonly FilterRule[] } | null
  readonly onDdl: 'IGNORE' | 'STOP' | 'EXEC' | 'EXEC_IGNORE'
  readonly stopAfterCopy: boolean
}
export interface FilterRule { readonly match: string; readonly filter: string }

export function binlogSource(fields: Pick<BinlogSource, 'keyspace' | 'shard'> & Partial<BinlogSource>): BinlogSource {
  return { keyRange: null, tables: [], filter: null, onDdl: 'IGNORE', stopAfterCopy: false, ...fields }
}

/**
 * The compact protobuf text: `keyspace:"customer" shard:"0" key_range:<end:"\200" > `, with the space at its
 * end.
 */
export function binlogSourceText(source: BinlogSource): string {
  let text = ''
  if (source.keyspace !== '') text += `keyspace:${quoted(source.keyspace)} `
  if (source.shard !== '') text += `shard:${quoted(source.shard)} `
  if (source.keyRange !== null) {
    const { start, end } = source.keyRange
    text += `key_range:<${start === '' ? '' : `start:${quoted(bytesOf(start))} `}${end === '' ? '' : `end:${quoted(bytesOf(end))} `}> `
  }
  for (const table of source.tables) text += `tables:${quoted(table)} `
  if (source.filter !== null) {
    const rules = source.filter.rules.map(rule =>
      `rules:<${rule.match === '' ? '' : `match:${quoted(rule.match)} `}${rule.filter === '' ? '' : `filter:${quoted(rule.filter)} `}> `)
    text += `filter:<${rules.join('')}> `
  }
  if (source.onDdl !== 'IGNORE') text += `on_ddl:${source.onDdl} `
  if (source.stopAfterCopy) text += 'stop_after_copy:true '
  return text
}

/** Reads what `binlogSourceText` prints, and what a person writes like it. @throws UserError */
export function parseBinlogSource(text: string): BinlogSource {
  const fields = new ProtoText(text).message(false)
  const keyRange = message(fields, 'key_range')
  const filter = message(fields, 'filter')
  return {
    keyspace: scalar(fields, 'keyspace'),
    shard: scalar(fields, 'shard'),
    keyRange: keyRange === null ? null : { start: hexOf(scalar(keyRange, 'start')), end: hexOf(scalar(keyRange, 'end')) },
    tables: fields.filter(field => field.name === 'tables').map(field => String(field.value)),
    filter: filter === null ? null : {
      rules: filter.filter(field => field.name === 'rules').map(field => {
        const rule = typeof field.value === 'string' ? [] : field.value
        return { match: scalar(rule, 'match'), filter: scalar(rule, 'filter') }
      }),
    },
    onDdl: (scalar(fields, 'on_ddl') || 'IGNORE') as BinlogSource['onDdl'],
    stopAfterCopy: scalar(fields, 'stop_after_copy') === 'true',
  }
}

interface Field { readonly name: string; readonly value: string | readonly Field[] }

function scalar(fields: readonly Field[], name: string): string {
  const value = fields.findLast(field => field.name === name)?.value
  return typeof value === 'string' ? value : ''
}
function message(fields: readonly Field[], name: string): readonly Field[] | null {
  const value = fields.findLast(field => field.name === name)?.value
  return value === undefined || typeof value === 'string' ? null : value
}

/** Byte strings of the text form hold one character per byte; the rest of the program writes bytes in hex. */
const bytesOf = (hex: string): string => hex.replace(/../g, pair => String.fromCharCode(parseInt(pair, 16)))
const hexOf = (bytes: string): string =>
  [...bytes].map(char => char.charCodeAt(0).toString(16).padStart(2, '0')).join('')

const escapes = new Map([['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t'], ['"', '\\"'], ['\\', '\\\\']])
const unescapes = new Map([['n', '\n'], ['r', '\r'], ['t', '\t'], ['"', '"'], ["'", "'"], ['\\', '\\']])
const quoted = (text: string): string => '"' + text.replace(/["\\]|[^\x20-\x7e]/g, char =>
  escapes.get(char) ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`) + '"'

/** Protobuf's text form, as far as a BinlogSource needs it. */
class ProtoText {
  private at = 0
  constructor(private readonly text: string) {}

  message(nested: boolean): Field[] {
    const fields: Field[] = []
    for (;;) {
      this.skip()
      if (this.at === this.text.length) {
        if (nested) this.fail('">"')
        return fields
      }
      if (nested && (this.text[this.at] === '>' || this.text[this.at] === '}')) { this.at++; return fields }
      fields.push(this.field())
    }
  }
  private field(): Field {
    const name = this.match(/[A-Za-z_]+/y) ?? this.fail('a field name')
    this.skip()
    const colon = this.match(/:/y)
    this.skip()
    if (this.match(/[<{]/y) !== null) return { name, value: this.message(true) }
    if (colon === null) this.fail('":"')
    const literal = this.match(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y)
    if (literal !== null) return { name, value: unquoted(literal) }
    return { name, value: this.match(/[\w.-]+/y) ?? this.fail('a value') }
  }
  private skip(): void { this.match(/[\s,;]+/y) }
  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (found === null) return null
    this.at = pattern.lastIndex
    return found[0]
  }
  private fail(expected: string): never {
    throw new UserError(`parse error in stream source at ${this.at + 1}: expected ${expected}: ${this.text}`)
  }
}
const unquoted = (literal: string): string => literal.slice(1, -1).replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
  unescapes.get(code) ?? (/^[0-7]+$/.test(code) ? String.fromCharCode(parseInt(code, 8) & 0xff) : code))
