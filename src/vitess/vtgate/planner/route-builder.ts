import {
  print, type ColumnRef, type Expression, type ExpressionItem, type OrderItem, type Select, type SelectItem,
  type SelectStatement,
  type TableSourceRef, type Union,
} from '../../../sql/index.ts'
import type { PlanValue, Route } from '../engine/primitive.ts'
import {
  argument, emptySelect, intLiteral, joinAnd, oneItem, rewrite, type Mutable, type Node,
} from './ast-walk.ts'
import { Builder, ResultsBuilder, unreachable, type Pushed } from './builder.ts'
import { planFailure } from './plan-failure.ts'
import { planValue } from './plan-value.ts'
import type { Planning } from './planning.ts'
import type { RouteOption } from './route-option.ts'
import { Column, resultColumn, resultFromNumber, type ResultColumn } from './symbols.ts'

const systemDatabases: ReadonlySet<string> =
  new Set(['information_schema', 'performance_schema', 'sys', 'mysql'])

export const isSystemDatabase = (name: string | null): boolean => name !== null
  && systemDatabases.has(name.toLowerCase())

/** Collects what one query to some shards will say. Source: planbuilder/route.go. */
export class RouteBuilder extends Builder {
  options: RouteOption[] = []
  /** The query so far: a select that grows, or a union that was merged whole. */
  select: Mutable<Select> | Mutable<Union> = emptySelect()
  private readonly results: ResultColumn[] = []
  private readonly weightStrings = new Map<ResultColumn, number>()
  private readonly orderBy: { column: number; descending: boolean }[] = []
  private truncateColumnCount = 0
  /** Set when this route has become part of another. */
  private redirect: RouteBuilder | null = null
  private query = ''
  private fieldQuery = ''
  private values: readonly PlanValue[] = []

  constructor(readonly planning: Planning) {
    super()
  }

  override resolve(): RouteBuilder { return this.redirect === null ? this : this.redirect.resolve() }
  first(): Builder { return this }
  reorder(order: number): void { this.order = order + 1 }
  resultColumns(): readonly ResultColumn[] { return this.results }

  private get draft(): Mutable<Select> {
    if (this.select.kind !== 'select') throw planFailure('unsupported: SELECT of UNION is non-trivial')
    return this.select
  }

  /** The best option; once there is need to know, the others are dropped. */
  get option(): RouteOption {
    let best = this.options[0]!
    for (const option of this.options) if (option.isBetterThan(best)) best = option
    return best
  }

  /** True if one shard has all the answers; options that need more are dropped if one does not. */
  get isSingleShard(): boolean {
    const single = this.options.filter((option) => option.isSingleShard)
    if (single.length === 0) return false
    this.options = single
    return true
  }

  // ------------------------------------------------------------------------------------------------- merging

  /** This route is now in the FROM clause of another. */
  becomePartOf(route: RouteBuilder): void { this.redirect = route }

  mergeJoin(right: RouteBuilder, conditions: readonly Expression[] | null): boolean {
    return this.mergeWith(right, (mine, its) => mine.canMergeJoin(this.planning, its, conditions),
      (mine, its) => mine.mergeJoin(its))
  }

  mergeSubquery(inner: RouteBuilder): boolean {
    return this.mergeWith(inner, (mine, its) => mine.canMergeSubquery(this.planning, its), (mine, its) =>
      mine.merge(its))
  }

  mergeUnion(right: RouteBuilder): boolean {
    return this.mergeWith(right, (mine, its) => mine.canMergeUnion(its),
      (mine, its) => { mine.merge(its); mine.table = null })
  }

  private mergeWith(other: RouteBuilder, can: (mine: RouteOption, its: RouteOption) => boolean,
    merge: (mine: RouteOption, its: RouteOption) => void): boolean {
    // Each option goes together with the first that fits; those without a partner are dropped.
    const pairs = this.options.flatMap((mine) => {
      const its = other.options.find((candidate) => can(mine, candidate))
      return its === undefined ? [] : [{ mine, its }]
    })
    if (pairs.length === 0) return false
    for (const { mine, its } of pairs) merge(mine, its)
    this.options = pairs.map(({ mine }) => mine)
    other.redirect = this
    return true
  }

  // ------------------------------------------------------------------------------------------------- pushing

