import type { SqlError } from '../sql-error.ts'
import { syntaxError } from '../sql-error.ts'

/** What a token is. Plain numbers, since the parser asks this at every step. */
export const END = 0
/** A word without quotes: a keyword or a name. */
export const WORD = 1
/** A name in backticks. */
export const QUOTED = 2
export const STRING = 3
export const INT = 4
export const DECIMAL = 5
export const FLOAT = 6
export const HEX = 7
export const HEX_NUMBER = 8
export const BIT = 9
export const OPERATOR = 10
export const ARGUMENT = 11
export const LIST_ARGUMENT = 12
export const USER_VARIABLE = 13
export const SYSTEM_VARIABLE = 14

/** A statement cut into tokens, as columns: the parser walks an index over them. */
export interface Tokens {
  readonly sql: string
  readonly kinds: number[]
  /** The decoded text: a string without its quotes and escapes, an operator, the name of a variable. */
  readonly texts: string[]
  /** A WORD in lower case; empty for every other kind. */
  readonly words: string[]
  readonly starts: number[]
  readonly ends: number[]
  /** Comments, each with the index of the token that follows it. */
  readonly comments: { readonly index: number; readonly text: string }[]
}

/** The error at one token, worded as Vitess does: operators are not named. */
export function errorAtToken(tokens: Tokens, index: number, hint: string | null = null): SqlError {
  const kind = tokens.kinds[index]!
  const near = kind === END || kind === OPERATOR ? '' : tokens.texts[index]!
  return syntaxError(tokens.sql, tokens.starts[index]!, tokens.ends[index]!, near, hint)
}
