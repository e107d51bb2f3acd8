import { hexOfBytes, isAscii } from './bytes.ts'
import { quoteString } from './printer/names.ts'
import type { BindVariable, TypeName, Value } from './value.ts'
import { valueText } from './value.ts'

/**
 * A value as a literal in SQL text (go/sqltypes Value.EncodeSQL). Bytes that are not ASCII become a hex literal,
 * since a statement is text.
 */
export function encodeValue(value: Value, type: TypeName): string {
  if (value === null) return 'null'
  if (typeof value !== 'string') return valueText(value)!
  if (isBinaryType(type) && !isAscii(value)) return `X'${hexOfBytes(value)}'`
  return quoteString(value)
}

/** As {@link encodeValue}; a list becomes `(1, 2)`. */
export function encodeBindVariable(bind: BindVariable): string {
  if (bind.type === 'TUPLE') return `(${(bind.values ?? []).map(encodeBindVariable).join(', ')})`
  return encodeValue(bind.value ?? null, bind.type)
}

/** True if strings of the type are bytes, not text. */
export function isBinaryType(type: TypeName): boolean {
  return type === 'VARBINARY' || type === 'BINARY' || type === 'BLOB' || type === 'BIT'
}
