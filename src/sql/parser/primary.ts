import type { CaseExpression, Expression, Literal } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression, parseOperand } from './expressions.ts'
import { parseFunction } from './functions.ts'
import { isReserved } from './keywords.ts'
import { parseSubquery, startsSubquery } from './subquery.ts'
import {
  ARGUMENT, BIT, DECIMAL, FLOAT, HEX, HEX_NUMBER, INT, LIST_ARGUMENT, OPERATOR, QUOTED, STRING, SYSTEM_VARIABLE,
  USER_VARIABLE, WORD,
} from './tokens.ts'

/** A literal, a variable, a column, a call, or something in parentheses. */
export function parsePrimary(cursor: Cursor): Expression {
  switch (cursor.kind) {
    case WORD: return parseWord(cursor)
    case QUOTED: return parseColumnOrCall(cursor)
    case ARGUMENT: return { kind: 'argument', name: cursor.next(), list: false }
    case LIST_ARGUMENT: return { kind: 'argument', name: cursor.next(), list: true }
    case OPERATOR: return parseParentheses(cursor)
    case USER_VARIABLE: {
      const name = cursor.next()
      return cursor.takeOperator(':=')
        ? { kind: 'assign', name, value: parseExpression(cursor) }
        : { kind: 'user-variable', name }
    }
    case SYSTEM_VARIABLE: return systemVariable(cursor.next())
    default: return parseLiteral(cursor)
  }
}

/** `@@global.read_only`: the name comes as one text. */
export function systemVariable(text: string): Expression {
  const lower = text.toLowerCase()
  for (const scope of ['global', 'session', 'local'] as const) {
    if (lower.startsWith(`${scope}.`)) {
      const name = lower.slice(scope.length + 1)
      return { kind: 'system-variable', scope: scope === 'global' ? 'global' : 'session', name }
    }
  }
  return { kind: 'system-variable', scope: null, name: lower }
}

function literalType(kind: number): Literal['type'] | null {
  switch (kind) {
    case INT: return 'int'
    case DECIMAL: return 'decimal'
    case FLOAT: return 'float'
    case STRING: return 'string'
    case HEX: return 'hex'
    case HEX_NUMBER: return 'hex-number'
    case BIT: return 'bit'
    default: return null
  }
}

export function parseLiteral(cursor: Cursor): Literal {
  const type = literalType(cursor.kind)
  if (type === null) throw cursor.error()
  return { kind: 'literal', type, value: cursor.next() }
}

function parseParentheses(cursor: Cursor): Expression {
  if (startsSubquery(cursor)) return parseSubquery(cursor)
  if (!cursor.takeOperator('(')) throw cursor.error()
  const items = cursor.list(parseExpression)
  cursor.expectOperator(')')
  return items.length === 1 ? items[0]! : { kind: 'tuple', items }
}

function parseWord(cursor: Cursor): Expression {
  if (cursor.isOperator('.', 1)) return parseColumnOrCall(cursor)
  const word = cursor.word()
  switch (word) {
    case 'null': cursor.index++; return { kind: 'null' }
    case 'true': cursor.index++; return { kind: 'boolean', value: true }
    case 'false': cursor.index++; return { kind: 'boolean', value: false }
    case 'case': return parseCase(cursor)
    case 'exists':
      cursor.index++
      return { kind: 'exists', subquery: parseSubquery(cursor) }
    case 'interval': {
      if (!cursor.isOperator('(', 1)) return parseInterval(cursor)
      break
    }
    case 'date': case 'time': case 'timestamp':
      if (cursor.tokens.kinds[cursor.index + 1] === STRING) {
        cursor.index++
        return { kind: 'literal', type: word, value: cursor.next() }
      }
      break
  }
  if (word.startsWith('_') && isIntroduced(cursor.tokens.kinds[cursor.index + 1]!)) {
    cursor.index++
    return { ...parseLiteral(cursor), charset: word.slice(1) }
  }
  const call = parseFunction(cursor)
  if (call !== null) return call
  if (isReserved(word)) throw cursor.error()
  return parseColumnOrCall(cursor)
}

/** `_utf8'x'`: what may follow a character set's name. */
function isIntroduced(kind: number): boolean {
  return kind === STRING || kind === HEX || kind === HEX_NUMBER || kind === BIT
}

export function parseInterval(cursor: Cursor): Expression {
  cursor.expect('interval')
  const operand = parseOperand(cursor)
  return { kind: 'interval', operand, unit: cursor.nextWord() }
}

function parseCase(cursor: Cursor): CaseExpression {
  cursor.expect('case')
  const operand = cursor.isWord('when') ? null : parseExpression(cursor)
  const whens: { condition: Expression; result: Expression }[] = []
  do {
    cursor.expect('when')
    const condition = parseExpression(cursor)
    cursor.expect('then')
    whens.push({ condition, result: parseExpression(cursor) })
  } while (cursor.isWord('when'))
  const otherwise = cursor.take('else') ? parseExpression(cursor) : null
  cursor.expect('end')
  return { kind: 'case', operand, whens, otherwise }
}

/** `a`, `t.a`, `d.t.a`, or a stored function `d.f(…)`. */
export function parseColumnOrCall(cursor: Cursor): Expression {
  const first = cursor.anyName()
  if (!cursor.takeOperator('.')) return { kind: 'column', database: null, table: null, name: first }
  const second = cursor.anyName()
  if (cursor.isOperator('(')) {
    const args = cursor.parenthesized(parseExpression)
    return { kind: 'function', database: first, name: second, distinct: false, star: false, arguments: args }
  }
  if (!cursor.takeOperator('.')) return { kind: 'column', database: null, table: first, name: second }
  return { kind: 'column', database: first, table: second, name: cursor.anyName() }
}
