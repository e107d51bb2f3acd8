import type { Value } from '../../sql/index.ts'
import { bytesOfText } from '../../sql/index.ts'
import { foldFor } from './collation.ts'
import { toBytes, toDoubleValue, toNumeric, toText } from './convert.ts'
import { canonicalNumber, compareNumbers } from './numbers.ts'
import { formatMoment, formatTime, parseMoment, parseTime } from './temporal.ts'
import type { ValueType } from './value-type.ts'
import { isNumeric, isTemporal, isText } from './value-type.ts'

export type NotNull = Exclude<Value, null>

/** Less than, equal to or greater than zero. Neither value may be NULL. */
export type Comparator = (left: NotNull, right: NotNull) => number

/** How values of two types compare (MySQL 5.7, "Type Conversion in Expression Evaluation"). */
export type ComparisonKind = 'number' | 'double' | 'text' | 'bytes' | 'moment' | 'time'

export function comparisonKind(left: ValueType, right: ValueType): ComparisonKind {
  if (isNumeric(left) && isNumeric(right)) return 'number'
  if (isTemporal(left) || isTemporal(right)) {
    if (left.class === 'time' && (right.class === 'time' || isText(right))) return 'time'
    if (right.class === 'time' && isText(left)) return 'time'
    // A number beside a date is read as one: 20200428. Beside a time it is a number.
    return left.class === 'time' || right.class === 'time' ? 'number' : 'moment'
  }
  if (isText(left) && isText(right)) return comparisonCollation(left, right) === 'binary' ? 'bytes' : 'text'
  if (left.class === 'hex' || right.class === 'hex') return 'number'
  return isText(left) || isText(right) ? 'double' : 'number'
}

/** The collation by which two texts compare: that of the side that insists more; bytes beat text. */
export function comparisonCollation(left: ValueType, right: ValueType): string {
  const leftBinary = left.class !== 'text'
  const rightBinary = right.class !== 'text'
  // A literal of bytes beside a column of text is read as text.
  if (leftBinary && left.coercibility <= right.coercibility) return 'binary'
  if (rightBinary && right.coercibility <= left.coercibility) return 'binary'
  if (leftBinary) return right.collation
  if (rightBinary) return left.collation
  if (left.coercibility !== right.coercibility) {
    return left.coercibility < right.coercibility ? left.collation : right.collation
  }
  return right.collation.endsWith('_bin') ? right.collation : left.collation
}

/** The comparison for two static types, chosen once. */
export function comparatorFor(left: ValueType, right: ValueType): Comparator {
  switch (comparisonKind(left, right)) {
    case 'number': {
      if (isNumeric(left) && isNumeric(right)) return compareNumbers as Comparator
      return (a, b) => compareNumbers(toNumeric(a, left), toNumeric(b, right))
    }
    case 'double': return textWithNumber(left, right)
    case 'text': {
      const fold = foldFor(comparisonCollation(left, right))
      return (a, b) => a === b ? 0 : compareUnits(fold(toText(a, left)), fold(toText(b, right)))
    }
    case 'bytes': return (a, b) => compareUnits(toBytes(a, left), toBytes(b, right))
    case 'moment': return (a, b) => compareUnits(momentText(a, left), momentText(b, right))
    case 'time': return (a, b) => timeMicros(a) - timeMicros(b)
  }
}

/** As doubles, but integers written as text stay exact: MySQL does so for constants, we for all. */
function textWithNumber(left: ValueType, right: ValueType): Comparator {
  return (a, b) => {
    const x = toNumeric(a, left)
    const y = toNumeric(b, right)
    if (typeof x !== 'object' && typeof y !== 'object') return compareNumbers(x, y)
    return compareNumbers(toDoubleValue(a, left), toDoubleValue(b, right))
  }
}

function compareUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** A form in which moments order as text: with a time of day, and with micros if there are any. */
function momentText(value: NotNull, type: ValueType): string {
  const text = typeof value === 'string' ? value : toText(value, type)
  if (type.class === 'datetime' && text.length === 19) return text
  const moment = parseMoment(text)
  if (moment === null) return text
  return moment.micros === 0 ? formatMoment(moment) : formatMoment(moment, 6)
}

function timeMicros(value: NotNull): number {
  return typeof value === 'string' ? parseTime(value) ?? 0 : toDoubleValue(value, { class: 'double' } as ValueType)
}

/** Orders as MySQL's ORDER BY does: NULL first. */
export function orderingFor(type: ValueType): (left: Value, right: Value) => number {
  const compare = comparatorFor(type, type)
  return (left, right) => {
    if (left === null) return right === null ? 0 : -1
    return right === null ? 1 : compare(left, right)
  }
}

/**
 * A key that two values of the type share if and only if GROUP BY, DISTINCT or a join on equality takes them as equal.
 * NULL is a key of its own.
 */
export function groupingKey(type: ValueType): (value: Value) => string {
  if (type.class === 'text') {
    const fold = foldFor(type.collation)
    return (value) => value === null ? 'n' : `t${fold(String(value))}`
  }
  return (value) => {
    if (value === null) return 'n'
    if (typeof value !== 'string') return `#${canonicalNumber(value)}`
    if (type.class === 'time') return `#${formatTime(timeMicros(value), 6)}`
    return `b${isTemporal(type) ? momentText(value, type) : type.class === 'json' ? bytesOfText(value) : value}`
  }
}