  pushFilter(filter: Expression, clause: 'where' | 'having', _origin: Builder): void {
    this.draft[clause] = joinAnd(this.draft[clause], filter)
    this.improve(filter)
  }

  improve(filter: Expression): void {
    for (const option of this.options) option.improve(this.planning, filter)
  }

  pushSelect(item: ExpressionItem, _origin: Builder): Pushed {
    this.draft.items = [...this.draft.items, item]
    this.results.push(resultColumn(this.planning, item, this))
    return { column: this.results.at(-1)!, index: this.results.length - 1 }
  }

  /** For `*` and NEXT: a column that nobody can refer to. */
  pushAnonymous(item: SelectItem): ResultColumn {
    this.draft.items = [...this.draft.items, item]
    const column = { alias: '', column: new Column(this) }
    this.results.push(column)
    return column
  }

  makeDistinct(): void { this.draft.distinct = true }
  pushGroupBy(groupBy: readonly Expression[]): void {
    if (groupBy.length > 0) this.draft.groupBy = groupBy
  }
  setUpperLimit(count: Expression): void { this.select.limit = { kind: 'limit', offset: null, count } }

  pushMisc(select: Select): void {
    if (this.select.kind !== 'select') return
    Object.assign(this.draft, {
      comments: select.comments, lock: select.lock, cache: select.cache, straightJoin: select.straightJoin,
      calcFoundRows: select.calcFoundRows,
    })
  }

  pushOrderBy(orderBy: readonly OrderItem[]): Builder {
    if (orderBy.length === 0) return this
    if (this.isSingleShard || isOrderIrrelevant(orderBy)) {
      this.select.orderBy = [...this.select.orderBy, ...orderBy]
      return this
    }
    for (const order of orderBy) {
      this.orderBy.push({ column: this.orderColumn(order), descending: order.descending })
      this.select.orderBy = [...this.select.orderBy, order]
    }
    return new MergeSort(this)
  }

  private orderColumn({ expression, ...order }: OrderItem): number {
    const inner = expression.kind === 'unary' && expression.operator === 'binary' ? expression.operand
      : expression
    if (inner.kind === 'literal') return resultFromNumber(this.results, inner)
    if (inner.kind !== 'column') {
      throw planFailure(`unsupported: in scatter query: complex order by expression: ${print(expression)}`)
    }
    const column = this.planning.columnOf(inner)
    const at = this.results.findIndex((result) => result.column === column)
    if (at >= 0) return at
    throw planFailure('unsupported: in scatter query: order by must reference a column in the select list: '
      + print({ ...order, expression }))
  }

  /** The columns by which answers are merged, with sort keys in place of texts. */
  finishOrderBy(sortColumn: (index: number) => number): void {
    for (const order of this.orderBy) order.column = sortColumn(order.column)
  }

  truncateTo(count: number): void { this.truncateColumnCount = count }

  // -------------------------------------------------------------------------------------------------- wiring

  wireup(top: Builder): void {
    const option = this.option
    this.options = [option]
    for (const [from, to] of option.substitutions) this.planning.substitutions.set(from, to)
    this.values = option.values ?? this.conditionValues(top, option)
    const draft: SelectStatement = this.select.kind === 'select' && this.select.items.length === 0
      ? { ...this.select, items: [oneItem] } : this.select
    const inComparison = option.condition?.kind === 'comparison' ? option.condition : null
    const finished = rewrite<SelectStatement>(draft, (node) => this.localize(top, option, inComparison, node))
    this.query = print(finished)
    this.fieldQuery = print(impossible(finished))
  }

  private conditionValues(top: Builder, option: RouteOption): readonly PlanValue[] {
    if (option.condition === null) return []
    return [this.procureValue(top, option.condition.kind === 'comparison' ? option.condition.right
      : option.condition)]
  }

  private procureValue(top: Builder, expression: Expression): PlanValue {
    if (expression.kind === 'tuple') {
      return { kind: 'list', values: expression.items.map((item) => this.procureValue(top, item)) }
    }
    if (expression.kind !== 'column') return planValue(expression)
    return { kind: 'argument', name: this.planning.procure(top, expression, this.order) }
  }

