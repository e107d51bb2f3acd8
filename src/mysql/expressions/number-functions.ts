import { integer, isDecimal, type Value } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import {
  arithmeticFor, decimal, decimalType, divideRounded, DOUBLE_TYPE, INT_TYPE, isNumeric, type NotNull, type Numeric,
  rescale, TEXT_TYPE, toBits, toBytes, toDecimal, toDoubleValue, toInteger, toNumeric, toText, UINT_TYPE,
  type ValueType,
} from '../values/index.ts'
import type { Compiled } from './compiled.ts'
import { combine } from './compiled.ts'
import { type BuiltIn, mathematical, strict } from './built-in.ts'

export const numberFunctions: readonly (readonly [string, BuiltIn])[] = [
  ['abs', { minimum: 1, maximum: 1, compile: ([operand]) => numeric(operand!, absolute) }],
  ['sign', strict(1, 1, INT_TYPE, ([value], [type]) => Math.sign(toDoubleValue(value!, type!)))],
  ['ceil', { minimum: 1, maximum: 1, compile: ([operand]) => toWhole(operand!, 1) }],
  ['ceiling', { minimum: 1, maximum: 1, compile: ([operand]) => toWhole(operand!, 1) }],
  ['floor', { minimum: 1, maximum: 1, compile: ([operand]) => toWhole(operand!, -1) }],
  ['round', { minimum: 1, maximum: 2, compile: (args) => compileRound(args, true) }],
  ['truncate', { minimum: 2, maximum: 2, compile: (args) => compileRound(args, false) }],
  ['mod', { minimum: 2, maximum: 2, compile: ([left, right]) => {
    const { type, evaluate } = arithmeticFor('%', left!.type, right!.type, 'mod')
    return combine(type, [left!, right!], (rows, env) => evaluate(left!.evaluate(rows, env), right!.evaluate(rows, env)))
  } }],
  ['pow', mathematical(2, 2, DOUBLE_TYPE, ([base, exponent]) => finite(base! ** exponent!))],
  ['power', mathematical(2, 2, DOUBLE_TYPE, ([base, exponent]) => finite(base! ** exponent!))],
  ['sqrt', mathematical(1, 1, DOUBLE_TYPE, ([value]) => value! < 0 ? null : Math.sqrt(value!))],
  ['pi', mathematical(0, 0, DOUBLE_TYPE, () => Math.PI)],
  ['exp', mathematical(1, 1, DOUBLE_TYPE, ([value]) => finite(Math.exp(value!)))],
  ['ln', mathematical(1, 1, DOUBLE_TYPE, ([value]) => value! <= 0 ? null : Math.log(value!))],
  ['log2', mathematical(1, 1, DOUBLE_TYPE, ([value]) => value! <= 0 ? null : Math.log2(value!))],
  ['log10', mathematical(1, 1, DOUBLE_TYPE, ([value]) => value! <= 0 ? null : Math.log10(value!))],
  ['rand', { minimum: 0, maximum: 1, compile: () => ({
    type: DOUBLE_TYPE, reads: 0, isVolatile: true, evaluate: (_rows, env) => env.session.random(),
  }) }],
  ['bit_count', strict(1, 1, INT_TYPE, ([value], [type]) =>
    [...toBits(value!, type!).toString(2)].filter((bit) => bit === '1').length)],
  ['bin', strict(1, 1, TEXT_TYPE, ([value], [type]) => toBits(value!, type!).toString(2))],
  ['oct', strict(1, 1, TEXT_TYPE, ([value], [type]) => toBits(value!, type!).toString(8))],
  ['conv', strict(3, 3, TEXT_TYPE, convertBase)],
  ['crc32', strict(1, 1, UINT_TYPE, ([value], [type]) => crc32(toBytes(value!, type!)))],
  ['inet_aton', strict(1, 1, UINT_TYPE, ([value], [type]) => inetNumber(toText(value!, type!)))],
]

function finite(value: number): Value {
  if (!Number.isFinite(value)) throw mysqlError(1690, 'DOUBLE value is out of range in \'pow\'')
  return value
}

