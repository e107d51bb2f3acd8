import { assert } from '../../base/index.ts'
import type { BetweenExpression, Comparison, Expression, QuantifiedComparison, Row, Value } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import {
  type Comparator, comparatorFor, comparisonCollation, INT_TYPE, isNumeric, likeMatcher, toBytes, toText,
  type ValueType,
} from '../values/index.ts'
import { compileExpression, operandError } from './compile.ts'
import type { Compiled, Scope } from './compiled.ts'
import { combine } from './compiled.ts'
import { negate } from './logic.ts'

type Sign = '=' | '!=' | '<' | '<=' | '>' | '>='

export function compileComparison(expression: Comparison, scope: Scope): Compiled {
  switch (expression.operator) {
    case 'in': return compileIn(expression, scope)
    case 'not in': return negate(compileIn(expression, scope))
    case 'like': return compileLike(expression, scope)
    case 'not like': return negate(compileLike(expression, scope))
    case 'regexp': return compileRegexp(expression, scope)
    case 'not regexp': return negate(compileRegexp(expression, scope))
    case '<=>': return compileNullSafe(expression, scope)
    default:
      if (expression.left.kind === 'tuple') return compileTuples(expression.operator, expression, scope)
      return compileSign(
        expression.operator, compileExpression(expression.left, scope), compileExpression(expression.right, scope),
      )
  }
}

function holds(sign: Sign): (order: number) => boolean {
  switch (sign) {
    case '=': return (order) => order === 0
    case '!=': return (order) => order !== 0
    case '<': return (order) => order < 0
    case '<=': return (order) => order <= 0
    case '>': return (order) => order > 0
    case '>=': return (order) => order >= 0
  }
}

/** Compares two compiled expressions; NULL on either side is unknown. */
export function compileSign(sign: Sign, left: Compiled, right: Compiled): Compiled {
  const compare = comparatorFor(left.type, right.type)
  const isTrue = holds(sign)
  if (sign === '=' && isNumeric(left.type) && isNumeric(right.type)) {
    // The commonest of all: numbers that are equal are mostly the same.
    return combine(INT_TYPE, [left, right], (rows, env) => {
      const a = left.evaluate(rows, env)
      const b = right.evaluate(rows, env)
      if (a === null || b === null) return null
      return a === b || compare(a, b) === 0 ? 1 : 0
    })
  }
  return combine(INT_TYPE, [left, right], (rows, env) => {
    const a = left.evaluate(rows, env)
    if (a === null) return null
    const b = right.evaluate(rows, env)
    return b === null ? null : isTrue(compare(a, b)) ? 1 : 0
  })
}

function compileNullSafe(expression: Comparison, scope: Scope): Compiled {
  const left = compileExpression(expression.left, scope)
  const right = compileExpression(expression.right, scope)
  const compare = comparatorFor(left.type, right.type)
  return combine(INT_TYPE, [left, right], (rows, env) => {
    const a = left.evaluate(rows, env)
    const b = right.evaluate(rows, env)
    if (a === null || b === null) return a === b ? 1 : 0
    return compare(a, b) === 0 ? 1 : 0
  })
}

/** `(a, b) = (1, 2)`, `(a, b) > (1, 2)`: member by member, the first that differs decides. */
function compileTuples(sign: Sign, expression: Comparison, scope: Scope): Compiled {
  const { left, right } = expression
  assert(left.kind === 'tuple', 'a tuple is compared')
  if (right.kind !== 'tuple' || right.items.length !== left.items.length) throw operandError(left.items.length)
  const pairs = left.items.map((item, i) => {
    const a = compileExpression(item, scope)
    const b = compileExpression(right.items[i]!, scope)
    return { a, b, compare: comparatorFor(a.type, b.type) }
  })
  const isTrue = holds(sign)
  return combine(INT_TYPE, pairs.flatMap(({ a, b }) => [a, b]), (rows, env) => {
    let unknown = false
    for (const { a, b, compare } of pairs) {
      const x = a.evaluate(rows, env)
      const y = b.evaluate(rows, env)
      if (x === null || y === null) {
        if (sign !== '=' && sign !== '!=') return null
        unknown = true
        continue
      }
      const order = compare(x, y)
      if (order !== 0) return isTrue(order) ? 1 : 0
    }
    return unknown ? null : isTrue(0) ? 1 : 0
  })
}

export function compileBetween(expression: BetweenExpression, scope: Scope): Compiled {
  const operand = compileExpression(expression.operand, scope)
  const from = compileExpression(expression.from, scope)
  const to = compileExpression(expression.to, scope)
  const [compareFrom, compareTo] = [comparatorFor(operand.type, from.type), comparatorFor(operand.type, to.type)]
  const between = combine(INT_TYPE, [operand, from, to], (rows, env) => {
    const value = operand.evaluate(rows, env)
    if (value === null) return null
    const low = from.evaluate(rows, env)
    if (low !== null && compareFrom(value, low) < 0) return 0
    const high = to.evaluate(rows, env)
    if (high !== null && compareTo(value, high) > 0) return 0
    return low === null || high === null ? null : 1
  })
  return expression.negated ? negate(between) : between
}

function compileIn(expression: Comparison, scope: Scope): Compiled {
  const { left, right } = expression
  if (right.kind === 'subquery') return compileInSubquery(left, right, scope)
  if (right.kind === 'argument') return compileInList(compileExpression(left, scope), right.name, scope)
  if (right.kind !== 'tuple') throw operandError(1)
  if (left.kind === 'tuple') {
    return anyOf(right.items.map((item) =>
      compileTuples('=', { kind: 'comparison', operator: '=', left, right: item }, scope)))
  }
  const operand = compileExpression(left, scope)
  return anyOf(right.items.map((item) => compileSign('=', operand, compileExpression(item, scope))))
}

