/** An exact number with `scale` digits after the point: `1.50` is `{decimal: 150n, scale: 2}`. Frozen. */
export interface Decimal {
  readonly decimal: bigint
  readonly scale: number
}

/**
 * A SQL value. The type of its column says how to read it:
 *
 * - integers are numbers while they are safe, else bigints, so that 64 bits are exact;
 * - DECIMAL is a {@link Decimal}, FLOAT and DOUBLE are numbers;
 * - text is a string; binary text is a string of bytes, one code unit (0 to 255) each;
 * - dates and times are strings in MySQL's own form, `2020-04-28 12:00:00`.
 */
export type Value = null | number | bigint | string | Decimal

/** One row, in the order of the fields. Frozen, and shared freely. */
export type Row = readonly Value[]

/** Names as in Vitess's `query.Type`. */
export type TypeName =
  | 'NULL_TYPE'
  | 'INT8' | 'UINT8' | 'INT16' | 'UINT16' | 'INT24' | 'UINT24' | 'INT32' | 'UINT32' | 'INT64' | 'UINT64'
  | 'FLOAT32' | 'FLOAT64' | 'DECIMAL'
  | 'TIMESTAMP' | 'DATE' | 'TIME' | 'DATETIME' | 'YEAR'
  | 'TEXT' | 'BLOB' | 'VARCHAR' | 'VARBINARY' | 'CHAR' | 'BINARY' | 'BIT' | 'ENUM' | 'SET' | 'JSON'
  | 'EXPRESSION'

/** What a result says of one of its columns. */
export interface Field {
  readonly name: string
  readonly type: TypeName
  readonly database?: string
  /** The alias under which the statement knows the table, and the table's own name. */
  readonly table?: string
  readonly orgTable?: string
  readonly orgName?: string
  /** `utf8`, or `binary` for bytes and numbers. */
  readonly charset?: string
  readonly columnLength?: number
  readonly decimals?: number
  readonly notNull?: boolean
  readonly primaryKey?: boolean
}

/** What a statement answers. Frozen when it is sent. */
export interface QueryResult {
  readonly fields: readonly Field[]
  readonly rows: readonly Row[]
  readonly rowsAffected: number
  readonly insertId: number | bigint
}

/** The value of `:name`; a list (`::name`) has type TUPLE and `values`. */
export interface BindVariable {
  readonly type: TypeName | 'TUPLE'
  readonly value?: Value
  readonly values?: readonly BindVariable[]
}

/** By name, without the colon. A plain record, as it travels: read it with `Object.hasOwn`. */
export type BindVariables = { readonly [name: string]: BindVariable }

const NO_FIELDS: readonly Field[] = Object.freeze([])
const NO_ROWS: readonly Row[] = Object.freeze([])

/** The answer of a statement that returns no rows. */
export function okResult(rowsAffected = 0, insertId: number | bigint = 0): QueryResult {
  if (insertId !== 0 || rowsAffected >= OFTEN) return counted(rowsAffected, insertId)
  return often[rowsAffected] ??= counted(rowsAffected, insertId)
}

const OFTEN = 4
const often: QueryResult[] = []

function counted(rowsAffected: number, insertId: number | bigint): QueryResult {
  return Object.freeze({ fields: NO_FIELDS, rows: NO_ROWS, rowsAffected, insertId })
}

export function isDecimal(value: Value): value is Decimal {
  return typeof value === 'object' && value !== null
}

/** The smallest holder of an exact integer. */
export function integer(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value
}

const POWERS: bigint[] = []

/** 10 to the power of `exponent`. */
export function powerOfTen(exponent: number): bigint {
  return POWERS[exponent] ??= 10n ** BigInt(exponent)
}

/** `-1.50` → 150n with scale 2 and its sign. The text must be a plain decimal number. */
export function parseDecimal(text: string): Decimal {
  const sign = text.startsWith('-') ? -1n : 1n
  const digits = text.replace(/^[-+]/, '')
  const point = digits.indexOf('.')
  if (point < 0) return Object.freeze({ decimal: sign * BigInt(digits), scale: 0 })
  const fraction = digits.slice(point + 1)
  return Object.freeze({ decimal: sign * BigInt(digits.slice(0, point) + fraction), scale: fraction.length })
}

export function formatDecimal(value: Decimal): string {
  if (value.scale === 0) return String(value.decimal)
  const negative = value.decimal < 0n
  const digits = String(negative ? -value.decimal : value.decimal).padStart(value.scale + 1, '0')
  const point = digits.length - value.scale
  return `${negative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`
}

/** A double as MySQL prints it: `1e20`, never `1e+20`. */
export function formatDouble(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(value).replace('e+', 'e')
}

/** The text of a value as the client protocol sends it; NULL has none. */
export function valueText(value: Value): string | null {
  if (value === null) return null
  if (typeof value === 'string') return value
  if (typeof value === 'number') return formatDouble(value)
  if (typeof value === 'bigint') return String(value)
  return formatDecimal(value)
}
