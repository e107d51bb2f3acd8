import type { Ctx, Queue } from '../../sim/index.ts'
import type { Row } from '../../sql/index.ts'
import type { CloneTable } from './clone-table.ts'
import { escapeId } from './sql-text.ts'

/**
 * What has to be done to a destination so that it has what the source has. Source: go/vt/worker/row_differ.go
 * DiffType.
 */
export const diffTypes = ['insert', 'update', 'delete'] as const
export type DiffType = (typeof diffTypes)[number]

/**
 * Rows done so far, by table and kind. Source: go/vt/worker/worker.go
 * Worker{Online,Offline}{Insert,…}Counters.
 */
export interface CloneCounters {
  readonly inserts: Map<string, number>
  readonly updates: Map<string, number>
  readonly deletes: Map<string, number>
  readonly equalRows: Map<string, number>
}
export const cloneCounters = (): CloneCounters =>
  ({ inserts: new Map(), updates: new Map(), deletes: new Map(), equalRows: new Map() })
export const count = (counter: Map<string, number>, table: string, rows: number): void => {
  counter.set(table, (counter.get(table) ?? 0) + rows)
}

export interface AggregatorLimits { readonly maxRows: number; readonly maxSize: number }

/**
 * Collects rows of one kind for one destination shard and puts them into as few statements as the limits
 * allow. The size is looked at after a row was added, so a statement always has at least one. Source:
 * go/vt/worker/row_aggregator.go.
 */
export class RowAggregator {
  private text = ''
  private rows = 0
  private readonly head: string
  private readonly separator: string
  private readonly maxRows: number

  constructor(
    private readonly kind: DiffType,
    private readonly table: CloneTable,
    private readonly limits: AggregatorLimits,
    private readonly insertChannel: Queue<string>,
    private readonly counter: Map<string, number>,
    dbName: string,
  ) {
    const name = `${escapeId(dbName)}.${escapeId(table.name)}`
    this.head = kind === 'insert' ? `INSERT INTO ${name} (${table.columns.map(escapeId).join(', ')}) VALUES `
      : kind === 'update' ? `UPDATE ${name} SET ` : `DELETE FROM ${name} WHERE `
    this.separator = kind === 'insert' ? ',' : ' OR '
    this.maxRows = kind === 'update' ? 1 : limits.maxRows
  }

  /** Takes the row; true if the statement is full now and has to be flushed. */
  add(row: Row): boolean {
    this.text += this.rows === 0 ? this.head : this.separator
    this.text += this.kind === 'insert' ? this.values(row) : this.kind === 'update' ? this.assignments(row)
      : `(${this.key(row)})`
    this.rows++
    return this.rows >= this.maxRows || this.text.length >= this.limits.maxSize
  }

  /** Hands the statement to the writers; waits while they have enough to do. */
  async flush(ctx: Ctx): Promise<void> {
    if (this.rows === 0) return
    const { text, rows } = this
    this.text = ''
    this.rows = 0
    await this.insertChannel.put(ctx, text)
    count(this.counter, this.table.name, rows)
  }

  private values(row: Row): string {
    const { encoders } = this.table
    let text = `(${encoders[0]!(row[0]!)}`
    for (let i = 1; i < row.length; i++) text += `,${encoders[i]!(row[i]!)}`
    return `${text})`
  }
  private assignments(row: Row): string {
    const { columns, encoders, primaryKeyColumns } = this.table
    const set = columns.map((column, i) => `${escapeId(column)}=${encoders[i]!(row[i]!)}`).slice(
      primaryKeyColumns.length)
    return `${set.join(',')} WHERE ${this.key(row)}`
  }
  private key(row: Row): string {
    const { encoders, primaryKeyColumns } = this.table
    return primaryKeyColumns.map((column, i) => `${escapeId(column)}=${encoders[i]!(row[i]!)}`).join(' AND ')
  }
}
