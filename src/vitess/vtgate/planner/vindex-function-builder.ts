import type {
  ColumnRef, Expression, ExpressionItem, OrderItem, Select, TypeName,
} from '../../../sql/index.ts'
import type { PlanValue, SingleColumnVindex, VindexFunction } from '../engine/primitive.ts'
import { isValue } from './ast-walk.ts'
import { Builder, unreachable, type Pushed } from './builder.ts'
import { MemorySortBuilder } from './memory-sort-builder.ts'
import { planFailure } from './plan-failure.ts'
import { planValue } from './plan-value.ts'
import type { Planning } from './planning.ts'
import { Column, resultColumn, SymbolTable, TableSymbol, type ResultColumn } from './symbols.ts'

const columnNames = ['id', 'keyspace_id', 'range_start', 'range_end'] as const

/**
 * `select id, keyspace_id from vindex where id = :id`: a vindex used as a table. Source:
 * planbuilder/vindex_func.go.
 */
export class VindexFunctionBuilder extends Builder {
  private readonly results: ResultColumn[] = []
  private readonly columns: number[] = []
  private readonly fields: { name: string; type: TypeName }[] = []
  private value: PlanValue | null = null

  private constructor(private readonly planning: Planning, private readonly vindex: SingleColumnVindex) {
    super()
  }

  static create(planning: Planning, alias: string, qualifier: string | null, vindex: SingleColumnVindex):
    { builder: VindexFunctionBuilder; symbols: SymbolTable } {
    const builder = new VindexFunctionBuilder(planning, vindex)
    const table = new TableSymbol(alias, qualifier, builder)
    for (const name of columnNames) table.addColumn(name, new Column(builder))
    table.isAuthoritative = true
    const symbols = new SymbolTable(planning, null)
    symbols.addTable(table)
    return { builder, symbols }
  }

  first(): Builder { return this }
  reorder(order: number): void { this.order = order + 1 }
  resultColumns(): readonly ResultColumn[] { return this.results }

  pushFilter(filter: Expression, _clause: 'where' | 'having', _origin: Builder): void {
    if (this.value !== null) throw wrongWhere('multiple filters')
    if (filter.kind !== 'comparison') throw wrongWhere('not a comparison')
    if (filter.operator !== '=') throw wrongWhere('not equality')
    if (filter.left.kind !== 'column') throw wrongWhere('lhs is not a column')
    if (filter.left.name.toLowerCase() !== 'id') throw wrongWhere('lhs is not id')
    if (!isValue(filter.right)) throw wrongWhere('rhs is not a value')
    this.value = planValue(filter.right)
  }

  pushSelect(item: ExpressionItem, _origin: Builder): Pushed {
    if (this.value === null) throw wrongWhere('where clause missing')
    if (item.expression.kind !== 'column') {
      throw planFailure('unsupported: expression on results of a vindex function')
    }
    return this.addColumn(resultColumn(this.planning, item, this))
  }

  private addColumn(column: ResultColumn): Pushed {
    const { position } = column.column
    this.columns.push(position)
    this.fields.push({ name: column.alias === '' ? columnNames[position]! : column.alias, type: 'VARBINARY' })
    this.results.push(column)
    return { column, index: this.results.length - 1 }
  }

  makeDistinct(): void { throw planFailure('unsupported: distinct on vindex function') }
  pushGroupBy(groupBy: readonly Expression[]): void {
    if (groupBy.length > 0) throw planFailure('unupported: group by on vindex function')
  }
  pushOrderBy(orderBy: readonly OrderItem[]): Builder {
    return orderBy.length === 0 ? this : new MemorySortBuilder(this.planning, this, orderBy)
  }
  setUpperLimit(_count: Expression): void {}
  pushMisc(_select: Select): void {}
  wireup(_top: Builder): void {}
  supplyVariable(): void { throw unreachable('vindexFunc.SupplyVar') }

  supplyColumn(ref: ColumnRef): Pushed {
    const column = this.planning.columnOf(ref)!
    const known = this.results.findIndex((result) => result.column === column)
    return known >= 0 ? { column: this.results[known]!, index: known } : this.addColumn({ alias: '', column })
  }

  supplyWeightString(index: number): number { return index }

  primitive(): VindexFunction {
    if (this.value === null) throw wrongWhere('where clause missing')
    return { kind: 'vindex-function', vindex: this.vindex, value: this.value, fields: this.fields,
      columns: this.columns }
  }
}

const wrongWhere = (reason: string) =>
  planFailure(`unsupported: where clause for vindex function must be of the form id = <val> (${reason})`)
