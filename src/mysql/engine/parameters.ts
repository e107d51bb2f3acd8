import type { BindVariable, BindVariables, Value } from '../../sql/index.ts'
import { isAscii, isBinaryType, isDecimal, textOfBytes } from '../../sql/index.ts'
import type { ArgumentSlot } from '../expressions/index.ts'
import { mysqlError } from '../mysql-error.ts'
import {
  BINARY_TYPE, DATE_TYPE, DATETIME_TYPE, decimalType, DOUBLE_TYPE, INT_TYPE, NULL_TYPE, TEXT_TYPE, TIME_TYPE, UINT_TYPE,
  type ValueType,
} from '../values/index.ts'

interface Slot {
  readonly name: string
  /** A plan holds for values of this type only. */
  readonly type: ValueType
}

/**
 * The bind variables of a statement, in the order in which it was compiled. A value has the type that it would have as a
 * literal in the text, since that is how MySQL gets it from a tablet.
 */
export class Parameters {
  private readonly slots: Slot[] = []

  constructor(private readonly first: BindVariables) {}

  slot(name: string): ArgumentSlot {
    const known = this.slots.findIndex((slot) => slot.name === name)
    if (known >= 0) return { slot: known, type: this.slots[known]!.type }
    const type = typeOf(given(this.first, name))
    return { slot: this.slots.push({ name, type }) - 1, type }
  }

  /** Whether a plan made for these slots serves values of these types too. */
  fit(binds: BindVariables): boolean {
    for (const { name, type } of this.slots) {
      const other = typeOf(given(binds, name))
      if (other !== type && (other.class !== type.class || other.scale !== type.scale)) return false
    }
    return true
  }

  /** The values by slot: a list for `::name`. */
  values(binds: BindVariables): readonly (Value | readonly Value[])[] {
    const values: (Value | readonly Value[])[] = []
    for (const { name } of this.slots) {
      const bind = given(binds, name)
      values.push(bind.type === 'TUPLE' ? (bind.values ?? []).map(literalValue) : literalValue(bind))
    }
    return values
  }
}

/** Error 1210. */
function given(binds: BindVariables, name: string): BindVariable {
  if (Object.hasOwn(binds, name)) return binds[name]!
  throw mysqlError(1210, `Incorrect arguments to EXECUTE: missing bind var ${name}`)
}

/** Bytes that are text are read as text, as they would be in a literal. */
function literalValue(bind: BindVariable): Value {
  const value = bind.value ?? null
  if (typeof value !== 'string' || !isBinaryType(bind.type as never) || isAscii(value)) return value
  return textOfBytes(value) ?? value
}

const DECIMAL_TYPES: ValueType[] = []

/** The type of the literal that stands for a value. */
function typeOf(bind: BindVariable): ValueType {
  if (bind.type === 'TUPLE') return listType(bind.values ?? [])
  const value = bind.value ?? null
  if (value === null) return NULL_TYPE
  if (isDecimal(value)) return DECIMAL_TYPES[value.scale] ??= decimalType(value.scale)
  switch (bind.type) {
    case 'UINT64': case 'UINT32': case 'UINT24': case 'UINT16': case 'UINT8': case 'BIT': return UINT_TYPE
    case 'FLOAT32': case 'FLOAT64': return DOUBLE_TYPE
    case 'DATE': return DATE_TYPE
    case 'DATETIME': case 'TIMESTAMP': return DATETIME_TYPE
    case 'TIME': return TIME_TYPE
    default: break
  }
  if (typeof value !== 'string') return INT_TYPE
  const isText = !isBinaryType(bind.type) || textOfBytes(value) !== null
  return isText ? TEXT_TYPE : BINARY_TYPE
}

/** Of the first member that is not NULL: Vitess makes lists of one type. */
function listType(members: readonly BindVariable[]): ValueType {
  for (const member of members) {
    const type = typeOf(member)
    if (type !== NULL_TYPE) return type
  }
  return NULL_TYPE
}
