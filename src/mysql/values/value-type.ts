import type { Field, TypeName } from '../../sql/index.ts'
import type { ColumnSchema } from '../storage/table-schema.ts'

/**
 * How values of an expression compare and compute. `hex` is a literal such as `0x41`: bytes, unless a number is
 * asked for.
 */
export type ValueClass =
  'null' | 'int' | 'uint' | 'decimal' | 'double' | 'text' | 'binary' | 'hex' | 'datetime' | 'date' | 'time' | 'json'

/** Whose collation wins when two texts meet: the smaller number (MySQL's coercibility). */
export type Coercibility = 0 | 2 | 4 | 5 | 6

/** The static type of an expression: known before any row is read. */
export interface ValueType {
  readonly class: ValueClass
  readonly typeName: TypeName
  /** `binary` for what is not text. */
  readonly collation: string
  readonly coercibility: Coercibility
  /** Digits after the point, of decimals. */
  readonly scale: number
}

function constant(valueClass: ValueClass, typeName: TypeName): ValueType {
  return Object.freeze({ class: valueClass, typeName, collation: 'binary', coercibility: 5, scale: 0 })
}

export const NULL_TYPE: ValueType = Object.freeze({ ...constant('null', 'NULL_TYPE'), coercibility: 6 })
export const INT_TYPE = constant('int', 'INT64')
export const UINT_TYPE = constant('uint', 'UINT64')
export const DOUBLE_TYPE = constant('double', 'FLOAT64')
export const DATETIME_TYPE = constant('datetime', 'DATETIME')
export const DATE_TYPE = constant('date', 'DATE')
export const TIME_TYPE = constant('time', 'TIME')
export const JSON_TYPE = constant('json', 'JSON')
export const BINARY_TYPE: ValueType = Object.freeze({ ...constant('binary', 'VARBINARY'), coercibility: 4 })
export const HEX_TYPE: ValueType = Object.freeze({ ...constant('hex', 'VARBINARY'), coercibility: 4 })

/** The collation of a connection, and so of literals. */
export const CONNECTION_COLLATION = 'utf8_general_ci'

export const TEXT_TYPE: ValueType = Object.freeze({
  class: 'text', typeName: 'VARCHAR', collation: CONNECTION_COLLATION, coercibility: 4, scale: 0,
})

export function decimalType(scale: number): ValueType {
  return Object.freeze({ ...constant('decimal', 'DECIMAL'), scale: Math.min(scale, 30) })
}

export function textType(collation: string, coercibility: Coercibility): ValueType {
  if (collation === 'binary') return Object.freeze({ ...BINARY_TYPE, coercibility })
  return Object.freeze({ ...TEXT_TYPE, collation, coercibility })
}

export function isNumeric(type: ValueType): boolean {
  return type.class === 'int' || type.class === 'uint' || type.class === 'decimal' || type.class === 'double'
}

export function isText(type: ValueType): boolean {
  return type.class === 'text' || type.class === 'binary' || type.class === 'hex' || type.class === 'json'
}

export function isTemporal(type: ValueType): boolean {
  return type.class === 'datetime' || type.class === 'date' || type.class === 'time'
}

function classOf(typeName: TypeName): ValueClass {
  switch (typeName) {
    case 'NULL_TYPE': return 'null'
    case 'UINT64': case 'UINT8': case 'UINT16': case 'UINT24': case 'UINT32': case 'YEAR': case 'BIT': return 'uint'
    case 'INT8': case 'INT16': case 'INT24': case 'INT32': case 'INT64': return 'int'
    case 'FLOAT32': case 'FLOAT64': return 'double'
    case 'DECIMAL': return 'decimal'
    case 'TIMESTAMP': case 'DATETIME': return 'datetime'
    case 'DATE': return 'date'
    case 'TIME': return 'time'
    case 'BLOB': case 'VARBINARY': case 'BINARY': return 'binary'
    case 'JSON': return 'json'
    default: return 'text'
  }
}

const columnTypes = new WeakMap<ColumnSchema, ValueType>()

/** The type of a column's values. One object for each column. */
export function columnValueType(column: ColumnSchema): ValueType {
  let type = columnTypes.get(column)
  if (type === undefined) {
    type = Object.freeze({
      class: classOf(column.typeName),
      typeName: column.typeName,
      collation: column.collation,
      coercibility: 2,
      scale: column.typeName === 'DECIMAL' ? column.type.scale ?? 0 : 0,
    })
    columnTypes.set(column, type)
  }
  return type
}

/** What a result says of a column of this type. */
export function fieldOf(name: string, type: ValueType): Field {
  const charset = type.class === 'text' ? charsetOf(type.collation) : 'binary'
  return Object.freeze({ name, type: type.typeName, charset, decimals: type.scale })
}

/** `utf8` of `utf8_general_ci`. */
export function charsetOf(collation: string): string {
  const end = collation.indexOf('_')
  return end < 0 ? collation : collation.slice(0, end)
}
