import type { ColumnRef, Expression, ExpressionItem, OrderItem } from '../../../sql/index.ts'
import type { SubqueryProjection } from '../engine/primitive.ts'
import { UnaryBuilder, type Builder, type Pushed } from './builder.ts'
import { MemorySortBuilder } from './memory-sort-builder.ts'
import { planFailure } from './plan-failure.ts'
import type { Planning } from './planning.ts'
import { Column, resultColumn, SymbolTable, TableSymbol, type ResultColumn } from './symbols.ts'

/**
 * A derived table that is not one route: its columns can be chosen, and that is all. Source:
 * planbuilder/subquery.go.
 */
export class SubqueryBuilder extends UnaryBuilder {
  private readonly results: ResultColumn[] = []
  private readonly columns: number[] = []

  private constructor(private readonly planning: Planning, input: Builder) {
    super(input)
    this.order = input.order + 1
  }

  /** The builder, and the one table that its scope has. */
  static create(
    planning: Planning, alias: string, input: Builder,
  ): { builder: SubqueryBuilder; symbols: SymbolTable } {
    const builder = new SubqueryBuilder(planning, input)
    const table = new TableSymbol(alias, null, builder)
    for (const result of input.resultColumns()) {
      if (table.columns.has(result.alias.toLowerCase())) {
        throw planFailure(`duplicate column names in subquery: ${result.alias}`)
      }
      table.addColumn(result.alias, new Column(builder))
    }
    table.isAuthoritative = true
    const symbols = new SymbolTable(planning, null)
    symbols.addTable(table)
    return { builder, symbols }
  }

  override first(): Builder { return this }
  override resultColumns(): readonly ResultColumn[] { return this.results }

  override pushFilter(): void { throw planFailure(
    'unsupported: filtering on results of cross-shard subquery') }

  override pushSelect(item: ExpressionItem, _origin: Builder): Pushed {
    if (item.expression.kind !== 'column') {
      throw planFailure('unsupported: expression on results of a cross-shard subquery')
    }
    return this.addColumn(resultColumn(this.planning, item, this))
  }

  private addColumn(column: ResultColumn): Pushed {
    this.columns.push(column.column.position)
    this.results.push(column)
    return { column, index: this.results.length - 1 }
  }

  override makeDistinct(): void { throw planFailure('unsupported: distinct on cross-shard subquery') }
  override pushGroupBy(groupBy: readonly Expression[]): void {
    if (groupBy.length > 0) throw planFailure('unsupported: group by on cross-shard subquery')
  }

  override pushOrderBy(orderBy: readonly OrderItem[]): Builder {
    if (orderBy.length === 0 || (orderBy.length === 1 && orderBy[0]!.expression.kind === 'null')) return this
    return new MemorySortBuilder(this.planning, this, orderBy)
  }

  override setUpperLimit(_count: Expression): void {}

  /** What is inside has variables of its own. */
  override wireup(_top: Builder): void { this.input.wireup(this.input) }

  override supplyColumn(ref: ColumnRef): Pushed {
    const column = this.planning.columnOf(ref)!
    const known = this.results.findIndex((result) => result.column === column)
    if (known >= 0) return { column: this.results[known]!, index: known }
    return this.addColumn({ alias: '', column })
  }

  override supplyWeightString(index: number): number {
    const inner = this.input.supplyWeightString(this.columns[index]!)
    this.columns.push(inner)
    this.results.push(this.results[index]!)
    return this.results.length - 1
  }

  primitive(): SubqueryProjection { return { kind: 'subquery', input: this.input.primitive(),
    columns: this.columns } }
}

