import { valueText, type TypeName, type Value } from '../../../sql/index.ts'
import { keyFailure } from '../key-error.ts'

const signedTypes: ReadonlySet<string> = new Set(['INT8', 'INT16', 'INT24', 'INT32', 'INT64'])
const lowest = -(1n << 63n)
const highest = (1n << 64n) - 1n

export const isSignedType = (type: TypeName | 'TUPLE'): boolean => signedTypes.has(type)

/**
 * The value as an unsigned 64-bit integer, or a failure. Text counts if it is a plain decimal number.
 * Source: go/sqltypes/arithmetic.go ToUint64.
 */
export function toUint64(value: Value): number | bigint {
  const integer = toIntegral(value)
  if (integer === null) {
    throw keyFailure('INVALID_ARGUMENT', `could not parse value: '${valueText(value) ?? ''}'`)
  }
  if (integer < 0) {
    throw keyFailure('INVALID_ARGUMENT', `negative number cannot be converted to unsigned: ${integer}`)
  }
  return integer
}

/** As {@link toUint64}, with null for a failure. */
export function uint64OrNull(value: Value): number | bigint | null {
  const integer = toIntegral(value)
  return integer === null || integer < 0 ? null : integer
}

/** An integer from −2^63 to 2^64 − 1, or null. Floats count if they print as one. */
export function toIntegral(value: Value): number | bigint | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  const text = valueText(value)
  if (text === null || !/^[+-]?[0-9]+$/.test(text)) return null
  if (text.length <= 15) return Number(text)
  const exact = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return exact < lowest || exact > highest ? null : exact
}

/** 8 bytes, big-endian, in hex; a negative number as its two's complement. */
export function hexOfUint64(n: number | bigint): string {
  if (typeof n === 'bigint') return BigInt.asUintN(64, n).toString(16).padStart(16, '0')
  return hexOfInt32(Math.floor(n / 0x1_0000_0000)) + hexOfInt32(n)
}

/** The low 32 bits in 8 digits. */
export function hexOfInt32(n: number): string {
  return (n >>> 0).toString(16).padStart(8, '0')
}

export function uint64OfHex(hex: string): number | bigint {
  const exact = BigInt(`0x${hex}`)
  return exact <= 9007199254740991n ? Number(exact) : exact
}
