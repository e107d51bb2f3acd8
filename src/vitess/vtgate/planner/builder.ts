import type { ColumnRef, Expression, ExpressionItem, OrderItem, Select } from '../../../sql/index.ts'
import type { Primitive } from '../engine/primitive.ts'
import { planFailure } from './plan-failure.ts'
import type { ResultColumn } from './symbols.ts'

export interface Pushed { readonly column: ResultColumn; readonly index: number }

/**
 * A node of the plan while it is being made. The clauses of a statement are pushed down into the tree, as far
 * as they go; then `wireup` connects what the nodes need from each other, and `primitive` is the result.
 * Source: planbuilder/builder.go.
 */
export abstract class Builder {
  /** Execution order: a node can use the columns of nodes with a lower one. */
  order = 0

  /** Itself, or the route that it has been merged into. */
  resolve(): Builder { return this }
  /** The leftmost leaf. */
  abstract first(): Builder
  abstract reorder(order: number): void
  abstract resultColumns(): readonly ResultColumn[]
  abstract pushFilter(filter: Expression, clause: 'where' | 'having', origin: Builder): void
  abstract pushSelect(item: ExpressionItem, origin: Builder): Pushed
  abstract makeDistinct(): void
  abstract pushGroupBy(groupBy: readonly Expression[]): void
  abstract pushOrderBy(orderBy: readonly OrderItem[]): Builder
  /** A hint: no more rows than this are needed. */
  abstract setUpperLimit(count: Expression): void
  /** Comments and locks. */
  abstract pushMisc(select: Select): void
  abstract wireup(top: Builder): void
  /** Makes the column of node `from` available to node `to` as a bind variable. */
  abstract supplyVariable(from: number, to: number, ref: ColumnRef, name: string): void
  abstract supplyColumn(ref: ColumnRef): Pushed
  /** Adds the sort key of a text column to what is returned. */
  abstract supplyWeightString(index: number): number
  abstract primitive(): Primitive
}

/** A node with one input, which passes most things on. Source: planbuilder/builder.go builderCommon. */
export abstract class UnaryBuilder extends Builder {
  constructor(public input: Builder) {
    super()
  }

  first(): Builder { return this.input.first() }
  reorder(order: number): void {
    this.input.reorder(order)
    this.order = this.input.order + 1
  }
  resultColumns(): readonly ResultColumn[] { return this.input.resultColumns() }
  pushFilter(_filter: Expression, _clause: 'where' | 'having',
    _origin: Builder): void { throw unreachable('PushFilter') }
  pushSelect(_item: ExpressionItem, _origin: Builder): Pushed { throw unreachable('PushSelect') }
  makeDistinct(): void { throw unreachable('MakeDistinct') }
  pushGroupBy(_groupBy: readonly Expression[]): void { throw unreachable('PushGroupBy') }
  pushOrderBy(_orderBy: readonly OrderItem[]): Builder { throw unreachable('PushOrderBy') }
  setUpperLimit(count: Expression): void { this.input.setUpperLimit(count) }
  pushMisc(select: Select): void { this.input.pushMisc(select) }
  wireup(top: Builder): void { this.input.wireup(top) }
  supplyVariable(from: number, to: number, ref: ColumnRef,
    name: string): void { this.input.supplyVariable(from, to, ref, name) }
  supplyColumn(ref: ColumnRef): Pushed { return this.input.supplyColumn(ref) }
  supplyWeightString(index: number): number { return this.input.supplyWeightString(index) }
}

/**
 * A node that has result columns of its own, and may ask its input for more than it returns. Source:
 * resultsBuilder.
 */
export abstract class ResultsBuilder extends UnaryBuilder {
  protected readonly results: ResultColumn[]
  /** Where the sort keys of text columns are. */
  protected readonly weightStrings = new Map<ResultColumn, number>()
  /** How many columns are left when the surplus is cut off; 0: all. */
  protected truncateColumnCount = 0

  constructor(input: Builder) {
    super(input)
    this.results = [...input.resultColumns()]
  }

  override resultColumns(): readonly ResultColumn[] { return this.results }

  override supplyColumn(ref: ColumnRef): Pushed {
    const pushed = this.input.supplyColumn(ref)
    const known = this.results.findIndex((column) => column.column === pushed.column.column)
    if (known >= 0) return { column: this.results[known]!, index: known }
    this.widenTo(pushed.index)
    return pushed
  }

  override supplyWeightString(index: number): number {
    const column = this.results[index]!
    const known = this.weightStrings.get(column)
    if (known !== undefined) return known
    const weight = this.input.supplyWeightString(index)
    this.weightStrings.set(column, weight)
    this.widenTo(weight)
    return weight
  }

  private widenTo(index: number): void {
    if (index < this.results.length) return
    while (this.results.length <= index) this.results.push(this.input.resultColumns()[this.results.length]!)
    this.truncateColumnCount = this.results.length
  }

  /** The column that sorts as this one does: the sort key of a text, else itself. */
  protected sortColumn(index: number): number {
    const column = this.results[index]!
    if (!isTextType(column.column.type)) return index
    const width = this.results.length
    const known = this.weightStrings.get(column)
    if (known !== undefined) return known
    const weight = this.input.supplyWeightString(index)
    this.weightStrings.set(column, weight)
    this.truncateColumnCount = width
    return weight
  }
}

export const isTextType = (type: string): boolean => type === 'TEXT' || type === 'VARCHAR' || type === 'CHAR'

export const unreachable = (method: string) => planFailure(`${method}: unreachable`, 'INTERNAL')
