import {
  formatDecimal, formatDouble, isDecimal, type TypeName, type Value,
} from '../../sql/index.ts'
import { sqlString } from '../wire/index.ts'

/**
 * Writes a value as SQL. One encoder is made per column, since the column's type decides. Source: sqltypes
 * Value.EncodeSQL.
 */
export type SqlEncoder = (value: Value) => string

export function sqlEncoder(type: TypeName): SqlEncoder {
  if (type === 'BIT') return value => typeof value === 'string' ? bitLiteral(value) : encode(value)
  return binaryTypes.has(type) ? encodeBinary : encode
}

/** `` `name` `` Source: go/sqlescape/ids.go EscapeID. */
export const escapeId = (name: string): string => `\`${name.replaceAll('`', '``')}\``

function encode(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return sqlString(value)
  if (typeof value === 'number') return formatDouble(value)
  return isDecimal(value) ? formatDecimal(value) : String(value)
}

/** A statement is text: bytes that are no ASCII would be taken for characters, so they go as hex digits. */
function encodeBinary(value: Value): string {
  if (typeof value !== 'string' || !/[\x80-\xff]/.test(value)) return encode(value)
  return `X'${[...value].map(byte => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')}'`
}

function bitLiteral(bytes: string): string {
  return `b'${[...bytes].map(byte => byte.charCodeAt(0).toString(2).padStart(8, '0')).join('')}'`
}

const binaryTypes: ReadonlySet<TypeName> = new Set<TypeName>(['VARBINARY', 'BINARY', 'BLOB'])
