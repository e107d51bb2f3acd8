/**
 * VALUES: what MySQL 5.7 does with numbers, texts and dates, apart from any table.
 *
 * Words: a *value type* is the static type of an expression, known when a statement is prepared; its *class* decides
 * how values compare and compute. A *fold* turns a text into one that orders by code unit as the collation orders it.
 * A *store* turns a value into what a column can hold, or fails as strict mode does.
 *
 *     value + value type ──┬─ comparatorFor, orderingFor, groupingKey      (chosen once, called for each row)
 *                          ├─ arithmeticFor, castFor
 *                          └─ storeFor(column)
 *
 * Invariants: 64-bit integers and decimals never lose a digit. Nothing here knows the clock or chance.
 *
 * What real MySQL does that we do not: character sets other than UTF-8 and bytes, the weights of utf8mb4_0900_ai_ci and
 * of languages, time zones other than UTC, warnings (only errors), sql_mode other than the strict default.
 */
export { type Fold, foldFor } from './collation.ts'
export {
  BINARY_TYPE, charsetOf, type Coercibility, columnValueType, CONNECTION_COLLATION, DATE_TYPE, DATETIME_TYPE,
  decimalType, DOUBLE_TYPE, fieldOf, HEX_TYPE, INT_TYPE, isNumeric, isTemporal, isText, JSON_TYPE, NULL_TYPE,
  TEXT_TYPE, textType, TIME_TYPE, UINT_TYPE, type ValueClass, type ValueType,
} from './value-type.ts'
export {
  type Comparator, comparatorFor, comparisonCollation, comparisonKind, groupingKey, type NotNull, orderingFor,
} from './compare.ts'
export { type Arithmetic, arithmeticFor, type ArithmeticOperator, outOfRange, toBits } from './arithmetic.ts'
export { type Cast, castFor } from './cast.ts'
export { numberOfText, toBytes, toDoubleValue, toNumeric, toText, truth } from './convert.ts'
export { likeMatcher } from './like.ts'
export {
  canonicalNumber, compareNumbers, decimal, divideRounded, INT64_MAX, INT64_MIN, type Numeric, rescale, toDecimal,
  toDouble, toInteger, UINT64_MAX,
} from './numbers.ts'
export { type Store, storeFor, storeValue } from './store.ts'
export {
  addToMoment, dayNumber, daysInMonth, formatDate, formatMoment, formatTime, type Moment, momentDifference,
  momentOfSeconds, parseMoment, parseTime, secondsOf,
} from './temporal.ts'
