import type {
  DerivedTable, Expression, JoinExpression, TableExpression, TableSourceRef,
} from '../../../sql/index.ts'
import { binaryOfHex, createVindex, type KeyspaceTable, type Vindex } from '../../keys/index.ts'
import { isRoutingVindex, type RouteOpcode, type SingleColumnVindex } from '../engine/primitive.ts'
import { splitAnd } from './ast-walk.ts'
import { findOrigin } from './find-origin.ts'
import { JoinBuilder } from './join-builder.ts'
import { planFailure } from './plan-failure.ts'
import { isSystemDatabase, RouteBuilder } from './route-builder.ts'
import { RouteOption } from './route-option.ts'
import { SelectPlanner } from './select-planner.ts'
import { SubqueryBuilder } from './subquery-builder.ts'
import { Column, SymbolTable, TableSymbol, vschemaTableSymbol } from './symbols.ts'
import { VindexFunctionBuilder } from './vindex-function-builder.ts'

const pinVindex = createVindex('binary', 'binary') as SingleColumnVindex

const dual: TableSourceRef = {
  kind: 'table', table: { kind: 'table-name', database: null, name: 'dual' }, alias: null, partitions: [],
    hints: [],
}

/** Makes the builder and the names of a FROM clause. Source: planbuilder/from.go. */
export class FromPlanner {
  constructor(private readonly planner: SelectPlanner) {}

  private get planning() { return this.planner.planning }

  process(tables: readonly TableExpression[]): void {
    if (tables.length === 0) return this.processTable(dual, true)
    this.processExpression(tables[0]!)
    if (tables.length === 1) return
    const right = new SelectPlanner(this.planning)
    new FromPlanner(right).process(tables.slice(1))
    this.join(right, null)
  }

  private processExpression(expression: TableExpression): void {
    switch (expression.kind) {
      case 'table': return this.processTable(expression, false)
      case 'derived': return this.processDerived(expression)
      case 'join': return this.processJoin(expression)
      case 'paren-tables': {
        this.process(expression.tables)
        const { builder } = this.planner
        // Keep the parentheses, so that what comes later does not associate differently.
        if (builder instanceof RouteBuilder && builder.select.kind === 'select') {
          builder.select.from = [{ kind: 'paren-tables', tables: builder.select.from }]
        }
      }
    }
  }

  private startRoute(from: readonly TableExpression[]): { route: RouteBuilder; symbols: SymbolTable } {
    const route = new RouteBuilder(this.planning)
    if (route.select.kind === 'select') route.select.from = from
    const symbols = new SymbolTable(this.planning, route)
    this.planner.builder = route
    this.planner.symbols = symbols
    return { route, symbols }
  }

  // Source: from.go buildTablePrimitive.
  private processTable(source: TableSourceRef, isImplied: boolean): void {
    const { database, name } = source.table
    // Every database has a `dual`, and none has to be named for it.
    const from = isImplied || name === 'dual' ? [] : [source]
    const alias = source.alias ?? name
    const qualifier = source.alias === null ? database : null
    if (isSystemDatabase(database)) {
      const { route, symbols } = this.startRoute(from)
      route.options = [new RouteOption(
        route, 'SelectDBA', this.planning.context.anyKeyspace(), null, new Map())]
      symbols.markAnonymous()
      return
    }
    const found = this.planning.context.findTablesOrVindex(database ?? '', name)
    if (found.vindex !== null) return this.useVindex(found.vindex, alias, qualifier)
    const { route, symbols } = this.startRoute(from)
    const { table, vindexes } = vschemaTableSymbol(alias, qualifier, found.tables, route)
    symbols.addTable(table)
    route.options = found.tables.map((vschemaTable, i) => {
      const option = this.tableOption(route, vschemaTable, vindexes[i]!)
      option.destination = found.destination
      option.tabletType = found.tabletType
      if (vschemaTable.name !== name) {
        const renamed = { ...source.table, name: vschemaTable.name }
        option.substitutions = [[source, { ...source, table: renamed, alias }]]
      }
      return option
    })
  }

  private tableOption(
    route: RouteBuilder, table: KeyspaceTable, vindexes: Map<Column, SingleColumnVindex>,
  ): RouteOption {
    const opcode: RouteOpcode = table.type === 'sequence' ? 'SelectNext' : table.type === 'reference'
      ? 'SelectReference'
      : !table.keyspace.sharded ? 'SelectUnsharded' : table.pinned === null ? 'SelectScatter'
        : 'SelectEqualUnique'
    const option = new RouteOption(route, opcode, table.keyspace, table, vindexes)
    if (opcode === 'SelectEqualUnique') {
      // A pinned table is as one with a keyspace id for a column.
      option.vindex = pinVindex
      option.values = [{ kind: 'value', value: { type: 'VARBINARY', value: binaryOfHex(table.pinned!) } }]
    }
    return option
  }

