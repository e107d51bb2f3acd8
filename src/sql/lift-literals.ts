import type { Statement } from './ast-statements.ts'
import { cached, parseCached, parseNew } from './parse.ts'
import { lex } from './parser/lexer.ts'
import type { Tokens } from './parser/tokens.ts'
import { ARGUMENT, DECIMAL, FLOAT, INT, LIST_ARGUMENT, STRING, WORD } from './parser/tokens.ts'
import type { BindVariable, BindVariables } from './value.ts'
import { integer, parseDecimal } from './value.ts'

/** A statement with bind variables `v1`, `v2`, … where literals were, and their values; null if none were lifted. */
export interface Lifted { readonly statement: Statement; readonly literals: BindVariables | null }

/**
 * Reads a statement that changes rows without reading it again for each set of values: literals become bind variables while
 * the text is still tokens, so that all INSERTs into a table share one tree, and one plan. Where a literal may mean more
 * than its value (`order by 1`, `char(5)`), and for all other statements, this is {@link parseCached}.
 */
export function parseLifted(sql: string): Lifted {
  const known = cached(sql)
  if (known !== undefined) return { statement: known, literals: null }
  if (!CHANGES_ROWS.test(sql)) return { statement: parseNew(sql), literals: null }
  const tokens = lex(sql)
  if (!canLift(tokens)) return { statement: parseNew(sql), literals: null }
  const literals: { [name: string]: BindVariable } = {}
  let text = ''
  let end = 0
  let count = 0
  for (let i = 0; i < tokens.kinds.length; i++) {
    const value = literalAt(tokens, i)
    if (value === null) continue
    text += `${sql.slice(end, tokens.starts[i])}?`
    end = tokens.ends[i]!
    literals[`v${++count}`] = value
  }
  if (count === 0) return { statement: parseNew(sql), literals: null }
  return { statement: parseCached(text + sql.slice(end)), literals }
}

const CHANGES_ROWS = /^\s*(?:insert|replace|update|delete)\b/i

/** Words near which a number or a string is part of the statement itself. */
const KEEPS_LITERALS = new Set([
  'select', 'order', 'group', 'cast', 'convert', 'char', 'date', 'time', 'timestamp', 'partition', 'as', 'match',
])

function canLift({ kinds, words }: Tokens): boolean {
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i]!
    if (kind === ARGUMENT || kind === LIST_ARGUMENT) return false
    if (kind === WORD && (KEEPS_LITERALS.has(words[i]!) || words[i]!.charCodeAt(0) === UNDERSCORE)) {
      // `_binary'x'` is one literal; other names that begin so, such as `_vt`, are followed by something else.
      if (words[i]!.charCodeAt(0) !== UNDERSCORE || kinds[i + 1] === STRING) return false
    }
  }
  return true
}

const UNDERSCORE = 95

function literalAt({ kinds, texts }: Tokens, index: number): BindVariable | null {
  const text = texts[index]!
  switch (kinds[index]) {
    case STRING: return { type: 'VARCHAR', value: text }
    case INT: return integerVariable(text)
    case DECIMAL: return { type: 'DECIMAL', value: parseDecimal(text) }
    case FLOAT: return { type: 'FLOAT64', value: Number(text) }
    default: return null
  }
}

/** As a literal of so many digits would be typed: beyond 64 bits it is a decimal. */
function integerVariable(text: string): BindVariable {
  if (text.length <= 15) return { type: 'INT64', value: Number(text) }
  const value = BigInt(text)
  if (value < 2n ** 63n) return { type: 'INT64', value: integer(value) }
  return value < 2n ** 64n ? { type: 'UINT64', value } : { type: 'DECIMAL', value: parseDecimal(text) }
}
