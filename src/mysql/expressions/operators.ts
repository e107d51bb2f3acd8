import type { BinaryExpression, IntervalExpression, UnaryExpression } from '../../sql/index.ts'
import { integer, print } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import {
  addToMoment, arithmeticFor, BINARY_TYPE, DATE_TYPE, DATETIME_TYPE, decimalType, formatDate, formatMoment, INT_TYPE,
  parseMoment, TEXT_TYPE, toBits, toBytes, toDoubleValue, toText, UINT_TYPE, type ValueType,
} from '../values/index.ts'
import { compileExpression } from './compile.ts'
import type { Compiled, Scope } from './compiled.ts'
import { combine, constant } from './compiled.ts'
import { jsonAt } from './json-path.ts'
import { negate } from './logic.ts'

export function compileBinary(expression: BinaryExpression, scope: Scope): Compiled {
  const { operator } = expression
  switch (operator) {
    case '+': case '-':
      if (expression.right.kind === 'interval') {
        const moment = compileExpression(expression.left, scope)
        return shiftMoment(moment, expression.right, operator === '-' ? -1 : 1, scope)
      }
      if (expression.left.kind === 'interval' && operator === '+') {
        return shiftMoment(compileExpression(expression.right, scope), expression.left, 1, scope)
      }
      return compileArithmetic(expression, operator, scope)
    case '*': case '/': case 'div': case '%': return compileArithmetic(expression, operator, scope)
    case '->': case '->>': return compileJsonPath(expression, operator === '->>', scope)
    default: return compileBits(expression, operator, scope)
  }
}

function compileArithmetic(
  expression: BinaryExpression, operator: '+' | '-' | '*' | '/' | 'div' | '%', scope: Scope,
): Compiled {
  const left = compileExpression(expression.left, scope)
  const right = compileExpression(expression.right, scope)
  const { type, evaluate } = arithmeticFor(operator, left.type, right.type, `(${print(expression)})`)
  return combine(type, [left, right], (rows, env) => evaluate(left.evaluate(rows, env), right.evaluate(rows, env)))
}

function compileBits(expression: BinaryExpression, operator: '|' | '&' | '^' | '<<' | '>>', scope: Scope): Compiled {
  const left = compileExpression(expression.left, scope)
  const right = compileExpression(expression.right, scope)
  return combine(UINT_TYPE, [left, right], (rows, env) => {
    const a = left.evaluate(rows, env)
    const b = right.evaluate(rows, env)
    if (a === null || b === null) return null
    return integer(combineBits(operator, toBits(a, left.type), toBits(b, right.type)))
  })
}

function combineBits(operator: '|' | '&' | '^' | '<<' | '>>', a: bigint, b: bigint): bigint {
  switch (operator) {
    case '|': return a | b
    case '&': return a & b
    case '^': return a ^ b
    case '<<': return b > 63n ? 0n : BigInt.asUintN(64, a << b)
    case '>>': return b > 63n ? 0n : a >> b
  }
}

export function compileUnary(expression: UnaryExpression, scope: Scope): Compiled {
  const operand = compileExpression(expression.operand, scope)
  switch (expression.operator) {
    case '+': return operand
    case '!': return negate(operand)
    case '-': {
      // -(9223372036854775808) is a decimal, not an error.
      const zero = operand.type.class === 'uint' ? constant(decimalType(0), 0) : constant(INT_TYPE, 0)
      const { type, evaluate } = arithmeticFor('-', zero.type, operand.type, print(expression))
      return combine(type, [operand], (rows, env) => evaluate(0, operand.evaluate(rows, env)))
    }
    case '~': return combine(UINT_TYPE, [operand], (rows, env) => {
      const value = operand.evaluate(rows, env)
      return value === null ? null : integer(BigInt.asUintN(64, ~toBits(value, operand.type)))
    })
    case 'binary': return combine({ ...BINARY_TYPE, coercibility: 0 }, [operand], (rows, env) => {
      const value = operand.evaluate(rows, env)
      return value === null ? null : toBytes(value, operand.type)
    })
  }
}

/** `moment + interval n unit`: a date stays a date while only days move. */
export function shiftMoment(moment: Compiled, interval: IntervalExpression, sign: 1 | -1, scope: Scope): Compiled {
  const count = compileExpression(interval.operand, scope)
  const { unit } = interval
  if (!/^(microsecond|second|minute|hour|day|week|month|quarter|year)$/.test(unit)) {
    throw mysqlError(1235, `This version of MySQL doesn't yet support 'INTERVAL ${unit.toUpperCase()}'`)
  }
  const movesClock = /^(microsecond|second|minute|hour)$/.test(unit)
  const type = shiftedType(moment.type, movesClock)
  return combine(type, [moment, count], (rows, env) => {
    const value = moment.evaluate(rows, env)
    const by = count.evaluate(rows, env)
    if (value === null || by === null) return null
    const from = toText(value, moment.type)
    const parsed = parseMoment(from)
    const shifted = parsed === null ? null : addToMoment(parsed, sign * toDoubleValue(by, count.type), unit)
    if (shifted === null) return null
    const isDate = !movesClock && from.trim().length <= 10
    return isDate ? formatDate(shifted) : formatMoment(shifted, shifted.micros === 0 ? 0 : 6)
  })
}

function shiftedType(type: ValueType, movesClock: boolean): ValueType {
  if (type.class === 'date') return movesClock ? DATETIME_TYPE : DATE_TYPE
  return type.class === 'datetime' ? DATETIME_TYPE : TEXT_TYPE
}

function compileJsonPath(expression: BinaryExpression, unquote: boolean, scope: Scope): Compiled {
  const document = compileExpression(expression.left, scope)
  const path = compileExpression(expression.right, scope)
  return combine(TEXT_TYPE, [document, path], (rows, env) => {
    const text = document.evaluate(rows, env)
    const steps = path.evaluate(rows, env)
    if (text === null || steps === null) return null
    return jsonAt(toText(text, document.type), toText(steps, path.type), unquote)
  })
}
