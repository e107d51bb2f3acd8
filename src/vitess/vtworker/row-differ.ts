import type { Ctx } from '../../sim/index.ts'
import type { Row } from '../../sql/index.ts'
import { failure } from '../command/index.ts'
import type { CloneTable } from './clone-table.ts'
import { compareRows, firstDifference } from './compare-rows.ts'
import type { RowReader } from './row-reader.ts'
import type { RowRouter } from './row-router.ts'
import { type CloneCounters, count, type DiffType, diffTypes, type RowAggregator } from './row-aggregator.ts'

export interface RowDifferParts {
  readonly table: CloneTable
  /** The truth. */
  readonly source: RowReader
  readonly destination: RowReader
  readonly router: RowRouter
  /** By destination shard, then in the order of `diffTypes`. */
  readonly aggregators: readonly (readonly RowAggregator[])[]
  readonly counters: CloneCounters
  /** Called with the number of source rows looked at since the last call. */
  readonly processed: (rows: number) => void
}

/**
 * Walks through source and destination in the order of the primary key and makes the destination equal:
 * missing rows are inserted, rows too many deleted, changed ones updated, or moved if they now belong to
 * another shard.
 *
 * As in Vitess a row is routed by its own sharding column, not by the shard it was read from: a row that is
 * in the wrong shard is deleted where it should be, and stays. A move is a delete and an insert by different
 * writers, in no order and no transaction. Source: go/vt/worker/row_differ.go RowDiffer2.
 */
export class RowDiffer {
  constructor(private readonly parts: RowDifferParts) {
    checkFields(parts.source, parts.destination)
  }

  async diff(ctx: Ctx): Promise<void> {
    const { table, source, destination, counters } = this.parts
    const pkFieldCount = table.primaryKeyColumns.length
    let equal = 0
    let left: Row | null = await this.nextSource(ctx)
    let right: Row | null = destination.row() ?? await destination.next(ctx)
    while (left !== null && right !== null) {
      const different = firstDifference(left, right)
      if (different < 0) {
        equal++
        left = source.row() ?? await this.nextSource(ctx)
        right = destination.row() ?? await destination.next(ctx)
        continue
      }
      const order = different >= pkFieldCount ? 0 : compareRows(source.fields, pkFieldCount, left, right)
      if (order === 0) await this.update(ctx, left, right)
      else if (order < 0) await this.reconcile(ctx, 'insert', left)
      else await this.reconcile(ctx, 'delete', right)
      if (order <= 0) left = source.row() ?? await this.nextSource(ctx)
      if (order >= 0) right = destination.row() ?? await destination.next(ctx)
    }
    for (; left !== null; left = source.row() ?? await this.nextSource(ctx)) {
      const aggregator = this.aggregator('insert', left)
      if (aggregator.add(left)) await aggregator.flush(ctx)
    }
    for (; right !== null; right = destination.row() ?? await destination.next(ctx)) await this.reconcile(
      ctx, 'delete', right)
    this.parts.processed(source.takeCount())
    if (equal > 0) count(counters.equalRows, table.name, equal)
    for (const ofShard of this.parts.aggregators) {
      for (const aggregator of ofShard) await aggregator.flush(ctx)
    }
  }

  private async nextSource(ctx: Ctx): Promise<Row | null> {
    this.parts.processed(this.parts.source.takeCount())
    return this.parts.source.next(ctx)
  }

  private async update(ctx: Ctx, left: Row, right: Row): Promise<void> {
    const from = this.parts.router.route(right)
    const to = this.parts.router.route(left)
    if (from === to) return this.put(ctx, this.parts.aggregators[to]![diffTypes.indexOf('update')]!, left)
    await this.put(ctx, this.parts.aggregators[from]![diffTypes.indexOf('delete')]!, right)
    await this.put(ctx, this.parts.aggregators[to]![diffTypes.indexOf('insert')]!, left)
  }
  private reconcile(ctx: Ctx, kind: DiffType, row: Row): Promise<void> {
    return this.put(ctx, this.aggregator(kind, row), row)
  }
  private aggregator(kind: DiffType, row: Row): RowAggregator {
    return this.parts.aggregators[this.parts.router.route(row)]![diffTypes.indexOf(kind)]!
  }
  private async put(ctx: Ctx, aggregator: RowAggregator, row: Row): Promise<void> {
    if (aggregator.add(row)) await aggregator.flush(ctx)
  }
}

/** Source: row_differ.go compareFields. */
export function checkFields(left: RowReader, right: RowReader): void {
  if (left.fields.length !== right.fields.length) {
    throw failure('cannot diff inputs with different number of fields: '
      + `left: [${names(left)}] right: [${names(right)}]`, 'FAILED_PRECONDITION')
  }
  for (const [i, field] of left.fields.entries()) {
    const other = right.fields[i]!
    if (field.type === other.type) continue
    throw failure(`cannot diff inputs with different types: field ${i} types are ${field.type} and`
      + ` ${other.type}`, 'FAILED_PRECONDITION')
  }
}
const names = (reader: RowReader): string => reader.fields.map(field => field.name).join(' ')
