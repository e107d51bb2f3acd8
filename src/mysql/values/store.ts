import type { Value } from '../../sql/index.ts'
import { bytesOfText, formatDouble, isDecimal, powerOfTen, textOfBytes, valueText } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { ColumnSchema } from '../storage/table-schema.ts'
import { foldFor } from './collation.ts'
import { exactNumberOfText, toDoubleValue, toNumeric, toText } from './convert.ts'
import type { NotNull } from './compare.ts'
import type { Numeric } from './numbers.ts'
import { decimal, rescale, toDecimal, toInteger } from './numbers.ts'
import { formatDate, formatMoment, formatTime, parseMoment, parseTime } from './temporal.ts'
import type { ValueType } from './value-type.ts'
import { columnValueType, isTemporal } from './value-type.ts'

/**
 * Turns a value into what a column holds, in strict mode (STRICT_TRANS_TABLES): what does not fit is an error, with
 * MySQL's errno and text. `rowNumber` is for the text and counts from 1.
 */
export type Store = (value: Value, type: ValueType, rowNumber?: number) => Value

const stores = new WeakMap<ColumnSchema, Store>()

/** The conversion for a column. Errors: 1048, 1264, 1265, 1292, 1366, 1406. */
export function storeFor(column: ColumnSchema): Store {
  let store = stores.get(column)
  if (store === undefined) {
    store = makeStore(column)
    stores.set(column, store)
  }
  return store
}

/** One value into one column: see {@link storeFor}. */
export function storeValue(column: ColumnSchema, value: Value, type: ValueType, rowNumber = 1): Value {
  return storeFor(column)(value, type, rowNumber)
}

type StoreNotNull = (value: NotNull, type: ValueType, rowNumber: number) => Value

function makeStore(column: ColumnSchema): Store {
  const convert = converterFor(column)
  return (value, type, rowNumber = 1) => {
    if (value !== null) return convert(value, type, rowNumber)
    if (!column.nullable) throw mysqlError(1048, `Column '${column.name}' cannot be null`)
    return null
  }
}

function converterFor(column: ColumnSchema): StoreNotNull {
  switch (columnValueType(column).class) {
    case 'int': case 'uint': return storeInteger(column)
    case 'decimal': return storeDecimal(column)
    case 'double': return storeDouble(column)
    case 'datetime': case 'date': return storeMoment(column)
    case 'time': return storeTime(column)
    case 'binary': return storeBytes(column)
    case 'json': return storeJson(column)
    default: return column.typeName === 'ENUM' || column.typeName === 'SET' ? storeEnum(column) : storeText(column)
  }
}

function outOfRange(column: ColumnSchema, row: number): Error {
  return mysqlError(1264, `Out of range value for column '${column.name}' at row ${row}`)
}

function truncated(column: ColumnSchema, row: number): Error {
  return mysqlError(1265, `Data truncated for column '${column.name}' at row ${row}`)
}

function tooLong(column: ColumnSchema, row: number): Error {
  return mysqlError(1406, `Data too long for column '${column.name}' at row ${row}`)
}

/** A value on its way into a numeric column; text must be a number as a whole. */
function numberToStore(value: NotNull, type: ValueType, column: ColumnSchema, word: string, row: number): Numeric {
  if (typeof value !== 'string' || type.class === 'hex' || isTemporal(type)) return toNumeric(value, type)
  const number = exactNumberOfText(value)
  if (number !== null) return number
  if (/^\s*[-+]?\.?\d/.test(value)) throw truncated(column, row)
  throw mysqlError(1366, `Incorrect ${word} value: '${toText(value, type)}' for column '${column.name}' at row ${row}`)
}

const INTEGER_BITS = new Map([
  ['tinyint', 8], ['smallint', 16], ['mediumint', 24], ['int', 32], ['bigint', 64], ['year', 16],
])

function storeInteger(column: ColumnSchema): StoreNotNull {
  const bits = BigInt(INTEGER_BITS.get(column.type.name) ?? column.type.length ?? 1)
  const isUnsigned = columnValueType(column).class === 'uint'
  const max = isUnsigned ? (1n << bits) - 1n : (1n << (bits - 1n)) - 1n
  const min = isUnsigned ? 0n : -(1n << (bits - 1n))
  const [lowest, highest] = [Number(min), Number(max)]
  return (value, type, row) => {
    const number = typeof value === 'number' && Number.isSafeInteger(value)
      ? value : toInteger(numberToStore(value, type, column, 'integer', row))
    const fits = typeof number === 'number' ? number >= lowest && number <= highest : number >= min && number <= max
    if (!fits) throw outOfRange(column, row)
    return number
  }
}

function storeDecimal(column: ColumnSchema): StoreNotNull {
  const scale = column.type.scale ?? 0
  const limit = powerOfTen(column.type.length ?? 10)
  return (value, type, row) => {
    if (isDecimal(value) && value.scale === scale && value.decimal < limit && value.decimal > -limit) return value
    const number = rescale(toDecimal(numberToStore(value, type, column, 'decimal', row)), scale)
    if (number.decimal >= limit || number.decimal <= -limit) throw outOfRange(column, row)
    return decimal(number.decimal, scale)
  }
}

