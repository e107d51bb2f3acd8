import type { Decimal } from '../../sql/index.ts'
import { formatDouble, integer, parseDecimal, powerOfTen } from '../../sql/index.ts'

export const INT64_MIN = -(2n ** 63n)
export const INT64_MAX = 2n ** 63n - 1n
export const UINT64_MAX = 2n ** 64n - 1n

/** A number in any of its three forms. */
export type Numeric = number | bigint | Decimal

export function decimal(unscaled: bigint, scale: number): Decimal {
  return Object.freeze({ decimal: unscaled, scale })
}

/** Divides, rounding halves away from zero. */
export function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  const rest = dividend % divisor
  const twice = (rest < 0n ? -rest : rest) * 2n
  if (twice < (divisor < 0n ? -divisor : divisor)) return quotient
  return (dividend < 0n) === (divisor < 0n) ? quotient + 1n : quotient - 1n
}

/** The same number with another count of digits after the point, rounded if they are fewer. */
export function rescale(value: Decimal, scale: number): Decimal {
  if (scale === value.scale) return value
  if (scale > value.scale) return decimal(value.decimal * powerOfTen(scale - value.scale), scale)
  return decimal(divideRounded(value.decimal, powerOfTen(value.scale - scale)), scale)
}

export function toDecimal(value: Numeric): Decimal {
  if (typeof value === 'bigint') return decimal(value, 0)
  if (typeof value === 'object') return value
  return Number.isInteger(value) ? decimal(BigInt(value), 0) : parseDecimal(plainDigits(value))
}

/** The digits of a double without an exponent. */
function plainDigits(value: number): string {
  const text = formatDouble(value)
  const exponentAt = text.indexOf('e')
  if (exponentAt < 0) return text
  const exponent = Number(text.slice(exponentAt + 1))
  const { decimal: digits, scale } = parseDecimal(text.slice(0, exponentAt))
  const shift = scale - exponent
  if (shift <= 0) return String(digits * powerOfTen(-shift))
  const sign = digits < 0n ? '-' : ''
  const padded = String(digits < 0n ? -digits : digits).padStart(shift + 1, '0')
  return `${sign}${padded.slice(0, -shift)}.${padded.slice(-shift)}`
}

/** The nearest double. */
export function toDouble(value: Numeric): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  return value.scale === 0 ? Number(value.decimal) : Number(`${value.decimal}e-${value.scale}`)
}

/** The nearest integer, halves away from zero. */
export function toInteger(value: Numeric): number | bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'object') return integer(rescale(value, 0).decimal)
  if (Number.isSafeInteger(value)) return value
  const rounded = value < 0 ? -Math.round(-value) : Math.round(value)
  if (Number.isSafeInteger(rounded)) return rounded === 0 ? 0 : rounded
  return Number.isFinite(rounded) ? BigInt(rounded) : rounded > 0 ? UINT64_MAX : INT64_MIN
}

/** Less than, equal to or greater than zero, exactly, whatever forms the numbers have. */
export function compareNumbers(left: Numeric, right: Numeric): number {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0
  if (typeof left !== 'object' && typeof right !== 'object') return left < right ? -1 : left > right ? 1 : 0
  if (isFraction(left) || isFraction(right)) {
    const a = toDouble(left)
    const b = toDouble(right)
    return a < b ? -1 : a > b ? 1 : 0
  }
  const a = toDecimal(left)
  const b = toDecimal(right)
  const scale = Math.max(a.scale, b.scale)
  const x = rescale(a, scale).decimal
  const y = rescale(b, scale).decimal
  return x < y ? -1 : x > y ? 1 : 0
}

/** A double that is no integer: a decimal that meets it is compared as a double. */
function isFraction(value: Numeric): boolean {
  return typeof value === 'number' && !Number.isInteger(value)
}

/** Without zeros at the end: equal numbers have equal texts. */
export function canonicalNumber(value: Numeric): string {
  // -0 is 0.
  if (typeof value === 'number') return formatDouble(value === 0 ? 0 : value)
  if (typeof value === 'bigint') return String(value)
  let { decimal: digits, scale } = value
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n
    scale--
  }
  return scale === 0 ? String(digits) : formatDouble(toDouble({ decimal: digits, scale }))
}