/** A function from number to number that keeps the type; text counts as double. */
function numeric(operand: Compiled, compute: (value: Numeric) => Value): Compiled {
  const type = isNumeric(operand.type) ? operand.type : DOUBLE_TYPE
  return combine(type, [operand], (rows, env) => {
    const value = operand.evaluate(rows, env)
    return value === null ? null : compute(toNumeric(value, operand.type))
  })
}

function absolute(value: Numeric): Value {
  if (typeof value === 'number') return Math.abs(value)
  if (typeof value === 'bigint') return value < 0n ? integer(-value) : value
  return value.decimal < 0n ? decimal(-value.decimal, value.scale) : value
}

/** CEIL and FLOOR: exact numbers become integers, doubles stay doubles. */
function toWhole(operand: Compiled, direction: 1 | -1): Compiled {
  const isExact = isNumeric(operand.type) && operand.type.class !== 'double'
  return combine(isExact ? INT_TYPE : DOUBLE_TYPE, [operand], (rows, env) => {
    const value = operand.evaluate(rows, env)
    if (value === null) return null
    const number = toNumeric(value, operand.type)
    if (typeof number === 'bigint') return number
    if (typeof number === 'number') return (direction > 0 ? Math.ceil(number) : Math.floor(number)) || 0
    const floor = floorOf(number.decimal, 10n ** BigInt(number.scale))
    const isWhole = floor * 10n ** BigInt(number.scale) === number.decimal
    return integer(direction > 0 && !isWhole ? floor + 1n : floor)
  })
}

function floorOf(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient
}

/** ROUND and TRUNCATE, to digits after the point, or before it if negative. */
function compileRound([operand, digits]: readonly Compiled[], rounds: boolean): Compiled {
  const { type } = operand!
  const places = digits === undefined || digits.reads !== 0 ? 0 : null
  const resultType = type.class === 'decimal' ? decimalType(places ?? type.scale) : isNumeric(type) ? type : DOUBLE_TYPE
  return combine(resultType, digits === undefined ? [operand!] : [operand!, digits], (rows, env) => {
    const value = operand!.evaluate(rows, env)
    const count = digits === undefined ? 0 : digits.evaluate(rows, env)
    if (value === null || count === null) return null
    return roundTo(toNumeric(value, type), Number(toInteger(toNumeric(count, INT_TYPE))), rounds)
  })
}

function roundTo(value: Numeric, places: number, rounds: boolean): Value {
  if (typeof value === 'number' && !Number.isInteger(value)) {
    const exact = roundTo(toDecimal(value), places, rounds)
    return exact === null ? null : toDoubleValue(exact, DOUBLE_TYPE)
  }
  const number = toDecimal(value)
  const scale = Math.min(Math.max(places, -60), 30)
  if (scale >= number.scale) return isDecimal(value) ? rescale(number, scale) : value
  const unit = 10n ** BigInt(number.scale - scale)
  const cut = rounds ? divideRounded(number.decimal, unit) : number.decimal / unit
  if (scale > 0) return decimal(cut, scale)
  const whole = cut * 10n ** BigInt(-scale)
  return isDecimal(value) ? decimal(whole, 0) : integer(whole)
}

function convertBase(values: readonly NotNull[], types: readonly ValueType[]): Value {
  const from = Math.abs(Number(toInteger(toNumeric(values[1]!, types[1]!))))
  const to = Math.abs(Number(toInteger(toNumeric(values[2]!, types[2]!))))
  if (from < 2 || from > 36 || to < 2 || to > 36) return null
  let number = 0n
  for (const letter of toText(values[0]!, types[0]!).trim().toLowerCase()) {
    const digit = parseInt(letter, 36)
    if (Number.isNaN(digit) || digit >= from) break
    number = number * BigInt(from) + BigInt(digit)
  }
  return BigInt.asUintN(64, number).toString(to).toUpperCase()
}

function crc32(bytes: string): number {
  let crc = 0xffff_ffff
  for (let i = 0; i < bytes.length; i++) {
    crc ^= bytes.charCodeAt(i)
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1
  }
  return (crc ^ 0xffff_ffff) >>> 0
}

function inetNumber(address: string): number | null {
  const parts = address.split('.').map(Number)
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return null
  return parts.reduce((sum, part) => sum * 256 + part, 0)
}
