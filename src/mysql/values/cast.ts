import type { ColumnType, Value } from '../../sql/index.ts'
import { integer } from '../../sql/index.ts'
import type { NotNull } from './compare.ts'
import { toBytes, toDoubleValue, toNumeric, toText } from './convert.ts'
import { INT64_MAX, INT64_MIN, rescale, toDecimal, toInteger, UINT64_MAX } from './numbers.ts'
import { formatDate, formatMoment, formatTime, parseMoment, parseTime } from './temporal.ts'
import type { ValueType } from './value-type.ts'
import {
  BINARY_TYPE, CONNECTION_COLLATION, DATE_TYPE, DATETIME_TYPE, decimalType, DOUBLE_TYPE, INT_TYPE, JSON_TYPE, textType,
  TIME_TYPE, UINT_TYPE,
} from './value-type.ts'

/** A conversion that was asked for: CAST and CONVERT. What does not fit is cut, and no error. */
export interface Cast {
  readonly type: ValueType
  readonly convert: (value: Value) => Value
}

/** The cast from values of `from` to the type; null if MySQL has no such cast. */
export function castFor(to: ColumnType, from: ValueType): Cast | null {
  const cast = (type: ValueType, convert: (value: NotNull) => Value): Cast =>
    ({ type, convert: (value) => value === null ? null : convert(value) })
  switch (to.name) {
    case 'signed': return cast(INT_TYPE, (value) => wrapSigned(value, from))
    case 'unsigned': return cast(UINT_TYPE, (value) => wrapUnsigned(value, from))
    case 'decimal': {
      const scale = to.scale ?? 0
      return cast(decimalType(scale), (value) => rescale(toDecimal(toNumeric(value, from)), scale))
    }
    case 'double': case 'float': return cast(DOUBLE_TYPE, (value) => toDoubleValue(value, from))
    case 'char': case 'varchar':
      return cast(charType(to), (value) => cutLetters(toText(value, from), to.length))
    case 'binary': case 'varbinary':
      return cast(BINARY_TYPE, (value) => cutBytes(toBytes(value, from), to.length))
    case 'date': return cast(DATE_TYPE, (value) => {
      const moment = parseMoment(toText(value, from))
      return moment === null ? null : formatDate(moment)
    })
    case 'datetime': return cast(DATETIME_TYPE, (value) => {
      const moment = parseMoment(toText(value, from))
      return moment === null ? null : formatMoment(moment, to.length ?? 0)
    })
    case 'time': return cast(TIME_TYPE, (value) => {
      const micros = parseTime(toText(value, from))
      return micros === null ? null : formatTime(micros, to.length ?? 0)
    })
    case 'json': return cast(JSON_TYPE, (value) => toText(value, from))
    default: return null
  }
}

function charType(to: ColumnType): ValueType {
  if (to.collation !== null) return textType(to.collation, 0)
  return textType(to.charset === 'binary' ? 'binary' : CONNECTION_COLLATION, 4)
}

function wrapSigned(value: NotNull, from: ValueType): Value {
  const number = toInteger(toNumeric(value, from))
  if (typeof number === 'number') return number
  if (from.class === 'double') return integer(clamp(number, INT64_MIN, INT64_MAX))
  return integer(BigInt.asIntN(64, number))
}

function wrapUnsigned(value: NotNull, from: ValueType): Value {
  const number = BigInt(toInteger(toNumeric(value, from)))
  return integer(number > UINT64_MAX ? UINT64_MAX : BigInt.asUintN(64, number))
}

function clamp(value: bigint, min: bigint, max: bigint): bigint {
  return value < min ? min : value > max ? max : value
}

function cutLetters(text: string, length: number | null): string {
  return length === null || text.length <= length ? text : [...text].slice(0, length).join('')
}

function cutBytes(bytes: string, length: number | null): string {
  return length === null ? bytes : bytes.slice(0, length).padEnd(length, '\0')
}
