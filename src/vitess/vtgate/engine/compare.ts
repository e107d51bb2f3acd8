import { Failure } from '../../../sim/index.ts'
import { integer, isDecimal, powerOfTen, valueText, type Decimal, type Field, type Row, type TypeName,
  type Value }
  from '../../../sql/index.ts'
import type { OrderByColumn } from './primitive.ts'

const numberTypes = /^(U?INT|FLOAT|DECIMAL|YEAR)/
const byteTypes: ReadonlySet<TypeName> = new Set([
  'VARBINARY', 'BINARY', 'BLOB', 'BIT', 'TIMESTAMP', 'DATE', 'TIME', 'DATETIME', 'JSON',
] as const)

/**
 * NULL before everything, numbers as numbers, bytes and times by bytes. Text has a collation that vtgate does
 * not know: that is a failure. Source: go/sqltypes/arithmetic.go NullsafeCompare.
 */
export function nullsafeCompare(a: Value, aType: TypeName, b: Value, bType: TypeName): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  if (numberTypes.test(aType) || numberTypes.test(bType)) return compareNumbers(a, b)
  if (byteTypes.has(aType) && byteTypes.has(bType)) {
    const left = String(a)
    const right = String(b)
    return left < right ? -1 : left > right ? 1 : 0
  }
  throw new Failure('UNKNOWN', `types are not comparable: ${aType} vs ${bType}`, { definite: true })
}

function compareNumbers(a: Value, b: Value): number {
  const left = numeric(a)
  const right = numeric(b)
  if (isDecimal(left) || isDecimal(right)) {
    if (typeof left === 'number' && !Number.isInteger(left)) {
      return order(left, decimalNumber(right as Decimal))
    }
    if (typeof right === 'number' && !Number.isInteger(right)) {
      return order(decimalNumber(left as Decimal), right)
    }
    const [x, y] = sameScale(asDecimal(left), asDecimal(right))
    return order(x, y)
  }
  return order(left, right)
}

const order = (a: number | bigint, b: number | bigint): number => (a < b ? -1 : a > b ? 1 : 0)

function numeric(value: Value): number | bigint | Decimal {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (isDecimal(value)) return value
  const text = valueText(value) ?? ''
  return /^[+-]?\d+$/.test(text) ? integer(BigInt(text)) : Number(text)
}

const asDecimal = (value: number | bigint | Decimal): Decimal =>
  (isDecimal(value) ? value : { decimal: BigInt(value), scale: 0 })
const decimalNumber = (value: Decimal): number => Number(valueText(value))

function sameScale(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale)
  return [a.decimal * powerOfTen(scale - a.scale), b.decimal * powerOfTen(scale - b.scale), scale]
}

/**
 * A sum in which NULL counts as nothing. Exact for integers and decimals. Source: arithmetic.go NullsafeAdd.
 */
export function nullsafeAdd(a: Value, b: Value): Value {
  if (a === null) return b
  if (b === null) return a
  const left = numeric(a)
  const right = numeric(b)
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right
    if (!Number.isInteger(sum) || Number.isSafeInteger(sum)) return sum
    return integer(BigInt(left) + BigInt(right))
  }
  if (isDecimal(left) || isDecimal(right)) {
    if (typeof left === 'number' && !Number.isInteger(left)) return left + decimalNumber(asDecimal(right))
    if (typeof right === 'number' && !Number.isInteger(right)) return decimalNumber(asDecimal(left)) + right
    const [x, y, scale] = sameScale(asDecimal(left), asDecimal(right))
    return Object.freeze({ decimal: x + y, scale })
  }
  return integer(BigInt(left) + BigInt(right))
}

/**
 * Sorts rows by columns. Rows that are equal stay in their order, unlike in Vitess, where that is left to
 * chance.
 */
export function sortRows(
  fields: readonly Field[], rows: readonly Row[], orderBy: readonly OrderByColumn[],
): Row[] {
  return [...rows].sort((a, b) => {
    for (const { column, descending } of orderBy) {
      const type = fields[column]?.type ?? 'NULL_TYPE'
      const compared = nullsafeCompare(a[column] ?? null, type, b[column] ?? null, type)
      if (compared !== 0) return descending ? -compared : compared
    }
    return 0
  })
}
