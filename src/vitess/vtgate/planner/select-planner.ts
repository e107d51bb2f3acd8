import {
  commentDirectives, print, type ColumnRef, type Expression, type ExpressionItem, type Limit, type OrderItem,
  type Select, type SelectItem, type SelectStatement, type StarItem, type Union,
} from '../../../sql/index.ts'
import { AggregateBuilder } from './aggregate-builder.ts'
import { hasAggregates, hasSubquery, splitAnd } from './ast-walk.ts'
import type { Builder } from './builder.ts'
import { findOrigin } from './find-origin.ts'
import { FromPlanner } from './from-planner.ts'
import { LimitBuilder } from './limit-builder.ts'
import { planFailure } from './plan-failure.ts'
import type { Planning } from './planning.ts'
import type { PulloutBuilder } from './pullout-builder.ts'
import { RouteBuilder } from './route-builder.ts'
import type { SymbolTable} from './symbols.ts';
import { resultFromNumber, type ResultColumn } from './symbols.ts'

/**
 * Plans one SELECT, subquery or side of a join: its tree of builders and the names that it knows. Source:
 * primitive_builder.go.
 */
export class SelectPlanner {
  builder!: Builder
  symbols!: SymbolTable

  constructor(readonly planning: Planning) {}

  static plan(planning: Planning, statement: SelectStatement, outer: SymbolTable | null): SelectPlanner {
    const planner = new SelectPlanner(planning)
    planner.processStatement(statement, outer)
    return planner
  }

  processStatement(statement: SelectStatement, outer: SymbolTable | null): void {
    switch (statement.kind) {
      case 'select': return this.processSelect(statement, outer)
      case 'union': return this.processUnion(statement, outer)
      case 'paren-select': return this.processStatement(statement.select, outer)
    }
  }

  // Source: planbuilder/select.go processSelect.
  private processSelect(select: Select, outer: SymbolTable | null): void {
    new FromPlanner(this).process(select.from)
    if (this.builder instanceof RouteBuilder) this.applyDirectives(this.builder, select)
    // Only now: FROM cannot refer to what is outside.
    this.symbols.outer = outer
    if (select.where !== null) this.pushFilter(select.where, 'where')
    this.checkAggregates(select)
    this.pushSelectItems(select)
    if (select.having !== null) this.pushFilter(select.having, 'having')
    this.pushOrderBy(select.orderBy)
    this.pushLimit(select.limit)
    this.builder.pushMisc(select)
  }

  private applyDirectives(route: RouteBuilder, select: Select): void {
    const directives = commentDirectives(select.comments)
    const timeout = directives.get('QUERY_TIMEOUT_MS')
    for (const option of route.options) {
      option.queryTimeoutMs = typeof timeout === 'number' ? timeout : 0
      if (option.destination !== null) throw planFailure('unsupported: SELECT with a target destination')
      const asWarnings = directives.get('SCATTER_ERRORS_AS_WARNINGS')
      option.scatterErrorsAsWarnings = asWarnings === true || asWarnings === 1
    }
  }

  // Source: planbuilder/union.go.
  private processUnion(union: Union, outer: SymbolTable | null): void {
    this.processUnionPart(union.first, outer)
    for (const { statement } of union.rest) {
      const right = new SelectPlanner(this.planning)
      right.processUnionPart(statement, outer)
      const route = this.builder
      if (!(route instanceof RouteBuilder) || !(right.builder instanceof RouteBuilder)) {
        throw planFailure('unsupported: SELECT of UNION is non-trivial')
      }
      if (!route.mergeUnion(right.builder)) {
        throw planFailure('unsupported: UNION cannot be executed as a single route')
      }
    }
    ;(this.builder as RouteBuilder).select = { ...union, orderBy: [], limit: null }
    this.symbols.outer = outer
    this.pushOrderBy(union.orderBy)
    this.pushLimit(union.limit)
  }

  private processUnionPart(part: SelectStatement, outer: SymbolTable | null): void {
    if (part.kind === 'select') {
      if (part.orderBy.length > 0) {
        throw planFailure('Incorrect usage of UNION and ORDER BY - add parens to disambiguate your query')
      }
      if (part.limit !== null) {
        throw planFailure('Incorrect usage of UNION and LIMIT - add parens to disambiguate your query')
      }
    }
    this.processStatement(part, outer)
  }

  /**
   * Pushes each condition to the last node that it needs a column of. Source: planbuilder/select.go
   * pushFilter.
   */
  pushFilter(condition: Expression, clause: 'where' | 'having'): void {
    const all = splitAnd(condition)
    // Subqueries last: by then the routes may have become good enough to take them in.
    const ordered = [...all.filter((filter) => !hasSubquery(filter)), ...all.filter(hasSubquery)]
    for (const filter of ordered) {
      const { pullouts, origin, expression } = findOrigin(this, filter)
      for (const part of splitAnd(expression)) this.builder.pushFilter(part, clause, origin)
      this.addPullouts(pullouts)
    }
  }

  addPullouts(pullouts: readonly PulloutBuilder[]): void {
    for (const pullout of pullouts) {
      pullout.setUnderlying(this.builder)
      this.builder = pullout
      pullout.reorder(0)
    }
  }

