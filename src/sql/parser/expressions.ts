import type { BinaryOperator, Comparison, Expression, QuantifiedComparison } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parsePrimary } from './primary.ts'
import { parseSubquery, startsSubquery } from './subquery.ts'
import { LIST_ARGUMENT, OPERATOR, STRING } from './tokens.ts'

/**
 * Reads one expression. From the loosest to the tightest, as in MySQL's manual ("Operator Precedence"):
 * OR, XOR, AND, NOT, comparisons with BETWEEN, `|`, `&`, shifts, `+ -`, `* / DIV %`, `^`, unary, COLLATE.
 */
export function parseExpression(cursor: Cursor): Expression {
  let left = parseXor(cursor)
  while (cursor.take('or') || cursor.takeOperator('||')) {
    left = { kind: 'or', left, right: parseXor(cursor) }
  }
  return left
}

function parseXor(cursor: Cursor): Expression {
  let left = parseAnd(cursor)
  while (cursor.take('xor')) left = { kind: 'xor', left, right: parseAnd(cursor) }
  return left
}

function parseAnd(cursor: Cursor): Expression {
  let left = parseNot(cursor)
  while (cursor.take('and') || cursor.takeOperator('&&')) {
    left = { kind: 'and', left, right: parseNot(cursor) }
  }
  return left
}

function parseNot(cursor: Cursor): Expression {
  if (!cursor.take('not')) return parseComparison(cursor)
  return { kind: 'not', operand: parseNot(cursor) }
}

function parseComparison(cursor: Cursor): Expression {
  let left = parseOperand(cursor)
  for (;;) {
    const next = cursor.kind === OPERATOR ? parseSign(cursor, left) : parseTest(cursor, left)
    if (next === null) return left
    left = next
  }
}

function parseSign(cursor: Cursor, left: Expression): Expression | null {
  const operator = comparisonSign(cursor.text)
  if (operator === null) return null
  cursor.index++
  const isQuantified = cursor.isAnyWord('any', 'some', 'all') && cursor.isOperator('(', 1)
  if (!isQuantified || operator === '<=>') return { kind: 'comparison', operator, left, right: parseOperand(cursor) }
  const quantifier: QuantifiedComparison['quantifier'] = cursor.nextWord() === 'all' ? 'all' : 'any'
  return { kind: 'quantified', operator, quantifier, left, subquery: parseSubquery(cursor) }
}

function comparisonSign(text: string): '=' | '!=' | '<' | '<=' | '>' | '>=' | '<=>' | null {
  switch (text) {
    case '=': case '<': case '<=': case '>': case '>=': case '!=': case '<=>': return text
    case '<>': return '!='
    default: return null
  }
}

/** IS, IN, BETWEEN, LIKE, REGEXP, with or without NOT. */
function parseTest(cursor: Cursor, left: Expression): Expression | null {
  const negated = cursor.isWord('not')
  switch (cursor.word(negated ? 1 : 0)) {
    case 'is':
      if (negated) return null
      cursor.index++
      return parseIs(cursor, left)
    case 'in':
      cursor.index += negated ? 2 : 1
      return { kind: 'comparison', operator: negated ? 'not in' : 'in', left, right: parseInList(cursor) }
    case 'between': {
      cursor.index += negated ? 2 : 1
      const from = parseOperand(cursor)
      cursor.expect('and')
      return { kind: 'between', negated, operand: left, from, to: parseOperand(cursor) }
    }
    case 'like': {
      cursor.index += negated ? 2 : 1
      const like: Comparison = {
        kind: 'comparison', operator: negated ? 'not like' : 'like', left, right: parseOperand(cursor),
      }
      return cursor.take('escape') ? { ...like, escape: parseOperand(cursor) } : like
    }
    case 'regexp': case 'rlike':
      cursor.index += negated ? 2 : 1
      return {
        kind: 'comparison', operator: negated ? 'not regexp' : 'regexp', left, right: parseOperand(cursor),
      }
    default: return null
  }
}

function parseIs(cursor: Cursor, operand: Expression): Expression {
  const negated = cursor.take('not')
  const test = cursor.word()
  switch (test) {
    case 'null': case 'true': case 'false':
      cursor.index++
      return { kind: 'is', negated, operand, test }
    case 'unknown':
      cursor.index++
      return { kind: 'is', negated, operand, test: 'null' }
    default: throw cursor.error('expected NULL, TRUE or FALSE after IS')
  }
}

function parseInList(cursor: Cursor): Expression {
  if (cursor.kind === LIST_ARGUMENT) return { kind: 'argument', name: cursor.next(), list: true }
  if (startsSubquery(cursor)) return parseSubquery(cursor)
  cursor.expectOperator('(')
  const items = cursor.list(parseExpression)
  cursor.expectOperator(')')
  return { kind: 'tuple', items }
}

/** The operators between comparison and unary: how tight they bind. */
function precedenceHere(cursor: Cursor): number {
  if (cursor.kind !== OPERATOR) return cursor.isWord('div') || cursor.isWord('mod') ? 5 : 0
  switch (cursor.text) {
    case '|': return 1
    case '&': return 2
    case '<<': case '>>': return 3
    case '+': case '-': return 4
    case '*': case '/': case '%': return 5
    case '^': return 6
    default: return 0
  }
}

/** What stands on either side of a comparison: arithmetic. */
export function parseOperand(cursor: Cursor): Expression {
  return parseArithmetic(cursor, 1)
}

function parseArithmetic(cursor: Cursor, loosest: number): Expression {
  let left = parseUnary(cursor)
  for (;;) {
    const precedence = precedenceHere(cursor)
    if (precedence < loosest || precedence === 0) return left
    const word = cursor.word()
    const operator = (word === 'mod' ? '%' : word === '' ? cursor.text : word) as BinaryOperator
    cursor.index++
    left = { kind: 'binary', operator, left, right: parseArithmetic(cursor, precedence + 1) }
  }
}

export function parseUnary(cursor: Cursor): Expression {
  if (cursor.kind === OPERATOR) {
    const operator = cursor.text
    switch (operator) {
      case '-': {
        cursor.index++
        const operand = parseUnary(cursor)
        return isUnsignedNumber(operand)
          ? { ...operand, value: `-${operand.value}` }
          : { kind: 'unary', operator, operand }
      }
      case '+': case '~': case '!':
        cursor.index++
        return { kind: 'unary', operator, operand: parseUnary(cursor) }
    }
  } else if (cursor.isWord('binary')) {
    cursor.index++
    return { kind: 'unary', operator: 'binary', operand: parseUnary(cursor) }
  }
  return parseSuffixed(cursor)
}

/** True for `5`, which a minus before it turns into the literal `-5`, as Vitess's grammar does. */
function isUnsignedNumber(expression: Expression): expression is Extract<Expression, { kind: 'literal' }> {
  return expression.kind === 'literal' && !expression.value.startsWith('-')
    && (expression.type === 'int' || expression.type === 'decimal' || expression.type === 'float')
}

function parseSuffixed(cursor: Cursor): Expression {
  let expression = parsePrimary(cursor)
  for (;;) {
    if (cursor.take('collate')) {
      const collation = cursor.kind === STRING ? cursor.next() : cursor.anyName()
      expression = { kind: 'collate', operand: expression, collation }
    } else if (cursor.isOperator('->') || cursor.isOperator('->>')) {
      const operator = cursor.next() as BinaryOperator
      expression = { kind: 'binary', operator, left: expression, right: parsePrimary(cursor) }
    } else {
      return expression
    }
  }
}
