import type { Decimal, Value } from '../../sql/index.ts'
import { bytesOfText, formatDecimal, formatDouble, hexOfBytes, integer, parseDecimal, textOfBytes } from '../../sql/index.ts'
import type { Numeric } from './numbers.ts'
import { toDouble } from './numbers.ts'
import type { ValueType } from './value-type.ts'
import { isTemporal } from './value-type.ts'

const NUMBER_PREFIX = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/
const INTEGER = /^\s*[-+]?\d+\s*$/
const PLAIN_DECIMAL = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)\s*$/

/** The number that a text begins with, as MySQL reads it; 0 if it begins with none. Integers are exact. */
export function numberOfText(text: string): number | bigint {
  if (INTEGER.test(text)) return integer(BigInt(text.trim().replace(/^\+/, '')))
  const match = NUMBER_PREFIX.exec(text)
  return match === null ? 0 : Number(match[0])
}

/** The number of a text that is one and nothing else; null if it is not. */
export function exactNumberOfText(text: string): Numeric | null {
  if (INTEGER.test(text)) return integer(BigInt(text.trim().replace(/^\+/, '')))
  if (PLAIN_DECIMAL.test(text)) return parseDecimal(text.trim().replace(/^\+/, ''))
  const match = NUMBER_PREFIX.exec(text)
  return match !== null && match[0].length === text.trimEnd().length ? Number(match[0]) : null
}

/** A value as a number, where a number is asked for. */
export function toNumeric(value: Exclude<Value, null>, type: ValueType): Numeric {
  if (typeof value !== 'string') return value
  if (type.class === 'hex') return value === '' ? 0 : integer(BigInt(`0x${hexOfBytes(value)}`))
  if (isTemporal(type)) return numberOfTemporal(value)
  return numberOfText(value)
}

/** `2020-04-28 12:00:00` is 20200428120000. */
function numberOfTemporal(text: string): number | Decimal {
  const digits = text.replace(/(?!^-)[-: ]/g, '')
  return digits.includes('.') ? parseDecimal(digits) : Number(digits)
}

export function toDoubleValue(value: Exclude<Value, null>, type: ValueType): number {
  return typeof value === 'number' ? value : toDouble(toNumeric(value, type))
}

/** A value as text: what CONCAT sees. Bytes that are UTF-8 are read as such; others stay bytes. */
export function toText(value: Exclude<Value, null>, type: ValueType): string {
  if (typeof value === 'string') {
    return type.class === 'binary' || type.class === 'hex' ? textOfBytes(value) ?? value : value
  }
  if (typeof value === 'number') return formatDouble(value)
  return typeof value === 'bigint' ? String(value) : formatDecimal(value)
}

/** A value as bytes. */
export function toBytes(value: Exclude<Value, null>, type: ValueType): string {
  if (typeof value !== 'string') return toText(value, type)
  return type.class === 'binary' || type.class === 'hex' ? value : bytesOfText(value)
}

/** Whether a value counts as true; null for NULL. */
export function truth(value: Value, type: ValueType): boolean | null {
  if (value === null) return null
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'bigint') return value !== 0n
  if (typeof value === 'object') return value.decimal !== 0n
  return toDoubleValue(value, type) !== 0
}