  /**
   * Puts an aggregation on top where the shards cannot do it alone. Source: ordered_aggregate.go
   * checkAggregates.
   */
  private checkAggregates(select: Select): void {
    const route = this.builder instanceof RouteBuilder ? this.builder : null
    if (route !== null && route.isSingleShard) return
    const aggregates = hasAggregates(select.items) || select.groupBy.length > 0
    if (!aggregates && !select.distinct) return
    if (route === null) {
      if (aggregates) throw planFailure('unsupported: cross-shard query with aggregates')
      return
    }
    const isUnique = (expression: Expression) => {
      if (expression.kind === 'column' && this.planning.columnOf(expression) === undefined) {
        this.tryFind(expression)
      }
      return route.options.every((option) => option.findVindex(this.planning, expression)?.isUnique === true)
    }
    if (select.distinct && select.items.some((item) => item.kind === 'item' && isUnique(item.expression))) {
      return
    }
    if (select.groupBy.some((expression) => this.groupByTargets(select, expression).some(isUnique))) return
    this.builder = new AggregateBuilder(route)
    this.builder.reorder(0)
  }

  private tryFind(ref: ColumnRef): void {
    try {
      this.symbols.find(ref)
    } catch {
      // Whoever needs it will find out.
    }
  }

  /** What a GROUP BY expression will turn out to mean: an item of the select list, before a column. */
  private groupByTargets(select: Select, expression: Expression): Expression[] {
    const items = select.items
    if (expression.kind === 'literal') {
      try {
        const item = items[resultFromNumber(items.map(() => ({ alias: '', column: null! })), expression)]
        return item?.kind === 'item' ? [item.expression] : []
      } catch {
        return []
      }
    }
    if (expression.kind !== 'column') return []
    const aliased = expression.table === null
      ? items.find((item) => item.kind === 'item'
        && item.alias?.toLowerCase() === expression.name.toLowerCase()) : undefined
    return [aliased?.kind === 'item' ? aliased.expression : expression]
  }

  private pushSelectItems(select: Select): void {
    let columns: ResultColumn[] = []
    for (const item of select.items) columns = [...columns, ...this.pushItem(item)]
    this.symbols.setResultColumns(columns)
    if (select.distinct) this.builder.makeDistinct()
    this.symbols.resolveSymbols(select.groupBy)
    this.builder.pushGroupBy(select.groupBy)
  }

  private pushItem(item: SelectItem): ResultColumn[] {
    switch (item.kind) {
      case 'item': {
        const { pullouts, origin, expression } = findOrigin(this, item.expression)
        const { column } = this.builder.pushSelect(
          expression === item.expression ? item : { ...item, expression }, origin)
        this.addPullouts(pullouts)
        return [column]
      }
      case 'star': return this.expandStar(item) ?? [this.pushStar(item)]
      case 'next': {
        if (!(this.builder instanceof RouteBuilder)) {
          throw planFailure('unsupported: SELECT NEXT query in cross-shard query')
        }
        if (this.builder.options.some((option) => option.opcode !== 'SelectNext')) {
          throw planFailure('NEXT used on a non-sequence table')
        }
        return [this.builder.pushAnonymous(item)]
      }
    }
  }

  private pushStar(item: StarItem): ResultColumn {
    if (!(this.builder instanceof RouteBuilder)) {
      throw planFailure("unsupported: '*' expression in cross-shard query")
    }
    const { keyspace } = this.builder.option
    if (item.database !== null && item.database !== keyspace.name) {
      throw planFailure(`cannot resolve ${print(item)} to keyspace ${keyspace.name}`)
    }
    return this.builder.pushAnonymous(item)
  }

  /** The columns of `*`, if the VSchema knows them all. Source: planbuilder/select.go expandStar. */
  private expandStar(item: StarItem): ResultColumn[] | null {
    const all = this.symbols.allTables()
    if (all === null) return null
    const tables = item.table === null ? all : [this.symbols.findTable(item.database, item.table)]
    if (tables.some((table) => !table.isAuthoritative)) return null
    const isQualified = item.table !== null || tables.length > 1
    return tables.flatMap((table) => table.columnNames.map((name) => {
      const expression: ColumnRef =
        { kind: 'column', database: isQualified ? item.database ?? table.qualifier : null,
        table: isQualified ? item.table ?? table.alias : null, name }
      this.planning.setColumn(expression, table.columns.get(name.toLowerCase())!)
      const alias = item.table === null && isQualified ? name : null
      return this.builder.pushSelect(
        { kind: 'item', expression, alias } satisfies ExpressionItem, table.origin).column
    }))
  }

  private pushOrderBy(orderBy: readonly OrderItem[]): void {
    this.symbols.resolveSymbols(orderBy)
    this.builder = this.builder.pushOrderBy(orderBy)
    this.builder.reorder(0)
  }

  private pushLimit(limit: Limit | null): void {
    if (limit === null) return
    if (this.builder instanceof RouteBuilder && this.builder.isSingleShard) {
      this.builder.select.limit = limit
      return
    }
    this.builder = new LimitBuilder(this.builder, limit)
    this.builder.reorder(0)
  }
}

