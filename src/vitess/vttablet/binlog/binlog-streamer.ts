import type { BinlogTransaction, RowsEvent } from '../../../mysql/index.ts'
import { type Ctx, Failure } from '../../../sim/index.ts'
import { type KeyRange, keyRangeContains } from '../../keys/index.ts'
import type { BinlogStatement, BinlogTransactionText } from '../../wire/index.ts'
import type { SchemaEngine } from '../tabletserver/schema-engine.ts'
import type { TableSchema } from '../tabletserver/schema-reader.ts'
import type { RowResolver } from './keyspace-id-resolver.ts'
import { RowPrinter } from './row-statements.ts'

/** Which rows of the tablet's own database a stream wants. */
export interface BinlogFilter {
  /** Called when a table comes up for the first time; fails if the stream cannot go on with it. */
  table(table: TableSchema): RowTest
}

interface StreamedTable {
  readonly table: TableSchema
  readonly printer: RowPrinter
  readonly wanted: RowTest
}

type RowTest = (ctx: Ctx, event: RowsEvent) => boolean

/**
 * Turns transactions of the binlog into SQL, less what the filter leaves out. A transaction of which nothing
 * is left has no statements: it only carries the position. Schema changes are dropped. Source:
 * go/vt/binlog/binlog_streamer.go, go/vt/binlog/keyrange_filter.go, go/vt/binlog/tables_filter.go.
 */
export class BinlogStreamer {
  private readonly tables = new Map<string, StreamedTable>()

  constructor(
    private readonly schema: SchemaEngine,
    private readonly database: string,
    private readonly filter: BinlogFilter,
  ) {}

  convert(ctx: Ctx, transaction: BinlogTransaction): BinlogTransactionText {
    const statements: BinlogStatement[] = []
    for (const event of transaction.events) {
      if (event.database !== this.database) continue
      if (event.kind === 'ddl') {
        // Whoever changes a schema during a resharding must do it on both sides.
        ctx.log('W', 'keyrange_filter.go:48', `Not forwarding DDL: ${event.sql}`)
        continue
      }
      const { printer, wanted } = this.entry(event)
      if (wanted(ctx, event)) statements.push(printer.statement(event))
    }
    return {
      statements: statements.length === 0 ? statements
        : [{ category: 'SET', sql: `SET TIMESTAMP=${transaction.timestampS}` }, ...statements],
      timestampS: transaction.timestampS,
      gtid: `MySQL56/${transaction.gtid}`,
    }
  }

  private entry(event: RowsEvent): StreamedTable {
    const columns = (event.after ?? event.before)!.length
    const known = this.tables.get(event.table)
    if (known?.table.fields.length === columns) return known
    const table = this.schema.table(event.table)
    if (table === undefined) throw failed(`unknown table ${event.table} in schema`)
    if (columns !== table.fields.length) {
      throw failed(`cannot determine table columns for ${event.table}: event has ${columns} columns, current schema has `
        + `${table.fields.length}: [${table.fields.map(field => field.name).join(' ')}]`)
    }
    const entry = { table, printer: new RowPrinter(table), wanted: this.filter.table(table) }
    this.tables.set(event.table, entry)
    return entry
  }
}

/**
 * Rows of a key range: by where the row is *after* the change, or was before a delete. So an UPDATE that
 * moves a row from one range to another goes to the new range only, where it changes nothing, and the old
 * range keeps the row. A row without a keyspace id goes to the range that starts at the beginning.
 */
export function keyRangeFilter(
  range: KeyRange | null, resolver: (table: TableSchema) => RowResolver,
): BinlogFilter {
  return {
    table: table => {
      const resolve = resolver(table)
      return (ctx, event) => keyRangeContains(range, resolve(ctx, (event.after ?? event.before)!))
    },
  }
}

export function tablesFilter(tables: readonly string[]): BinlogFilter {
  return { table: table => () => tables.includes(table.name) }
}

const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
