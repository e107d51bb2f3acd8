import type { Expression, JoinExpression, TableExpression } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { BlockScope } from './block-scope.ts'
import { compileQuery } from './compile-query.ts'
import type { Part, Source } from './source.ts'
import { columnsByName, nullRow, queryColumns, type SourceColumn, tableColumns } from './source.ts'

/** A source as it joins those before it. The first one's mode and conditions mean nothing. */
export interface JoinedSource {
  readonly source: Source
  readonly mode: 'inner' | 'left'
  readonly on: readonly Expression[]
}

/** What FROM makes: sources in the order in which they are joined, and tables in the order of `*`. */
export interface FromClause {
  readonly joined: readonly JoinedSource[]
  readonly parts: readonly Part[]
  /** Conditions that hold for whole rows only. */
  readonly where: readonly Expression[]
}

/** Finds the tables of FROM, and the order in which to join them. Errors: 1066, 1146, 1248, those of derived tables. */
export function compileFrom(tables: readonly TableExpression[], scope: BlockScope): FromClause {
  const builder = new Builder(scope)
  const parts = tables.flatMap((table) => builder.add(table, 'inner', []))
  builder.checkNames()
  return { joined: builder.joined, parts, where: builder.where }
}

class Builder {
  readonly joined: JoinedSource[] = []
  readonly where: Expression[] = []

  constructor(private readonly scope: BlockScope) {}

  /** Error 1066. */
  checkNames(): void {
    const seen = new Set<string>()
    for (const part of this.scope.parts) {
      const name = `${part.database ?? ''}.${part.alias}`
      if (seen.has(name)) throw mysqlError(1066, `Not unique table/alias: '${part.alias}'`)
      seen.add(name)
    }
  }

  /** Adds a table, or the tables of a join, to what is joined so far; gives its parts in the order of the text. */
  add(table: TableExpression, mode: 'inner' | 'left', on: readonly Expression[]): readonly Part[] {
    switch (table.kind) {
      case 'table': {
        const { table: number, schema } = this.scope.compilation.table(table.table)
        const alias = table.alias ?? table.table.name
        const columns = withAlias(tableColumns(schema), alias, schema.name)
        const database = table.alias === null ? schema.database : null
        return [this.source({ kind: 'table', table: number, schema }, columns, database, alias, mode, on)]
      }
      case 'derived': {
        // A derived table sees nothing of the query around it.
        const plan = compileQuery(table.select, this.scope.compilation, null)
        const columns = queryColumns(plan, table.alias)
        return [this.source({ kind: 'query', plan }, columns, null, table.alias, mode, on)]
      }
      case 'paren-tables':
        if (mode === 'inner' || table.tables.length === 1) return this.addAll(table.tables, mode, on)
        return this.nested(table.tables, on)
      case 'join':
        return mode === 'inner' || this.joined.length === 0 ? this.join(table, on) : this.nested([table], on)
    }
  }

  private addAll(
    tables: readonly TableExpression[], mode: 'inner' | 'left', on: readonly Expression[],
  ): readonly Part[] {
    // The condition may name all of them, so it goes with the last.
    return tables.flatMap((table, i) => this.add(table, mode, i === tables.length - 1 ? on : []))
  }

  private join(join: JoinExpression, outerOn: readonly Expression[]): readonly Part[] {
    const isRight = join.join === 'right join' || join.join === 'natural right join'
    const isLeft = join.join === 'left join' || join.join === 'natural left join'
    if (!isRight) {
      const left = this.add(join.left, 'inner', [])
      const right = this.add(join.right, isLeft ? 'left' : 'inner', this.pending(join, outerOn, isLeft))
      return this.merge(join, left, right, isLeft, outerOn)
    }
    // `a right join b` is `b left join a`, and `*` still shows a first.
    const right = this.add(join.right, 'inner', [])
    const left = this.add(join.left, 'left', this.pending(join, outerOn, true))
    return [...this.merge(join, right, left, true, outerOn)].sort((a, b) => order(a, left) - order(b, left))
  }

  /** What is known of the condition before the tables are: USING and NATURAL are worked out in `merge`. */
  private pending(join: JoinExpression, outerOn: readonly Expression[], isOuter: boolean): readonly Expression[] {
    const own = join.on === null ? [] : [join.on]
    return isOuter ? own : [...own, ...outerOn]
  }

