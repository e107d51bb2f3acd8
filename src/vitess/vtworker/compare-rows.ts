import { type Field, isDecimal, type Row, type TypeName, type Value, valueText } from '../../sql/index.ts'
import { failure } from '../command/index.ts'

const integral: ReadonlySet<TypeName> = new Set<TypeName>([
  'INT8', 'UINT8', 'INT16', 'UINT16', 'INT24', 'UINT24', 'INT32', 'UINT32', 'INT64', 'UINT64', 'YEAR',
])
const floating: ReadonlySet<TypeName> = new Set<TypeName>(['FLOAT32', 'FLOAT64'])
const binary: ReadonlySet<TypeName> = new Set<TypeName>(['VARBINARY', 'BINARY', 'BLOB'])

export const isIntegral = (type: TypeName): boolean => integral.has(type)
export const isFloat = (type: TypeName): boolean => floating.has(type)

/**
 * The column at which two rows first differ in their printed values; -1 if they are equal. Source:
 * go/vt/worker/diff_utils.go RowsEqual.
 */
export function firstDifference(left: Row, right: Row): number {
  for (let i = 0; i < left.length; i++) {
    const a = left[i]!
    const b = right[i]!
    if (a !== b && !(isDecimal(a) && isDecimal(b) && valueText(a) === valueText(b))) return i
  }
  return -1
}

/**
 * The order of two rows by their first `compareCount` columns: numbers as numbers, everything else as bytes.
 * As in Vitess, a column of bytes decides at once even if it is equal, so that what comes after it is never
 * looked at. Source: diff_utils.go CompareRows.
 */
export function compareRows(fields: readonly Field[], compareCount: number, left: Row, right: Row): number {
  for (let i = 0; i < compareCount; i++) {
    const a = left[i]!
    const b = right[i]!
    if (a === null || b === null) throw failure('unsupported type <nil> returned by mysql.proto.Convert',
      'FAILED_PRECONDITION')
    const type = fields[i]!.type
    if (!isIntegral(type) && !isFloat(type)) return compareBytes(a, b)
    if (a < b) return -1
    if (a > b) return 1
  }
  return 0
}

function compareBytes(a: Value, b: Value): number {
  const left = typeof a === 'string' ? a : valueText(a)!
  const right = typeof b === 'string' ? b : valueText(b)!
  for (let i = 0; i < left.length && i < right.length; i++) {
    // Code points sort as their UTF-8 does; code units do not, beyond the basic plane.
    const l = left.codePointAt(i)!
    const r = right.codePointAt(i)!
    if (l !== r) return l < r ? -1 : 1
  }
  return Math.sign(left.length - right.length)
}

/**
 * Rows of several shards can be merged only if their keys sort here as they do in MySQL. Source:
 * result_merger.go.
 */
export function checkMergeableKey(fields: readonly Field[], pkFieldCount: number): void {
  for (const { type } of fields.slice(0, pkFieldCount)) {
    if (isIntegral(type) || isFloat(type) || binary.has(type)) continue
    throw failure(`invalid PK types for ResultMerger. Use the vtworker LegacySplitClone command instead.`
      + ` unsupported type: ${type} cannot compare fields with this type`)
  }
}