  /** What a node of the statement becomes in the query of this route. */
  private localize(top: Builder, option: RouteOption, inComparison: Expression | null, node: Node): Node {
    const any = node as Node & Record<string, unknown>
    if (node === inComparison) return { ...node, right: argument('__vals', true) } as Node
    switch (node.kind) {
      case 'column': {
        const ref = node as ColumnRef
        const column = this.planning.columnOf(ref)
        if (column !== undefined && column.origin !== this) {
          return argument(this.planning.procure(top, ref, this.order))
        }
        return ref.database === null || isSystemDatabase(ref.database) ? node
          : { ...ref, database: null } as Node
      }
      case 'comparison':
        // A value on the left is turned to the right.
        if (any['operator'] === '=' && option.isValue(this.planning, any['left'] as Expression)
          && !option.isValue(this.planning, any['right'] as Expression)) {
          return { ...node, left: any['right'], right: any['left'] } as Node
        }
        return node
      case 'table': return (this.planning.substitutions.get(node as TableSourceRef) ?? node)
      case 'table-name': case 'star':
        return any['database'] === null || isSystemDatabase(any['database'] as string) ? node
          : { ...node, database: null } as Node
      default: return node
    }
  }

  supplyVariable(_from: number, _to: number, _ref: ColumnRef,
    _name: string): void { throw unreachable('route.SupplyVar') }

  supplyColumn(ref: ColumnRef): Pushed {
    const column = this.planning.columnOf(ref)!
    const known = this.results.findIndex((result) => result.column === column)
    if (known >= 0) return { column: this.results[known]!, index: known }
    this.results.push({ alias: '', column })
    this.draft.items = [...this.draft.items, { kind: 'item', expression: ref, alias: null }]
    return { column: this.results.at(-1)!, index: this.results.length - 1 }
  }

  supplyWeightString(index: number): number {
    const result = this.results[index]!
    const known = this.weightStrings.get(result)
    if (known !== undefined) return known
    const item = this.draft.items[index] as ExpressionItem
    const { index: weight } = this.pushSelect({
      kind: 'item', alias: null, expression: {
        kind: 'function', database: null, name: 'weight_string', distinct: false, star: false,
          arguments: [item.expression],
      },
    }, this)
    this.weightStrings.set(result, weight)
    return weight
  }

  primitive(): Route {
    const { option } = this
    return {
      kind: 'route', opcode: option.opcode, keyspace: option.keyspace, tableName: option.tableName,
        query: this.query,
      fieldQuery: this.fieldQuery, vindex: option.vindex, values: this.values, orderBy: this.orderBy,
      truncateColumnCount: this.truncateColumnCount, queryTimeoutMs: option.queryTimeoutMs,
      scatterErrorsAsWarnings: option.scatterErrorsAsWarnings,
    }
  }
}

/** `order by null` and `order by rand()` say nothing that a merge would have to keep. */
export function isOrderIrrelevant(orderBy: readonly OrderItem[]): boolean {
  const only = orderBy.length === 1 ? orderBy[0]!.expression : null
  return only !== null && (only.kind === 'null'
    || (only.kind === 'function' && only.name.toLowerCase() === 'rand'))
}

/**
 * Stands above a scatter route whose answers are merged by order, and asks for sort keys of texts. Source:
 * merge_sort.go.
 */
class MergeSort extends ResultsBuilder {
  constructor(private readonly route: RouteBuilder) {
    super(route)
  }

  override setUpperLimit(count: Expression): void { this.route.setUpperLimit(count) }

  override wireup(top: Builder): void {
    this.route.finishOrderBy((index) => this.sortColumn(index))
    if (this.truncateColumnCount > 0) this.route.truncateTo(this.truncateColumnCount)
    this.route.wireup(top)
  }

  primitive(): Route { return this.route.primitive() }
}

/** The query that returns the same columns and no row. Source: sqlparser.FormatImpossibleQuery. */
function impossible(select: SelectStatement): SelectStatement {
  switch (select.kind) {
    case 'paren-select': return { ...select, select: impossible(select.select) }
    case 'union':
      return { ...select, first: impossible(select.first), orderBy: [], limit: null, lock: 'none',
        rest: select.rest.map((part) => ({ ...part, statement: impossible(part.statement) })) }
    case 'select': {
      const never: Expression = { kind: 'comparison', operator: '!=', left: intLiteral(1),
        right: intLiteral(1) }
      return { ...emptySelect(), items: select.items, from: select.from, where: never,
        groupBy: select.groupBy }
    }
  }
}