  /** Equates the columns of USING or NATURAL, and hides the second of each pair. */
  private merge(
    join: JoinExpression, left: readonly Part[], right: readonly Part[], isOuter: boolean,
    outerOn: readonly Expression[],
  ): readonly Part[] {
    // `x join (a left join b on p) on q` is `(x join a) left join b on p where q`.
    if (isOuter) this.where.push(...outerOn)
    const names = join.join.startsWith('natural') ? commonNames(left, right) : join.using
    if (names.length === 0) return [...left, ...right]
    const conditions = names.map((name) => mergeColumn(name.toLowerCase(), left, right))
    const last = this.joined.length - 1
    this.joined[last] = { ...this.joined[last]!, on: [...this.joined[last]!.on, ...conditions] }
    return [...left, ...right]
  }

  /** Tables joined among themselves before they are joined to the others: a query of its own that gives all columns. */
  private nested(tables: readonly TableExpression[], on: readonly Expression[]): readonly Part[] {
    const plan = compileQuery({
      kind: 'select', comments: [], distinct: false, cache: null, straightJoin: false, calcFoundRows: false,
      items: [{ kind: 'star', database: null, table: null }], from: tables, where: null, groupBy: [], having: null,
      orderBy: [], limit: null, lock: 'none',
    }, this.scope.compilation, null)
    const index = this.nextIndex()
    const width = plan.columns.length
    this.joined.push({ source: { index, input: { kind: 'query', plan }, width, nulls: nullRow(width) }, mode: 'left', on })
    return this.partsOf(plan.columns, index)
  }

  /** The tables inside a nested join keep their names. */
  private partsOf(columns: readonly SourceColumn[], index: number): readonly Part[] {
    const parts: Part[] = []
    let start = 0
    while (start < columns.length) {
      const alias = columns[start]!.field.table ?? ''
      let end = start
      while (end < columns.length && columns[end]!.field.table === alias) end++
      const own = columns.slice(start, end)
      parts.push({
        database: null, alias, columns: own, byName: columnsByName(own), source: index, offset: start, merged: new Set(),
      })
      start = end
    }
    this.scope.parts.push(...parts)
    return parts
  }

  private nextIndex(): number {
    this.scope.compilation.checkSources(this.scope.end)
    return this.scope.base + this.scope.sourceCount++
  }

  private source(
    input: Source['input'], columns: readonly SourceColumn[], database: string | null, alias: string,
    mode: 'inner' | 'left', on: readonly Expression[],
  ): Part {
    const index = this.nextIndex()
    const part: Part = {
      database, alias, columns, byName: columnsByName(columns), source: index, offset: 0, merged: new Set(),
    }
    this.scope.parts.push(part)
    this.joined.push({ source: { index, input, width: columns.length, nulls: nullRow(columns.length) }, mode, on })
    return part
  }
}

function order(part: Part, first: readonly Part[]): number {
  return first.includes(part) ? 0 : 1
}

function withAlias(columns: readonly SourceColumn[], alias: string, name: string): readonly SourceColumn[] {
  if (alias === name) return columns
  return columns.map((column) => ({ ...column, field: Object.freeze({ ...column.field, table: alias }) }))
}

function commonNames(left: readonly Part[], right: readonly Part[]): readonly string[] {
  return left.flatMap((part) => part.columns.map((column) => column.name))
    .filter((name) => right.some((part) => part.byName.has(name.toLowerCase())))
}

function mergeColumn(name: string, left: readonly Part[], right: readonly Part[]): Expression {
  const side = (parts: readonly Part[]): { part: Part; place: number } => {
    for (const part of parts) {
      const place = part.byName.get(name)
      if (place !== undefined && !part.merged.has(place)) return { part, place }
    }
    throw mysqlError(1054, `Unknown column '${name}' in 'from clause'`)
  }
  const [kept, hidden] = [side(left), side(right)]
  hidden.part.merged.add(hidden.place)
  const reference = ({ part }: { part: Part }): Expression =>
    ({ kind: 'column', database: part.database, table: part.alias, name })
  return { kind: 'comparison', operator: '=', left: reference(kept), right: reference(hidden) }
}
