import { assert } from '../../../base/index.ts'
import type { RowsEvent } from '../../../mysql/index.ts'
import { encodeValue, printName, type Row, type Value } from '../../../sql/index.ts'
import type { BinlogStatement } from '../../wire/index.ts'
import type { TableSchema } from '../tabletserver/schema-reader.ts'

/**
 * The changed rows of one table as SQL that names every column. Names come from the tablet's schema by
 * position: the event has none. (Values of TIMESTAMP columns need no conversion here: all servers' rows are in
 * UTC.) Source: go/vt/binlog/binlog_streamer.go appendInserts, appendUpdates, appendDeletes.
 */
export class RowPrinter {
  private readonly name: string
  private readonly columns: readonly string[]

  constructor(private readonly table: TableSchema) {
    this.name = printName(table.name)
    this.columns = table.fields.map(field => printName(field.name))
  }

  statement({ change, before, after }: RowsEvent): BinlogStatement {
    switch (change) {
      case 'insert': return {
        category: 'INSERT', sql: `INSERT INTO ${this.name} SET ${this.assignments(after!)}`,
      }
      case 'update': return {
        category: 'UPDATE',
        sql: `UPDATE ${this.name} SET ${this.assignments(after!)} WHERE ${this.identifiers(before!)}`,
      }
      case 'delete': return {
        category: 'DELETE', sql: `DELETE FROM ${this.name} WHERE ${this.identifiers(before!)}`,
      }
    }
  }

  private assignments(row: Row): string {
    let text = ''
    row.forEach((value, i) => { text += `${i === 0 ? '' : ', '}${this.column(i)}=${this.value(value, i)}` })
    return text
  }

  private identifiers(row: Row): string {
    let text = ''
    row.forEach((value, i) => {
      const test = value === null ? ' IS NULL' : `=${this.value(value, i)}`
      text += `${i === 0 ? '' : ' AND '}${this.column(i)}${test}`
    })
    return text
  }

  private value(value: Value, i: number): string {
    return value === null ? 'NULL' : encodeValue(value, this.table.fields[i]!.type)
  }

  private column(i: number): string {
    const name = this.columns[i]
    assert(name !== undefined,
      () => `a row of ${this.table.name} has a column that the schema lacks: its length was compared before`)
    return name
  }
}
