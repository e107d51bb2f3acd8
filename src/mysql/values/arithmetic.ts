import type { Value } from '../../sql/index.ts'
import { integer, powerOfTen } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import { toDoubleValue, toNumeric } from './convert.ts'
import type { Numeric } from './numbers.ts'
import {
  decimal, divideRounded, INT64_MAX, INT64_MIN, rescale, toDecimal, toInteger, UINT64_MAX,
} from './numbers.ts'
import type { ValueType } from './value-type.ts'
import { decimalType, DOUBLE_TYPE, INT_TYPE, UINT_TYPE } from './value-type.ts'

export type ArithmeticOperator = '+' | '-' | '*' | '/' | 'div' | '%'

type Operation = (left: Value, right: Value) => Value

/** An operation chosen for two static types, and the type of what it gives. */
export interface Arithmetic {
  readonly type: ValueType
  readonly evaluate: Operation
}

/** As many digits as `/` adds to those of the dividend (div_precision_increment). */
const DIVISION_DIGITS = 4

/**
 * Sums, differences, products, quotients. Exact for integers and decimals; anything that is text computes as double.
 * `text` is the expression, for error 1690. Division by zero is NULL.
 */
export function arithmeticFor(
  operator: ArithmeticOperator, left: ValueType, right: ValueType, text: string,
): Arithmetic {
  const a = numericClass(left)
  const b = numericClass(right)
  const isUnsigned = a === 'uint' || b === 'uint'
  if (operator === 'div') return { type: isUnsigned ? UINT_TYPE : INT_TYPE, evaluate: wholeQuotient(left, right, text) }
  if (a === 'double' || b === 'double') {
    return { type: DOUBLE_TYPE, evaluate: doubleOperation(operator, left, right, text) }
  }
  if (operator === '/' || a === 'decimal' || b === 'decimal') return decimalOperation(operator, left, right)
  return { type: isUnsigned ? UINT_TYPE : INT_TYPE, evaluate: integerOperation(operator, left, right, isUnsigned, text) }
}

function numericClass(type: ValueType): 'int' | 'uint' | 'decimal' | 'double' {
  switch (type.class) {
    case 'int': case 'uint': case 'decimal': return type.class
    case 'null': case 'hex': case 'date': case 'datetime': case 'time': return 'int'
    default: return 'double'
  }
}

/** An error of MySQL: 1690. */
export function outOfRange(what: 'BIGINT' | 'BIGINT UNSIGNED' | 'DOUBLE', text: string): Error {
  return mysqlError(1690, `${what} value is out of range in '${text}'`)
}

function checkedInteger(value: bigint, isUnsigned: boolean, text: string): number | bigint {
  if (isUnsigned ? value < 0n || value > UINT64_MAX : value < INT64_MIN || value > INT64_MAX) {
    throw outOfRange(isUnsigned ? 'BIGINT UNSIGNED' : 'BIGINT', text)
  }
  return integer(value)
}

function integerOperation(
  operator: ArithmeticOperator, left: ValueType, right: ValueType, isUnsigned: boolean, text: string,
): Operation {
  return (leftValue, rightValue) => {
    if (leftValue === null || rightValue === null) return null
    const a = toInteger(toNumeric(leftValue, left))
    const b = toInteger(toNumeric(rightValue, right))
    if (typeof a === 'number' && typeof b === 'number') {
      if (operator === '%') return b === 0 ? null : a % b || 0
      const result = operator === '+' ? a + b : operator === '-' ? a - b : a * b
      if (Number.isSafeInteger(result) && (!isUnsigned || result >= 0)) return result === 0 ? 0 : result
    }
    const x = BigInt(a)
    const y = BigInt(b)
    if (operator === '%') return y === 0n ? null : integer(x % y)
    return checkedInteger(operator === '+' ? x + y : operator === '-' ? x - y : x * y, isUnsigned, text)
  }
}

function wholeQuotient(left: ValueType, right: ValueType, text: string): Operation {
  const isUnsigned = left.class === 'uint' || right.class === 'uint'
  return (leftValue, rightValue) => {
    if (leftValue === null || rightValue === null) return null
    const a = toDecimal(toNumeric(leftValue, left))
    const b = toDecimal(toNumeric(rightValue, right))
    if (b.decimal === 0n) return null
    const scale = Math.max(a.scale, b.scale)
    return checkedInteger(rescale(a, scale).decimal / rescale(b, scale).decimal, isUnsigned, text)
  }
}

function doubleOperation(operator: ArithmeticOperator, left: ValueType, right: ValueType, text: string): Operation {
  return (leftValue, rightValue) => {
    if (leftValue === null || rightValue === null) return null
    const a = toDoubleValue(leftValue, left)
    const b = toDoubleValue(rightValue, right)
    const result = computeDouble(operator, a, b)
    if (result !== null && !Number.isFinite(result)) throw outOfRange('DOUBLE', text)
    return result
  }
}

function computeDouble(operator: ArithmeticOperator, a: number, b: number): number | null {
  switch (operator) {
    case '+': return a + b
    case '-': return a - b
    case '*': return a * b
    case '/': return b === 0 ? null : a / b
    default: return b === 0 ? null : a % b
  }
}

function decimalOperation(operator: ArithmeticOperator, left: ValueType, right: ValueType): Arithmetic {
  const scale = operator === '*' ? left.scale + right.scale
    : operator === '/' ? left.scale + DIVISION_DIGITS : Math.max(left.scale, right.scale)
  const type = decimalType(scale)
  return {
    type,
    evaluate: (leftValue, rightValue) => {
      if (leftValue === null || rightValue === null) return null
      return computeDecimal(operator, toNumeric(leftValue, left), toNumeric(rightValue, right), type.scale)
    },
  }
}

function computeDecimal(operator: ArithmeticOperator, left: Numeric, right: Numeric, scale: number): Value {
  const a = toDecimal(left)
  const b = toDecimal(right)
  if (operator === '*') return rescale(decimal(a.decimal * b.decimal, a.scale + b.scale), scale)
  if (operator === '/') {
    if (b.decimal === 0n) return null
    const shifted = a.decimal * powerOfTen(Math.max(scale + b.scale - a.scale, 0))
    return decimal(divideRounded(shifted, b.decimal), scale)
  }
  const common = Math.max(a.scale, b.scale)
  const x = rescale(a, common).decimal
  const y = rescale(b, common).decimal
  if (operator === '%') return y === 0n ? null : decimal(x % y, common)
  return decimal(operator === '+' ? x + y : x - y, common)
}

/** The 64 bits of a value, for `|`, `&`, `^`, `~` and shifts. */
export function toBits(value: Exclude<Value, null>, type: ValueType): bigint {
  return BigInt.asUintN(64, BigInt(toInteger(toNumeric(value, type))))
}
