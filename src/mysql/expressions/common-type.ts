import type { Value } from '../../sql/index.ts'
import {
  comparisonCollation, decimalType, DOUBLE_TYPE, INT_TYPE, isNumeric, isTemporal, isText, NULL_TYPE, rescale, textType,
  toDecimal, toDouble, toNumeric, toText, type ValueType, DATETIME_TYPE,
} from '../values/index.ts'

/** The type that can hold the values of all of these: of CASE, COALESCE, UNION. */
export function commonType(types: readonly ValueType[]): ValueType {
  const known = types.filter((type) => type.class !== 'null')
  if (known.length === 0) return NULL_TYPE
  return known.reduce(commonOfTwo)
}

function commonOfTwo(left: ValueType, right: ValueType): ValueType {
  if (left === right) return left
  if (isNumeric(left) && isNumeric(right)) {
    if (left.class === 'double' || right.class === 'double') return DOUBLE_TYPE
    if (left.class === 'decimal' || right.class === 'decimal') return decimalType(Math.max(left.scale, right.scale))
    return left.class === right.class ? left : INT_TYPE
  }
  if (isTemporal(left) && isTemporal(right)) return left.class === right.class ? left : DATETIME_TYPE
  if (left.class === 'json' && right.class === 'json') return left
  if (!isText(left)) return isText(right) ? right : textType('utf8_general_ci', 4)
  if (!isText(right)) return left
  const coercibility = left.coercibility < right.coercibility ? left.coercibility : right.coercibility
  return textType(comparisonCollation(left, right), coercibility)
}

/** Brings values of one type into the form of another, as {@link commonType} chose it. */
export function conversion(from: ValueType, to: ValueType): (value: Value) => Value {
  if (from.class === to.class && from.scale === to.scale) return same
  switch (to.class) {
    case 'decimal': return (value) => value === null ? null : rescale(toDecimal(toNumeric(value, from)), to.scale)
    case 'double': return (value) => value === null ? null : toDouble(toNumeric(value, from))
    case 'text': return (value) => value === null ? null : toText(value, from)
    default: return same
  }
}

function same(value: Value): Value {
  return value
}
