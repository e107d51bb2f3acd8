import type { Row } from '../../sql/index.ts'
import type { Key } from './ordered-map.ts'
import { TableData } from './table-data.ts'
import type { TableSchema } from './table-schema.ts'
import { tableShape, type TableShape } from './table-shape.ts'

/** One table of one server, on its disk. DDL makes a new one; commits replace its `data`. */
export class Table {
  readonly schema: TableSchema
  readonly shape: TableShape
  /** What is committed. Never changed in place, only replaced. */
  data: TableData
  /** The next AUTO_INCREMENT value. Not transactional, and lost at a crash: MySQL 5.7 then starts after the largest. */
  nextAutoIncrement: number | bigint = 1
  nextHiddenRow = 1

  constructor(schema: TableSchema, data?: TableData) {
    this.schema = schema
    this.shape = tableShape(schema)
    this.data = data ?? new TableData(this.shape)
  }

  /** The key under which a new row is kept. */
  newKey(row: Row): Key {
    return this.shape.hasHiddenRows ? this.nextHiddenRow++ : this.shape.rowCodec.ofRow(row, 0)
  }

  /** The key of a row that is there with this content; null if none is. With hidden rows this is a search. */
  keyOf(data: TableData, row: Row): Key | null {
    if (!this.shape.hasHiddenRows) {
      const key = this.shape.rowCodec.ofRow(row, 0)
      return data.rows.get(key) === undefined ? null : key
    }
    let found: Key | null = null
    data.rows.ascend(null, null, (other, key) => {
      if (other !== row && !sameRow(other, row)) return false
      found = key
      return true
    })
    return found
  }

  /** Keeps the counter above a value that was stored. */
  noteAutoIncrement(row: Row): void {
    const { autoIncrementColumn } = this.schema
    if (autoIncrementColumn < 0) return
    const value = row[autoIncrementColumn]
    if ((typeof value === 'number' || typeof value === 'bigint') && value >= this.nextAutoIncrement) {
      const next = BigInt(value) + 1n
      this.nextAutoIncrement = next <= 9007199254740991n ? Number(next) : next
    }
  }

  /** As at a start of the server: one more than the largest value there is. */
  resetAutoIncrement(): void {
    this.nextAutoIncrement = 1
    const { autoIncrementColumn, primaryKey } = this.schema
    if (autoIncrementColumn < 0) return
    const { rows } = this.data
    if (primaryKey?.columns.length === 1 && primaryKey.columns[0] === autoIncrementColumn) {
      const last = rows.lastKey()
      if (last !== undefined) this.noteAutoIncrement(rows.get(last)!)
    } else {
      rows.ascend(null, null, (row) => this.noteAutoIncrement(row))
    }
  }
}

/** Whether two rows hold the same values. */
export function sameRow(a: Row, b: Row): boolean {
  if (a === b) return true
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!
    const y = b[i]!
    if (x === y) continue
    if (x === null || y === null || typeof x !== 'object' || typeof y !== 'object') return false
    if (x.decimal !== y.decimal || x.scale !== y.scale) return false
  }
  return true
}
