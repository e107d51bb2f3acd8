import type { ColumnRef, Expression, ExpressionItem, OrderItem, Select } from '../../../sql/index.ts'
import type { PulloutOpcode, PulloutSubquery } from '../engine/primitive.ts'
import { Builder, type Pushed } from './builder.ts'
import type { ResultColumn } from './symbols.ts'

/**
 * A subquery that is run first, because it depends on nothing outside. Source:
 * planbuilder/pullout_subquery.go.
 */
export class PulloutBuilder extends Builder {
  private underlying!: Builder

  constructor(private readonly opcode: PulloutOpcode,
    private readonly names: { result: string; hasValues: string },
    private readonly subquery: Builder) {
    super()
  }

  setUnderlying(underlying: Builder): void { this.underlying = underlying }

  first(): Builder { return this.underlying.first() }
  resultColumns(): readonly ResultColumn[] { return this.underlying.resultColumns() }

  reorder(order: number): void {
    this.subquery.reorder(order)
    this.underlying.reorder(this.subquery.order)
    this.order = this.underlying.order + 1
  }

  pushFilter(filter: Expression, clause: 'where' | 'having', origin: Builder): void {
    this.underlying.pushFilter(filter, clause, origin)
  }
  pushSelect(item: ExpressionItem,
    origin: Builder): Pushed { return this.underlying.pushSelect(item, origin) }
  makeDistinct(): void { this.underlying.makeDistinct() }
  pushGroupBy(groupBy: readonly Expression[]): void { this.underlying.pushGroupBy(groupBy) }
  pushOrderBy(orderBy: readonly OrderItem[]): Builder {
    this.underlying = this.underlying.pushOrderBy(orderBy)
    return this
  }
  setUpperLimit(count: Expression): void { this.underlying.setUpperLimit(count) }
  pushMisc(select: Select): void {
    this.subquery.pushMisc(select)
    this.underlying.pushMisc(select)
  }

  wireup(top: Builder): void {
    this.underlying.wireup(top)
    this.subquery.wireup(top)
  }

  supplyVariable(from: number, to: number, ref: ColumnRef, name: string): void {
    ;(from <= this.subquery.order ? this.subquery : this.underlying).supplyVariable(from, to, ref, name)
  }
  supplyColumn(ref: ColumnRef): Pushed { return this.underlying.supplyColumn(ref) }
  supplyWeightString(index: number): number { return this.underlying.supplyWeightString(index) }

  primitive(): PulloutSubquery {
    return {
      kind: 'pullout-subquery', opcode: this.opcode, resultName: this.names.result,
        hasValuesName: this.names.hasValues,
      subquery: this.subquery.primitive(), underlying: this.underlying.primitive(),
    }
  }
}
