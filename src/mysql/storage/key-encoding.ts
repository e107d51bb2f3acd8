/**
 * Keys: how the values of an index become one thing that compares as MySQL would compare the values.
 *
 * A single integer column that is never NULL is its own key: the common case, and the fast one. Everything else becomes
 * a string of code units: each part opens with a mark (NULL first) and is encoded so that code units order it.
 */
import { assert } from '../../base/index.ts'
import { isDecimal, powerOfTen, type Row, type Value } from '../../sql/index.ts'
import type { Bound } from '../engine/access-path.ts'
import { foldFor } from '../values/index.ts'
import type { End, Key } from './ordered-map.ts'
import type { ColumnSchema, IndexSchema, TableSchema } from './table-schema.ts'

const nullMark = '\u0000'
const valueMark = '\u0001'
// Above every mark, so above every continuation of a prefix.
const afterPrefix = '\uffff'

type PartEncoder = (value: Value) => string

/** Makes the keys of one index. */
export interface KeyCodec {
  /** The key of a row. A key of a not unique index, or one that holds a NULL, is made unique by the row's own key. */
  ofRow(row: Row, rowKey: Key): Key
  /** The key for values of all columns. */
  ofValues(values: readonly Value[]): Key
  /** Whether the values of this row must be found nowhere else: a unique index, and no NULL. */
  constrains(row: Row): boolean
  from(bound: Bound): End
  to(bound: Bound): End
}

/** The codec of an index of a table. */
export function keyCodec(schema: TableSchema, index: IndexSchema): KeyCodec {
  const columns = index.columns.map((place) => schema.columns[place]!)
  const only = columns.length === 1 ? columns[0]! : null
  if (index.kind !== 'key' && only !== null && isInteger(only) && !only.nullable) return integerCodec(only.index)
  return textCodec(index, columns)
}

/** The codec of a table without primary key: rows are kept by a hidden number. */
export const hiddenRowCodec: KeyCodec = {
  ofRow: (_row, rowKey) => rowKey,
  ofValues: () => assert(false, 'a hidden row number cannot be asked for') as never,
  constrains: () => false,
  from: () => assert(false, 'a hidden row number has no ranges') as never,
  to: () => assert(false, 'a hidden row number has no ranges') as never,
}

function integerCodec(place: number): KeyCodec {
  return {
    ofRow: (row) => row[place] as Key,
    ofValues: (values) => values[0] as Key,
    constrains: () => true,
    from: (bound) => integerEnd(bound),
    to: (bound) => integerEnd(bound),
  }
}

function integerEnd(bound: Bound): End {
  // Nothing equals NULL, and no row of such an index holds one: it stands before all.
  const key = bound.values[0] === null ? -Infinity : (bound.values[0] as Key)
  return { key, inclusive: bound.inclusive }
}

function textCodec(index: IndexSchema, columns: readonly ColumnSchema[]): KeyCodec {
  const encoders = columns.map((column, i) => partEncoder(column, index.lengths[i] ?? null))
  const places = index.columns
  const unique = index.kind !== 'key'
  const ofValues = (values: readonly Value[]): string => {
    let key = ''
    for (let i = 0; i < values.length; i++) key += encodePart(encoders[i]!, values[i]!)
    return key
  }
  const constrains = (row: Row): boolean => unique && places.every((place) => row[place] !== null)
  return {
    ofRow(row, rowKey) {
      let key = ''
      let hasNull = false
      for (let i = 0; i < places.length; i++) {
        const value = row[places[i]!]!
        hasNull ||= value === null
        key += encodePart(encoders[i]!, value)
      }
      return unique && !hasNull ? key : key + valueMark + (typeof rowKey === 'string' ? rowKey : encodeInteger(rowKey))
    },
    ofValues,
    constrains,
    from(bound) {
      const prefix = ofValues(bound.values)
      return { key: bound.inclusive ? prefix : prefix + afterPrefix, inclusive: true }
    },
    to(bound) {
      const prefix = ofValues(bound.values)
      return bound.inclusive ? { key: prefix + afterPrefix, inclusive: true } : { key: prefix, inclusive: false }
    },
  }
}

function encodePart(encode: PartEncoder, value: Value): string {
  return value === null ? nullMark : valueMark + encode(value)
}

function isInteger(column: ColumnSchema): boolean {
  return /^U?INT|^YEAR$|^BIT$/.test(column.typeName)
}

function partEncoder(column: ColumnSchema, length: number | null): PartEncoder {
  if (isInteger(column)) return (value) => encodeInteger(value as number | bigint)
  switch (column.typeName) {
    case 'FLOAT32':
    case 'FLOAT64':
      return (value) => encodeDouble(value as number)
    case 'DECIMAL':
      return (value) => encodeDecimal(value, column.type.scale ?? 0)
    case 'TIME':
      return (value) => encodeTime(value as string)
    case 'ENUM':
      return (value) => encodeInteger(column.type.values.indexOf(value as string))
    default: {
      const fold = foldFor(column.collation)
      return (value) => {
        const text = value as string
        return encodeText(fold(length === null ? text : text.slice(0, length)))
      }
    }
  }
}

/** Ends with a zero, which is below every mark that could follow inside a longer text; zeros inside get a 2 behind. */
function encodeText(text: string): string {
  return text.includes('\u0000') ? text.replaceAll('\u0000', '\u0000\u0002') + '\u0000' : text + '\u0000'
}

/** Five code units for anything from -2^63 to 2^64. */
function encodeInteger(value: number | bigint): string {
  let high: number
  let low: number
  if (typeof value === 'number') {
    high = Math.floor(value / 0x1_0000_0000)
    low = value - high * 0x1_0000_0000
  } else {
    high = Number(value >> 32n)
    low = Number(value & 0xffff_ffffn)
  }
  const biased = high + 0x8000_0000
  return String.fromCharCode(
    Math.floor(biased / 0x1_0000_0000), (biased >>> 16) & 0xffff, biased & 0xffff, low >>> 16, low & 0xffff,
  )
}

const doubleBits = new DataView(new ArrayBuffer(8))

/** The bits of a double, turned so that they order as unsigned numbers. */
function encodeDouble(value: number): string {
  doubleBits.setFloat64(0, value === 0 ? 0 : value)
  const flip = doubleBits.getUint16(0) >= 0x8000
  let key = ''
  for (let i = 0; i < 8; i += 2) {
    const unit = doubleBits.getUint16(i)
    key += String.fromCharCode(flip ? unit ^ 0xffff : i === 0 ? unit | 0x8000 : unit)
  }
  return key
}

const decimalBias = 10n ** 66n

function encodeDecimal(value: Value, scale: number): string {
  assert(isDecimal(value), 'a DECIMAL column holds decimals')
  const scaled = value.decimal * powerOfTen(Math.max(0, scale - value.scale))
  return (decimalBias + scaled).toString().padStart(67, '0')
}

/** `-12:30:00.5` sorts before `01:00:00`, and `100:00:00` after both. */
function encodeTime(text: string): string {
  const negative = text.startsWith('-')
  const [hours = '0', minutes = '0', seconds = '0'] = (negative ? text.slice(1) : text).split(':')
  const micros = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1e6
  return encodeInteger(Math.round(negative ? -micros : micros))
}
