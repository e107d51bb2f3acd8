import type { Expression, FunctionCall, TrimExpression } from '../ast.ts'
import { parseColumnType } from './column-type.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression, parseOperand } from './expressions.ts'
import { isReserved, isReservedFunction } from './keywords.ts'
import { parseColumn } from './names.ts'
import { parseOrderBy } from './order.ts'

/** A call, in the plain form or in one of the forms that have words between the arguments; null if none is here. */
export function parseFunction(cursor: Cursor): Expression | null {
  const word = cursor.word()
  if (!cursor.isOperator('(', 1)) return parseWithoutParentheses(cursor, word)
  if (isReserved(word) && !isReservedFunction(word)) return null
  switch (word) {
    case 'cast': case 'convert': return parseCast(cursor)
    case 'trim': return parseTrim(cursor)
    case 'substring': case 'substr': case 'mid': return parseSubstring(cursor)
    case 'extract': return parseExtract(cursor)
    case 'position': return parsePosition(cursor)
    case 'char': return parseChar(cursor)
    case 'timestampdiff': case 'timestampadd': return parseTimestampFunction(cursor, word)
    case 'match': return parseMatch(cursor)
    case 'group_concat': return parseGroupConcat(cursor)
    case 'values': {
      cursor.index += 2
      const column = parseColumn(cursor)
      cursor.expectOperator(')')
      return { kind: 'values-reference', column }
    }
    case 'default': {
      cursor.index += 2
      const column = parseColumn(cursor)
      cursor.expectOperator(')')
      return { kind: 'default', column }
    }
    case 'interval': return parseIntervalCall(cursor)
    default: return parseCall(cursor)
  }
}

/** `current_timestamp`, which is a call all the same. */
function parseWithoutParentheses(cursor: Cursor, word: string): Expression | null {
  switch (word) {
    case 'current_timestamp': case 'current_date': case 'current_time': case 'current_user':
    case 'localtime': case 'localtimestamp': case 'utc_timestamp': case 'utc_date': case 'utc_time':
      return call(cursor.next(), [])
    case 'default':
      cursor.index++
      return { kind: 'default', column: null }
    case 'match': return parseMatch(cursor)
    default: return null
  }
}

function call(name: string, args: readonly Expression[]): FunctionCall {
  return { kind: 'function', database: null, name, distinct: false, star: false, arguments: args }
}

function parseCall(cursor: Cursor): Expression {
  const name = cursor.next()
  cursor.expectOperator('(')
  if (cursor.takeOperator('*')) {
    cursor.expectOperator(')')
    return { ...call(name, []), star: true }
  }
  if (cursor.takeOperator(')')) return call(name, [])
  const distinct = cursor.take('distinct')
  if (!distinct) cursor.take('all')
  const args = cursor.list(parseExpression)
  cursor.expectOperator(')')
  return { ...call(name, args), distinct }
}

function parseCast(cursor: Cursor): Expression {
  const isConvert = cursor.nextWord() === 'convert'
  cursor.expectOperator('(')
  const operand = parseExpression(cursor)
  if (isConvert && cursor.take('using')) {
    const charset = cursor.anyName().toLowerCase()
    cursor.expectOperator(')')
    return { kind: 'convert-using', operand, charset }
  }
  if (isConvert) cursor.expectOperator(',')
  else cursor.expect('as')
  const type = parseColumnType(cursor)
  cursor.expectOperator(')')
  return { kind: 'cast', operand, type }
}

function parseTrim(cursor: Cursor): TrimExpression {
  cursor.index += 2
  const side = cursor.isAnyWord('leading', 'trailing', 'both') ? cursor.nextWord() as TrimExpression['side'] : 'both'
  let operand = cursor.isWord('from') ? null : parseExpression(cursor)
  let removed: Expression | null = null
  if (operand === null || cursor.isWord('from')) {
    cursor.expect('from')
    removed = operand
    operand = parseExpression(cursor)
  }
  cursor.expectOperator(')')
  return { kind: 'trim', side, removed, operand }
}

function parseSubstring(cursor: Cursor): Expression {
  const name = cursor.next()
  cursor.expectOperator('(')
  const args = [parseExpression(cursor)]
  if (cursor.take('from')) {
    args.push(parseExpression(cursor))
    if (cursor.take('for')) args.push(parseExpression(cursor))
  } else {
    while (cursor.takeOperator(',')) args.push(parseExpression(cursor))
  }
  cursor.expectOperator(')')
  return call(name, args)
}

function parseExtract(cursor: Cursor): Expression {
  cursor.index += 2
  const unit = cursor.nextWord()
  cursor.expect('from')
  const operand = parseExpression(cursor)
  cursor.expectOperator(')')
  return { kind: 'unit-function', name: 'extract', unit, arguments: [operand] }
}

/** `position(a in b)` is `locate(a, b)`. */
function parsePosition(cursor: Cursor): Expression {
  cursor.index += 2
  const sought = parseOperand(cursor)
  cursor.expect('in')
  const text = parseExpression(cursor)
  cursor.expectOperator(')')
  return call('locate', [sought, text])
}

function parseChar(cursor: Cursor): Expression {
  const name = cursor.next()
  cursor.expectOperator('(')
  const operand = call(name, cursor.list(parseExpression))
  const charset = cursor.take('using') ? cursor.anyName().toLowerCase() : null
  cursor.expectOperator(')')
  return charset === null ? operand : { kind: 'convert-using', operand, charset }
}

function parseTimestampFunction(cursor: Cursor, name: 'timestampdiff' | 'timestampadd'): Expression {
  cursor.index += 2
  const unit = cursor.nextWord()
  cursor.expectOperator(',')
  const args = cursor.list(parseExpression)
  cursor.expectOperator(')')
  return { kind: 'unit-function', name, unit, arguments: args }
}

function parseMatch(cursor: Cursor): Expression {
  cursor.expect('match')
  const inParentheses = cursor.takeOperator('(')
  const columns = cursor.list(parseExpression)
  if (inParentheses) cursor.expectOperator(')')
  cursor.expect('against')
  cursor.expectOperator('(')
  const against = parseOperand(cursor)
  const words: string[] = []
  while (!cursor.isOperator(')')) words.push(cursor.nextWord())
  cursor.expectOperator(')')
  return { kind: 'match', columns, against, mode: words.join(' ') }
}

function parseGroupConcat(cursor: Cursor): Expression {
  cursor.index += 2
  const distinct = cursor.take('distinct')
  const args = cursor.list(parseExpression)
  const orderBy = cursor.isWord('order') ? parseOrderBy(cursor) : []
  const separator = cursor.take('separator') ? cursor.string() : null
  cursor.expectOperator(')')
  return { kind: 'group-concat', distinct, arguments: args, orderBy, separator }
}

/** `interval (1 + 1) day` is an interval; `interval(5, 1, 10)` is a function. */
function parseIntervalCall(cursor: Cursor): Expression {
  const name = cursor.next()
  const args = cursor.parenthesized(parseExpression)
  const unit = cursor.word()
  if (args.length !== 1 || unit === '') return call(name, args)
  cursor.index++
  return { kind: 'interval', operand: args[0]!, unit }
}