/** True if one is true, unknown if one is unknown. */
function anyOf(members: readonly Compiled[]): Compiled {
  return combine(INT_TYPE, members, (rows, env) => {
    let result: Value = 0
    for (const member of members) {
      const value = member.evaluate(rows, env)
      if (value === 1) return 1
      if (value === null) result = null
    }
    return result
  })
}

/** `in ::list`. */
function compileInList(operand: Compiled, name: string, scope: Scope): Compiled {
  const { slot, type } = scope.argument(name)
  const compare = comparatorFor(operand.type, type)
  return combine(INT_TYPE, [operand], (rows, env) => {
    const value = operand.evaluate(rows, env)
    if (value === null) return null
    let result: Value = 0
    for (const member of env.values[slot] as readonly Value[]) {
      if (member === null) result = null
      else if (member === value || compare(value, member) === 0) return 1
    }
    return result
  })
}

function compileInSubquery(
  left: Expression, right: Extract<Expression, { kind: 'subquery' }>, scope: Scope,
): Compiled {
  const operands = (left.kind === 'tuple' ? left.items : [left]).map((item) => compileExpression(item, scope))
  const query = scope.subquery(right.select)
  if (query.types.length !== operands.length) throw operandError(operands.length)
  const comparators = operands.map((operand, i) => comparatorFor(operand.type, query.types[i]!))
  const result = combine(INT_TYPE, operands, (rows, env) => {
    const found = query.run(rows, env, Infinity)
    if (found.length === 0) return 0
    return isAmong(operands.map((operand) => operand.evaluate(rows, env)), found, comparators)
  })
  return { ...result, reads: result.reads | query.reads }
}

function isAmong(values: readonly Value[], found: readonly Row[], comparators: readonly Comparator[]): Value {
  let result: Value = 0
  for (const row of found) {
    let same: boolean | null = true
    for (let i = 0; i < values.length && same !== false; i++) {
      const [a, b] = [values[i]!, row[i]!]
      if (a === null || b === null) same = null
      else if (comparators[i]!(a, b) !== 0) same = false
    }
    if (same === true) return 1
    if (same === null) result = null
  }
  return result
}

/** `= any (…)` and `> all (…)`. */
export function compileQuantified(expression: QuantifiedComparison, scope: Scope): Compiled {
  const operand = compileExpression(expression.left, scope)
  const query = scope.subquery(expression.subquery.select)
  if (query.types.length !== 1) throw operandError(1)
  const compare = comparatorFor(operand.type, query.types[0]!)
  const isTrue = holds(expression.operator)
  const decisive = expression.quantifier === 'any'
  const result = combine(INT_TYPE, [operand], (rows, env) => {
    const value = operand.evaluate(rows, env)
    let unknown = false
    for (const [member] of query.run(rows, env, Infinity)) {
      if (value === null || member === null || member === undefined) unknown = true
      else if (isTrue(compare(value, member)) === decisive) return decisive ? 1 : 0
    }
    return unknown ? null : decisive ? 0 : 1
  })
  return { ...result, reads: result.reads | query.reads }
}

function compileLike(expression: Comparison, scope: Scope): Compiled {
  const operand = compileExpression(expression.left, scope)
  const pattern = compileExpression(expression.right, scope)
  const escape = expression.escape === undefined ? null : compileExpression(expression.escape, scope)
  const collation = textCollation(operand.type, pattern.type)
  const asText = collation === 'binary' ? toBytes : toText
  return combine(INT_TYPE, escape === null ? [operand, pattern] : [operand, pattern, escape], (rows, env) => {
    const value = operand.evaluate(rows, env)
    const wanted = pattern.evaluate(rows, env)
    if (value === null || wanted === null) return null
    const letter = escape === null ? '\\' : String(escape.evaluate(rows, env) ?? '\\')
    const matches = likeMatcher(asText(wanted, pattern.type), letter, collation)
    return matches(asText(value, operand.type)) ? 1 : 0
  })
}

/** Numbers are text here, of the other side's collation. */
function textCollation(left: ValueType, right: ValueType): string {
  if (left.class !== 'text' && left.class !== 'binary') return right.class === 'text' ? right.collation : 'binary'
  return comparisonCollation(left, right)
}

function compileRegexp(expression: Comparison, scope: Scope): Compiled {
  const operand = compileExpression(expression.left, scope)
  const pattern = compileExpression(expression.right, scope)
  const flags = textCollation(operand.type, pattern.type) === 'binary' ? 'su' : 'isu'
  return combine(INT_TYPE, [operand, pattern], (rows, env) => {
    const value = operand.evaluate(rows, env)
    const wanted = pattern.evaluate(rows, env)
    if (value === null || wanted === null) return null
    return compiledRegexp(toText(wanted, pattern.type), flags).test(toText(value, operand.type)) ? 1 : 0
  })
}

const REGEXPS_MAX = 200
const regexps = new Map<string, RegExp>()

function compiledRegexp(pattern: string, flags: string): RegExp {
  const key = `${flags}/${pattern}`
  let regexp = regexps.get(key)
  if (regexp === undefined) {
    try {
      regexp = new RegExp(pattern.replaceAll('[[:digit:]]', '\\d').replaceAll('[[:alpha:]]', '[A-Za-z]'), flags)
    } catch {
      throw mysqlError(1139, `Got error 'invalid regular expression' from regexp`)
    }
    if (regexps.size >= REGEXPS_MAX) regexps.clear()
    regexps.set(key, regexp)
  }
  return regexp
}

