import type { ColumnRef, FunctionCall, GroupConcat, Row, SelectStatement, Value } from '../../sql/index.ts'
import { textType, type ValueType } from '../values/index.ts'

/** The rows that an expression may look at: one for each source of its query, those of outer queries first. */
export type Rows = readonly Row[]

/** What an expression asks of the session that runs it. Fixed for one statement. */
export interface Session {
  readonly database: string | null
  readonly connectionId: number
  /** `vt_app@localhost`. */
  readonly user: string
  readonly version: string
  /** Virtual time at which the statement began. */
  readonly unixMicros: number
  readonly lastInsertId: number | bigint
  readonly foundRows: number
  /** Rows changed by the statement before; -1 after one that returned rows. */
  readonly rowCount: number
  /** In [0, 1), from the log of choices. */
  random(): number
  /** Undefined: there is no such variable (1193). */
  systemVariable(scope: 'global' | 'session' | null, name: string): Value | undefined
  userVariable(name: string): Value
  setUserVariable(name: string, value: Value): void
  /** `last_insert_id(n)`. */
  setLastInsertId(value: number | bigint): void
}

/** What a statement runs with: its bind variables by slot, a list for `::name`, and the session. */
export interface Environment {
  readonly values: readonly (Value | readonly Value[])[]
  readonly session: Session
}

export type Evaluate = (rows: Rows, env: Environment) => Value

/** An expression ready to run. */
export interface Compiled {
  readonly type: ValueType
  readonly evaluate: Evaluate
  /** Bit n is set if it looks at the row of source n. */
  readonly reads: number
  /** It may give another answer each time: RAND(), an assignment. */
  readonly isVolatile: boolean
}

/** Where a column is: which source, which place in its rows. */
export interface ColumnPlace { readonly source: number; readonly column: number; readonly type: ValueType }

/** A bind variable: its place in {@link Environment.values}, and the type of its value or of the values of a list. */
export interface ArgumentSlot { readonly slot: number; readonly type: ValueType }

/** A query inside an expression. */
export interface CompiledSubquery {
  readonly types: readonly ValueType[]
  readonly reads: number
  /** Its rows, for the rows of the queries around it; no more than `limit` of them. */
  run(rows: Rows, env: Environment, limit: number): readonly Row[]
}

/** What the names in an expression mean. Errors: 1054 unknown column, 1052 ambiguous column. */
export interface Scope {
  resolve(column: ColumnRef): ColumnPlace
  argument(name: string): ArgumentSlot
  /** Where the result of an aggregate is, or null if aggregates are not allowed here (1111). */
  aggregate(call: FunctionCall | GroupConcat): ColumnPlace | null
  /** Where `values(column)` is; null outside ON DUPLICATE KEY UPDATE. */
  inserted(column: ColumnRef): ColumnPlace | null
  subquery(select: SelectStatement): CompiledSubquery
}

/** The type of variables: only their values know it. */
export const DYNAMIC_TYPE: ValueType = Object.freeze({ ...textType('utf8_general_ci', 2) })

/** An expression made of others. */
export function combine(type: ValueType, parts: readonly Compiled[], evaluate: Evaluate): Compiled {
  let reads = 0
  let isVolatile = false
  for (const part of parts) {
    reads |= part.reads
    isVolatile ||= part.isVolatile
  }
  return { type, evaluate, reads, isVolatile }
}

/** An expression that looks at no row. */
export function constant(type: ValueType, value: Value): Compiled {
  return { type, evaluate: () => value, reads: 0, isVolatile: false }
}

/** The bit of a source in {@link Compiled.reads}. */
export function sourceBit(source: number): number {
  return 1 << source
}
