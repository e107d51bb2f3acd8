import type { ColumnRef, Expression, ExpressionItem, OrderItem, Select } from '../../../sql/index.ts'
import type { Join } from '../engine/primitive.ts'
import { walk } from './ast-walk.ts'
import { Builder, type Pushed } from './builder.ts'
import { MemorySortBuilder } from './memory-sort-builder.ts'
import { planFailure } from './plan-failure.ts'
import type { Planning } from './planning.ts'
import { isOrderIrrelevant } from './route-builder.ts'
import { resultFromNumber, type ResultColumn } from './symbols.ts'

/** A join that vtgate does itself, row by row. Source: planbuilder/join.go. */
export class JoinBuilder extends Builder {
  private readonly results: ResultColumn[] = []
  private readonly columns: number[] = []
  private readonly variables = new Map<string, number>()
  private readonly weightStrings = new Map<ResultColumn, number>()

  constructor(
    private readonly planning: Planning, private left: Builder, private right: Builder,
    private readonly isLeftJoin: boolean,
  ) {
    super()
  }

  first(): Builder { return this.left.first() }
  resultColumns(): readonly ResultColumn[] { return this.results }

  reorder(order: number): void {
    this.left.reorder(order)
    this.right.reorder(this.left.order)
    this.order = this.right.order
  }

  private isOnLeft(order: number): boolean { return order <= this.left.order }

  pushFilter(filter: Expression, clause: 'where' | 'having', origin: Builder): void {
    if (this.isOnLeft(origin.order)) return this.left.pushFilter(filter, clause, origin)
    if (this.isLeftJoin) throw planFailure('unsupported: cross-shard left join and where clause')
    this.right.pushFilter(filter, clause, origin)
  }

  pushSelect(item: ExpressionItem, origin: Builder): Pushed {
    if (this.isOnLeft(origin.order)) return this.addColumn(this.left.pushSelect(item, origin), true)
    // An expression on the right could make something of the NULLs of a row that is not there.
    if (this.isLeftJoin && item.expression.kind !== 'column') {
      throw planFailure('unsupported: cross-shard left join and column expressions')
    }
    return this.addColumn(this.right.pushSelect(item, origin), false)
  }

  private addColumn({ column, index }: Pushed, isLeft: boolean): Pushed {
    this.columns.push(isLeft ? -index - 1 : index + 1)
    this.results.push(column)
    return { column, index: this.results.length - 1 }
  }

  makeDistinct(): void { throw planFailure('unsupported: distinct on cross-shard join') }
  pushGroupBy(groupBy: readonly Expression[]): void {
    // The misspelling is Vitess's own.
    if (groupBy.length > 0) throw planFailure('unupported: group by on cross-shard join')
  }

  pushOrderBy(orderBy: readonly OrderItem[]): Builder {
    if (orderBy.length === 0 || isOrderIrrelevant(orderBy)) {
      this.left = this.left.pushOrderBy(orderBy)
      this.right = this.right.pushOrderBy(orderBy)
      return this
    }
    if (orderBy.some((order) => this.dependsOnRight(order.expression))) {
      return new MemorySortBuilder(this.planning, this, orderBy)
    }
    this.left = this.left.pushOrderBy(orderBy)
    this.right = this.right.pushOrderBy([])
    return this
  }

  private dependsOnRight(expression: Expression): boolean {
    if (expression.kind === 'literal') {
      return !this.isOnLeft(this.results[resultFromNumber(this.results, expression)]!.column.origin.order)
    }
    let depends = false
    walk(expression, (node) => {
      if (node.kind === 'column' && !this.isOnLeft(this.planning.columnOf(node as ColumnRef)!.origin.order)) {
        depends = true
      }
    })
    return depends
  }

  /** A limit on one side says nothing about the other. */
  setUpperLimit(_count: Expression): void {}

  pushMisc(select: Select): void {
    this.left.pushMisc(select)
    this.right.pushMisc(select)
  }

  wireup(top: Builder): void {
    this.right.wireup(top)
    this.left.wireup(top)
  }

  supplyVariable(from: number, to: number, ref: ColumnRef, name: string): void {
    if (!this.isOnLeft(from)) return this.right.supplyVariable(from, to, ref, name)
    if (this.isOnLeft(to)) return this.left.supplyVariable(from, to, ref, name)
    if (this.variables.has(name)) return
    const column = this.planning.columnOf(ref)
    const known = this.results.findIndex((result, i) => result.column === column && this.columns[i]! < 0)
    this.variables.set(name, known >= 0 ? -this.columns[known]! - 1 : this.left.supplyColumn(ref).index)
  }

  supplyColumn(ref: ColumnRef): Pushed {
    const column = this.planning.columnOf(ref)!
    const known = this.results.findIndex((result) => result.column === column)
    if (known >= 0) return { column: this.results[known]!, index: known }
    const isLeft = this.isOnLeft(column.origin.order)
    return this.addColumn((isLeft ? this.left : this.right).supplyColumn(ref), isLeft)
  }

  supplyWeightString(index: number): number {
    const result = this.results[index]!
    const known = this.weightStrings.get(result)
    if (known !== undefined) return known
    const at = this.columns[index]!
    const weight = at < 0 ? this.left.supplyWeightString(-at - 1) : this.right.supplyWeightString(at - 1)
    const added = this.addColumn({ column: result, index: weight }, at < 0).index
    this.weightStrings.set(result, added)
    return added
  }

  primitive(): Join {
    return {
      kind: 'join', isLeftJoin: this.isLeftJoin, left: this.left.primitive(), right: this.right.primitive(),
      columns: this.columns, variables: this.variables,
    }
  }
}
