import type { Field, Row } from '../../sql/index.ts'
import type { Environment, Rows } from '../expressions/index.ts'
import type { ValueType } from '../values/index.ts'
import type { TableView } from './access-path.ts'

/** What a running query has at hand: its values, its session, its tables, and what it need not compute twice. */
export interface Run extends Environment {
  /** By table number: see `Compilation.tables`. */
  readonly views: readonly TableView[]
  /** The rows of queries that do not depend on the rows around them; null before there is one. */
  memo: Map<QueryPlan, readonly Row[]> | null
  /** Rows before LIMIT, if the statement asked for SQL_CALC_FOUND_ROWS. */
  foundRows: number | null
}

export interface OutputColumn {
  readonly name: string
  readonly type: ValueType
  readonly field: Field
  /** The name holds values of bind variables, so it is made anew for each run. */
  readonly label: ((run: Run) => string) | null
}

/** A query ready to run, again and again, on any server whose tables have the same schemas. */
export interface QueryPlan {
  readonly columns: readonly OutputColumn[]
  /** Sources of the queries around it that it reads, as bits. */
  readonly reads: number
  /** Its rows in order. `outer` holds the rows of the queries around it. No more than `limit` are asked for. */
  run(outer: Rows, run: Run, limit: number): readonly Row[]
}
