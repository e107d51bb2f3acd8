import type { Ctx, Stream } from '../../sim/index.ts'
import type { Field, QueryResult, Row } from '../../sql/index.ts'
import { queryService } from '../command/index.ts'
import { type KeyRange, keyRangeContains, type KeyResolver } from '../keys/index.ts'
import { type Tablet, tabletAliasString } from '../wire/index.ts'
import type { CloneTable } from './clone-table.ts'
import type { RowReader } from './row-reader.ts'
import { escapeId } from './sql-text.ts'

/** Which rows of a scan count: those whose keyspace id is in the range. */
export interface ScanFilter { readonly keyRange: KeyRange | null; readonly resolver: KeyResolver }

/**
 * Reads a whole table of a tablet in the order of its key, once. With a filter the rows of other shards are
 * left out here, not by MySQL, since only the vindex knows where they belong. Source:
 * go/vt/worker/diff_utils.go TableScan, TableScanByKeyRange.
 */
export class TableScan implements RowReader {
  fields: readonly Field[] = []
  private rows: readonly Row[] = []
  private at = 0
  private count = 0

  private constructor(private readonly stream: Stream<QueryResult>,
    private readonly filter: ScanFilter | null) {}

  static async open(
    ctx: Ctx, tablet: Tablet, table: CloneTable, filter: ScanFilter | null,
  ): Promise<TableScan> {
    const key = table.primaryKeyColumns.map(escapeId)
    const sql = `SELECT ${table.columns.map(escapeId).join(', ')} FROM ${escapeId(table.name)}`
      + (key.length > 0 ? ` ORDER BY ${key.join(', ')}` : '')
    ctx.log('I', 'diff_utils.go:298',
      `SQL query for ${tabletAliasString(tablet.alias)}/${table.name}: ${sql}`)
    const target = { keyspace: tablet.keyspace, shard: tablet.shard, tabletType: tablet.type }
    const scan = new TableScan(queryService(tablet.alias).streamExecute(ctx,
      { target, sql, bindVariables: {}, transactionId: 0 }), filter)
    const first = await scan.stream.next(ctx)
    if (first.done !== true) {
      scan.fields = first.value.fields
      scan.rows = first.value.rows
    }
    return scan
  }

  row(): Row | undefined {
    const { rows, filter } = this
    while (this.at < rows.length) {
      const row = rows[this.at++]!
      if (filter !== null && !keyRangeContains(filter.keyRange, filter.resolver(row))) continue
      this.count++
      return row
    }
    return undefined
  }

  async next(ctx: Ctx): Promise<Row | null> {
    for (;;) {
      const row = this.row()
      if (row !== undefined) return row
      const item = await this.stream.next(ctx)
      if (item.done === true) return null
      this.rows = item.value.rows
      this.at = 0
    }
  }

  takeCount(): number {
    const { count } = this
    this.count = 0
    return count
  }

  close(): void { this.stream.close() }
}