  private useVindex(vindex: Vindex, alias: string, qualifier: string | null): void {
    if (!isRoutingVindex(vindex)) throw planFailure(`multi-column vindex ${vindex.name} not supported`)
    const { builder, symbols } = VindexFunctionBuilder.create(this.planning, alias, qualifier, vindex)
    this.planner.builder = builder
    this.planner.symbols = symbols
  }

  // Source: from.go processAliasedTable.
  private processDerived(derived: DerivedTable): void {
    const inner = SelectPlanner.plan(this.planning, derived.select, null)
    if (!(inner.builder instanceof RouteBuilder)) {
      const { builder, symbols } = SubqueryBuilder.create(this.planning, derived.alias, inner.builder)
      this.planner.builder = builder
      this.planner.symbols = symbols
      return
    }
    // A route can take more than a subquery can: so make it one that selects from the derived table.
    const { route, symbols } = this.startRoute([derived])
    const subroute = inner.builder
    const table = new TableSymbol(derived.alias, null, route)
    const exposed = subroute.options.map(() => new Map<Column, SingleColumnVindex>())
    for (const result of subroute.resultColumns()) {
      const vindexes = subroute.options.map((option) => option.vindexes.get(result.column) ?? null)
      if (result.alias === '' || vindexes.every((vindex) => vindex === null)) continue
      if (table.columns.has(result.alias.toLowerCase())) {
        throw planFailure(`duplicate column aliases: ${result.alias}`)
      }
      const column = new Column(route)
      table.addColumn(result.alias, column)
      vindexes.forEach((vindex, i) => { if (vindex !== null) exposed[i]!.set(column, vindex) })
    }
    symbols.addTable(table)
    route.options = subroute.options
    route.options.forEach((option, i) => {
      option.route = route
      option.table = null
      option.vindexes = exposed[i]!
    })
    subroute.becomePartOf(route)
  }

  private processJoin(written: JoinExpression): void {
    const join = this.asLeftJoin(written)
    this.processExpression(join.left)
    const right = new SelectPlanner(this.planning)
    new FromPlanner(right).processExpression(join.right)
    this.join(right, join)
  }

  private asLeftJoin(join: JoinExpression): JoinExpression {
    switch (join.join) {
      case 'join': case 'straight_join': case 'left join': return join
      case 'right join':
        return { ...join, join: 'left join', left: join.right,
          right: join.left.kind === 'join' ? { kind: 'paren-tables', tables: [join.left] } : join.left }
      default: throw planFailure(`unsupported: ${join.join}`)
    }
  }

  /** One route if that is possible, else a join in vtgate. Source: from.go join. */
  private join(right: SelectPlanner, join: JoinExpression | null): void {
    const { planner } = this
    const left = planner.builder
    planner.symbols.merge(right.symbols)
    if (!(left instanceof RouteBuilder) || !(right.builder instanceof RouteBuilder)) {
      return this.joinInGate(right, join)
    }
    // The conditions can speak of either side, so they are looked up with both in sight.
    const conditions = join === null ? null : splitAnd(join.on)
    for (const condition of conditions ?? []) this.resolveQuietly(condition)
    const rightRoute = right.builder
    if (!left.mergeJoin(rightRoute, conditions)) return this.joinInGate(right, join)
    planner.symbols.singleRoute = left
    if (left.select.kind !== 'select' || rightRoute.select.kind !== 'select') {
      throw planFailure('unsupported: SELECT of UNION is non-trivial')
    }
    if (join === null) {
      left.select.from = [...left.select.from, ...rightRoute.select.from]
      return
    }
    if (join.on === null) {
      left.select.from = [join]
      return
    }
    const { pullouts, expression } = findOrigin(planner, join.on)
    left.select.from = [{ ...join, on: expression }]
    planner.addPullouts(pullouts)
    for (const filter of splitAnd(expression)) left.improve(filter)
  }

  private resolveQuietly(condition: Expression): void {
    if (condition.kind !== 'comparison') return
    for (const side of [condition.left, condition.right]) {
      if (side.kind !== 'column') continue
      try {
        this.planner.symbols.find(side)
      } catch {
        // It will be reported when the condition is pushed.
      }
    }
  }

  // Source: join.go newJoin.
  private joinInGate(right: SelectPlanner, join: JoinExpression | null): void {
    const { planner } = this
    const isLeftJoin = join?.join === 'left join'
    if (isLeftJoin && join.on !== null) {
      // ON goes to the right side, which sees the left one as a subquery sees what is around it.
      right.symbols.outer = planner.symbols
      right.pushFilter(join.on, 'where')
    }
    if (join !== null && join.using.length > 0) {
      throw planFailure('unsupported: join with USING(column_list) clause')
    }
    planner.builder = new JoinBuilder(this.planning, planner.builder, right.builder, isLeftJoin)
    planner.builder.reorder(0)
    if (join !== null && join.on !== null && !isLeftJoin) planner.pushFilter(join.on, 'where')
  }
}
