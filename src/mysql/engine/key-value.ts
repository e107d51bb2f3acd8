import type { Value } from '../../sql/index.ts'
import { bytesOfText, isDecimal } from '../../sql/index.ts'
import type { ColumnSchema } from '../storage/table-schema.ts'
import {
  columnValueType, comparisonCollation, formatDate, formatMoment, isText, type NotNull, parseMoment, rescale, toBytes,
  toDecimal, toNumeric, toText, type ValueType,
} from '../values/index.ts'

/**
 * Brings a value that a column is compared with into the form in which an index keeps the column. Undefined: the column
 * cannot hold it exactly (`id < 1.5`), so an index does not help.
 */
export type ToKey = (value: NotNull) => Value | undefined

/** The conversion for a column and the static type of the other side; null if an index never helps. */
export function keyConversion(column: ColumnSchema, type: ValueType): ToKey | null {
  const own = columnValueType(column)
  switch (own.class) {
    case 'int': case 'uint': return type.class === 'null' ? null : (value) => integerKey(value, type)
    case 'decimal': return isText(type) || type.class === 'double' ? null : (value) => decimalKey(value, type, own.scale)
    case 'double': return isText(type) ? null : (value) => Number(toNumericOrNaN(value, type))
    case 'text':
      if (type.class !== 'text' || column.typeName === 'ENUM' || column.typeName === 'SET') return null
      return comparisonCollation(own, type) === own.collation ? (value) => toText(value, type) : null
    case 'binary':
      if (!isText(type)) return null
      return type.class === 'text' && type.coercibility < 4 ? null : (value) => bytesOfValue(value, type)
    case 'datetime': case 'date':
      return isText(type) || type.class === 'datetime' || type.class === 'date'
        ? (value) => momentKey(value, type, own.class === 'date', column.type.length ?? 0) : null
    default: return null
  }
}

function integerKey(value: NotNull, type: ValueType): Value | undefined {
  const number = toNumeric(value, type)
  if (typeof number === 'number') return Number.isInteger(number) ? number : undefined
  if (typeof number === 'bigint') return number
  const whole = rescale(number, 0)
  return whole.decimal * 10n ** BigInt(number.scale) === number.decimal ? asInteger(whole.decimal) : undefined
}

function asInteger(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value
}

function decimalKey(value: NotNull, type: ValueType, scale: number): Value | undefined {
  const exact = toDecimal(toNumeric(value, type))
  const fitted = rescale(exact, scale)
  return isDecimal(fitted) && rescale(fitted, Math.max(scale, exact.scale)).decimal
    === rescale(exact, Math.max(scale, exact.scale)).decimal ? fitted : undefined
}

function toNumericOrNaN(value: NotNull, type: ValueType): number {
  const number = toNumeric(value, type)
  return typeof number === 'object' ? Number(number.decimal) / 10 ** number.scale : Number(number)
}

function bytesOfValue(value: NotNull, type: ValueType): string {
  return typeof value === 'string' && type.class === 'text' ? bytesOfText(value) : toBytes(value, type)
}

function momentKey(value: NotNull, type: ValueType, isDate: boolean, fractionDigits: number): Value | undefined {
  const moment = parseMoment(toText(value, type))
  if (moment === null) return undefined
  if (isDate) return moment.hour + moment.minute + moment.second + moment.micros === 0 ? formatDate(moment) : undefined
  const key = formatMoment(moment, fractionDigits)
  return moment.micros % 10 ** (6 - fractionDigits) === 0 ? key : undefined
}
