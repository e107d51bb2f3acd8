import type { ColumnRef, FunctionCall, GroupConcat, SelectStatement } from '../../sql/index.ts'
import { isAggregateName, print } from '../../sql/index.ts'
import {
  type Aggregate, type ArgumentSlot, type ColumnPlace, compileAggregate, type CompiledSubquery, type Scope, sourceBit,
} from '../expressions/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Compilation } from './compilation.ts'
import { compileQuery } from './compile-query.ts'
import type { Run } from './query-plan.ts'
import type { Part } from './source.ts'

/** The clause in which a name stands, as error 1054 says it. */
export type Clause = 'field list' | 'where clause' | 'on clause' | 'group statement' | 'having clause' | 'order clause'

/** The names of one SELECT: its tables, then those of the queries around it. */
export class BlockScope implements Scope {
  clause: Clause = 'field list'
  /** Sources of outer queries that were read. */
  outerReads = 0
  readonly parts: Part[] = []
  /** The first source that is ours. */
  readonly base: number

  constructor(readonly compilation: Compilation, readonly outer: Scope & { readonly end: number } | null) {
    this.base = outer === null ? 0 : outer.end
  }

  /** The first source after ours: one more is kept for aggregates. */
  get end(): number {
    return this.base + this.sourceCount + 1
  }

  sourceCount = 0

  resolve(column: ColumnRef): ColumnPlace {
    const own = this.find(column)
    if (own !== null) return own
    if (this.outer !== null) {
      const place = this.outer.resolve(column)
      this.outerReads |= sourceBit(place.source)
      return place
    }
    throw unknownColumn(column, this.clause)
  }

  /** A column of our own tables, or null. Error 1052 if two tables have it. */
  find(column: ColumnRef): ColumnPlace | null {
    const name = column.name.toLowerCase()
    let found: ColumnPlace | null = null
    for (const part of this.parts) {
      if (!isMeant(part, column)) continue
      const place = part.byName.get(name)
      if (place === undefined || (column.table === null && part.merged.has(place))) continue
      if (found !== null) throw mysqlError(1052, `Column '${columnText(column)}' in ${this.clause} is ambiguous`)
      found = { source: part.source, column: part.offset + place, type: part.columns[place]!.type }
    }
    return found
  }

  argument(name: string): ArgumentSlot {
    return this.compilation.parameters.slot(name)
  }

  /** Before grouping there are no aggregates but those of a query around this one, which is grouped already. */
  aggregate(call: FunctionCall | GroupConcat): ColumnPlace | null {
    const place = this.outer?.aggregate(call) ?? null
    if (place !== null) this.outerReads |= sourceBit(place.source)
    return place
  }

  inserted(_column: ColumnRef): ColumnPlace | null {
    return null
  }

  subquery(select: SelectStatement): CompiledSubquery {
    return compileSubquery(select, this)
  }
}

/** The names of a SELECT after grouping: its columns are those of one row of the group, and aggregates have values. */
export class GroupScope implements Scope {
  readonly aggregates: Aggregate[] = []
  private readonly places = new Map<string, number>()

  constructor(readonly rows: BlockScope) {}

  get end(): number {
    return this.rows.end
  }

  resolve(column: ColumnRef): ColumnPlace {
    return this.rows.resolve(column)
  }

  argument(name: string): ArgumentSlot {
    return this.rows.argument(name)
  }

  aggregate(call: FunctionCall | GroupConcat): ColumnPlace | null {
    if (call.kind === 'function' && !isAggregateName(call.name)) return null
    const text = print(call)
    let place = this.places.get(text)
    if (place === undefined) {
      place = this.aggregates.push(compileAggregate(call, this.rows)) - 1
      this.places.set(text, place)
    }
    return { source: this.rows.end - 1, column: place, type: this.aggregates[place]!.type }
  }

  inserted(): ColumnPlace | null {
    return null
  }

  subquery(select: SelectStatement): CompiledSubquery {
    return compileSubquery(select, this)
  }
}

function compileSubquery(select: SelectStatement, scope: BlockScope | GroupScope): CompiledSubquery {
  const block = scope instanceof GroupScope ? scope.rows : scope
  const plan = compileQuery(select, block.compilation, scope)
  block.outerReads |= plan.reads & (sourceBit(block.base) - 1)
  return {
    types: plan.columns.map((column) => column.type),
    reads: plan.reads,
    run: (rows, env, limit) => {
      const run = env as Run
      if (plan.reads !== 0) return plan.run(rows, run, limit)
      const known = run.memo?.get(plan)
      if (known !== undefined) return known
      const found = plan.run(rows, run, limit)
      run.memo ??= new Map()
      run.memo.set(plan, found)
      return found
    },
  }
}

function isMeant(part: Part, column: ColumnRef): boolean {
  if (column.table === null) return true
  return column.table === part.alias && (column.database === null || column.database === part.database)
}

function columnText(column: ColumnRef): string {
  return [column.database, column.table, column.name].filter((name) => name !== null).join('.')
}

export function unknownColumn(column: ColumnRef, clause: Clause): Error {
  return mysqlError(1054, `Unknown column '${columnText(column)}' in '${clause}'`)
}