function storeDouble(column: ColumnSchema): StoreNotNull {
  const isFloat = column.typeName === 'FLOAT32'
  return (value, type, row) => {
    const number = toDoubleValue(numberToStore(value, type, column, 'double', row), type)
    if (!isFloat) return number
    const single = Math.fround(number)
    if (!Number.isFinite(single)) throw outOfRange(column, row)
    // A FLOAT shows six digits.
    return single === number ? number : Number(single.toPrecision(6))
  }
}

function storeMoment(column: ColumnSchema): StoreNotNull {
  const isDate = columnValueType(column).class === 'date'
  const fractionDigits = column.type.length ?? 0
  return (value, type, row) => {
    const text = typeof value === 'string' ? value : valueText(value)!
    const moment = parseMoment(text)
    if (moment === null) {
      const word = isDate ? 'date' : 'datetime'
      const shown = toText(value, type)
      throw mysqlError(1292, `Incorrect ${word} value: '${shown}' for column '${column.name}' at row ${row}`)
    }
    return isDate ? formatDate(moment) : formatMoment(moment, fractionDigits)
  }
}

function storeTime(column: ColumnSchema): StoreNotNull {
  const fractionDigits = column.type.length ?? 0
  return (value, type, row) => {
    const micros = parseTime(typeof value === 'string' ? value : formatClock(toDoubleValue(value, type)))
    if (micros === null) {
      const shown = toText(value, type)
      throw mysqlError(1292, `Incorrect time value: '${shown}' for column '${column.name}' at row ${row}`)
    }
    return formatTime(micros, fractionDigits)
  }
}

/** 123059 is 12:30:59. */
function formatClock(number: number): string {
  const digits = String(Math.trunc(Math.abs(number))).padStart(6, '0')
  return `${number < 0 ? '-' : ''}${digits.slice(0, -4)}:${digits.slice(-4, -2)}:${digits.slice(-2)}`
}

function storeBytes(column: ColumnSchema): StoreNotNull {
  const name = column.type.name
  const limit = name === 'varbinary' || name === 'binary' ? column.type.length ?? 1 : blobLimit(name)
  return (value, type, row) => {
    const bytes = typeof value !== 'string' ? toText(value, type)
      : type.class === 'binary' || type.class === 'hex' ? value : bytesOfText(value)
    if (bytes.length > limit) throw tooLong(column, row)
    return name === 'binary' ? bytes.padEnd(limit, '\0') : bytes
  }
}

function blobLimit(name: string): number {
  if (name.startsWith('tiny')) return 255
  if (name.startsWith('medium')) return 16_777_215
  return name.startsWith('long') ? 4_294_967_295 : 65_535
}

function storeText(column: ColumnSchema): StoreNotNull {
  const { name } = column.type
  const isLimited = name === 'varchar' || name === 'char'
  const limit = isLimited ? column.type.length ?? 1 : blobLimit(name)
  return (value, type, row) => {
    let text = typeof value === 'number' ? formatDouble(value) : toText(value, type)
    if (type.class === 'binary' && textOfBytes(String(value)) === null) {
      throw mysqlError(1366, `Incorrect string value: '${escapeBytes(text)}' for column '${column.name}' at row ${row}`)
    }
    if (text.length > limit) text = cutSpaces(text, limit, column, row)
    return name === 'char' ? text.replace(/ +$/, '') : text
  }
}

/** Spaces beyond the length go silently; anything else is an error. */
function cutSpaces(text: string, limit: number, column: ColumnSchema, row: number): string {
  const letters = [...text]
  if (letters.slice(limit).some((letter) => letter !== ' ')) throw tooLong(column, row)
  return letters.slice(0, limit).join('')
}

function escapeBytes(bytes: string): string {
  return bytes.replace(/[^\x20-\x7e]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

function storeEnum(column: ColumnSchema): StoreNotNull {
  const fold = foldFor(column.collation)
  const members = new Map(column.type.values.map((member) => [fold(member), member]))
  const isSet = column.typeName === 'SET'
  return (value, type, row) => {
    if (typeof value !== 'string') {
      const member = column.type.values[Number(toInteger(toNumeric(value, type))) - 1]
      if (member === undefined) throw truncated(column, row)
      return member
    }
    if (!isSet) return members.get(fold(toText(value, type))) ?? failTruncated(column, row)
    const chosen = value === '' ? [] : value.split(',').map((part) => members.get(fold(part)) ?? failTruncated(column, row))
    return column.type.values.filter((member) => chosen.includes(member)).join(',')
  }
}

function failTruncated(column: ColumnSchema, row: number): never {
  throw truncated(column, row)
}

function storeJson(column: ColumnSchema): StoreNotNull {
  return (value, type) => {
    const text = toText(value, type)
    try {
      return JSON.stringify(JSON.parse(text))
    } catch {
      throw mysqlError(3140, `Invalid JSON text: "Invalid value." at position 0 in value for column '${column.name}'.`)
    }
  }
}
