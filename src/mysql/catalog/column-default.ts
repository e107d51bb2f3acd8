import { unreachable } from '../../base/index.ts'
import { type Expression, integer, parseDecimal, type Value } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { ColumnSchema } from '../storage/table-schema.ts'
import { DATETIME_TYPE, decimalType, formatMoment, INT_TYPE, momentOfSeconds, storeFor, TEXT_TYPE } from '../values/index.ts'

/** What a column gets where a row gives it nothing. */
export type ColumnDefault =
  | { readonly kind: 'constant'; readonly value: Value }
  /** The time of the statement, with so many digits of the second. */
  | { readonly kind: 'now'; readonly digits: number }
  /** NOT NULL without DEFAULT: strict mode refuses (1364). */
  | { readonly kind: 'none' }

const defaults = new WeakMap<ColumnSchema, ColumnDefault>()

export function columnDefault(column: ColumnSchema): ColumnDefault {
  let known = defaults.get(column)
  if (known === undefined) {
    known = computeDefault(column)
    defaults.set(column, known)
  }
  return known
}

function computeDefault(column: ColumnSchema): ColumnDefault {
  const expression = column.default
  if (expression === null) return column.nullable ? { kind: 'constant', value: null } : { kind: 'none' }
  if (isNow(expression)) return { kind: 'now', digits: column.type.length ?? 0 }
  return { kind: 'constant', value: constantFor(column, expression) }
}

/** `current_timestamp` and what means the same. */
export function isNow(expression: Expression): boolean {
  return expression.kind === 'function' && /^(current_timestamp|now|localtime|localtimestamp)$/i.test(expression.name)
}

function constantFor(column: ColumnSchema, expression: Expression): Value {
  const store = storeFor(column)
  if (expression.kind === 'boolean') return store(Number(expression.value), INT_TYPE)
  if (expression.kind === 'literal') {
    const { type, value } = expression
    switch (type) {
      case 'int': return store(integer(BigInt(value)), INT_TYPE)
      case 'decimal': {
        const decimal = parseDecimal(value)
        return store(decimal, decimalType(decimal.scale))
      }
      case 'float': return store(value, TEXT_TYPE)
      case 'hex': case 'hex-number': return store(integer(BigInt(`0x${value}`)), INT_TYPE)
      case 'bit': return store(integer(BigInt(`0b${value}`)), INT_TYPE)
      case 'string': case 'date': case 'time': case 'timestamp': return store(value, TEXT_TYPE)
      default: return unreachable(type)
    }
  }
  throw mysqlError(1067, `Invalid default value for '${column.name}'`)
}

/** The default as a value, at a moment of the world's clock. Undefined if there is none. */
export function defaultValue(column: ColumnSchema, unixMicros: number): Value | undefined {
  const known = columnDefault(column)
  if (known.kind === 'constant') return known.value
  return known.kind === 'none' ? undefined : currentMoment(column, unixMicros)
}

/** The time of a statement as a column holds it. */
export function currentMoment(column: ColumnSchema, unixMicros: number): Value {
  const text = formatMoment(momentOfSeconds(Math.floor(unixMicros / 1e6), unixMicros % 1e6), 6)
  return storeFor(column)(text, DATETIME_TYPE)
}

/** What ALTER TABLE and INSERT IGNORE put where nothing is known: zero, or the empty text. */
export function implicitDefault(column: ColumnSchema): Value {
  switch (column.typeName) {
    case 'CHAR': case 'VARCHAR': case 'TEXT': case 'BLOB': case 'VARBINARY': case 'SET': return ''
    case 'BINARY': return '\0'.repeat(column.type.length ?? 1)
    case 'ENUM': return column.type.values[0] ?? ''
    case 'DATE': return '0000-00-00'
    case 'DATETIME': case 'TIMESTAMP': return '0000-00-00 00:00:00'
    case 'TIME': return '00:00:00'
    case 'JSON': return 'null'
    case 'DECIMAL': return storeFor(column)(0, INT_TYPE)
    default: return 0
  }
}
