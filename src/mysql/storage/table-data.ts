import type { Row, Value } from '../../sql/index.ts'
import type { IndexRange, TableView } from '../engine/access-path.ts'
import { type End, type Key, OrderedMap } from './ordered-map.ts'
import type { TableShape } from './table-shape.ts'

/**
 * The rows of a table at one moment, with their indexes. What was committed is never changed: a transaction changes a
 * copy, which shares everything that it leaves alone, and the copy takes the place of the original at commit.
 */
export class TableData implements TableView {
  readonly shape: TableShape
  readonly rows: OrderedMap<Row>
  /** One for each index but the primary key: index key → row key. */
  readonly indexes: readonly OrderedMap<Key>[]

  constructor(shape: TableShape, rows?: OrderedMap<Row>, indexes?: readonly OrderedMap<Key>[]) {
    this.shape = shape
    this.rows = rows ?? new OrderedMap()
    this.indexes = indexes ?? shape.secondary.map(() => new OrderedMap<Key>())
  }

  get schema() {
    return this.shape.schema
  }

  get rowCount(): number {
    return this.rows.size
  }

  copy(): TableData {
    const { indexes } = this
    return new TableData(this.shape, this.rows.copy(), indexes.length === 0 ? indexes : indexes.map((map) => map.copy()))
  }

  get(key: readonly Value[]): Row | undefined {
    return this.rows.get(this.shape.rowCodec.ofValues(key))
  }

  /** Takes `before` (kept by `beforeKey`) out and puts `after` in; either may be null. Does not look for duplicates. */
  change(beforeKey: Key, before: Row | null, afterKey: Key, after: Row | null): void {
    const { secondary } = this.shape
    for (let i = 0; i < secondary.length; i++) {
      const { codec } = secondary[i]!
      const map = this.indexes[i]!
      const from = before === null ? null : codec.ofRow(before, beforeKey)
      const to = after === null ? null : codec.ofRow(after, afterKey)
      if (from === to && beforeKey === afterKey) continue
      if (from !== null) map.delete(from)
      if (to !== null) map.set(to, afterKey)
    }
    if (before !== null && (after === null || beforeKey !== afterKey)) this.rows.delete(beforeKey)
    if (after !== null) this.rows.set(afterKey, after)
  }

  /** As `change`, where the rows that are here may be other versions than `before`, or not be here at all. */
  overlay(beforeKey: Key, afterKey: Key, after: Row | null): void {
    if (beforeKey !== afterKey || after === null) {
      const gone = this.rows.get(beforeKey) ?? null
      if (gone !== null) this.change(beforeKey, gone, beforeKey, null)
    }
    if (after !== null) this.change(afterKey, this.rows.get(afterKey) ?? null, afterKey, after)
  }

  scan(range: IndexRange, visit: (row: Row) => boolean | void): void {
    this.scanKeys(range, visit)
  }

  /** As `scan`, and shows the key under which each row is kept. */
  scanKeys(range: IndexRange, visit: (row: Row, key: Key) => boolean | void): void {
    const { shape } = this
    const secondary = range.index < 0 ? -1 : range.index - shape.firstSecondary
    if (secondary < 0) {
      const { from, to } = ends(range, shape.rowCodec)
      if (range.descending) this.rows.descend(from, to, visit)
      else this.rows.ascend(from, to, visit)
      return
    }
    const { from, to } = ends(range, shape.secondary[secondary]!.codec)
    const byKey = (key: Key): boolean | void => visit(this.rows.get(key)!, key)
    if (range.descending) this.indexes[secondary]!.descend(from, to, byKey)
    else this.indexes[secondary]!.ascend(from, to, byKey)
  }

  /**
   * The first unique key on which `row` would collide with another row than the one kept by `except`, in the order
   * in which MySQL looks: the primary key, then the others as they were defined.
   */
  conflict(row: Row, key: Key, except: Key | null): { readonly index: number; readonly key: Key } | null {
    const { shape } = this
    if (shape.firstSecondary === 1 && key !== except && this.rows.get(key) !== undefined) return { index: 0, key }
    for (let i = 0; i < shape.secondary.length; i++) {
      const { codec } = shape.secondary[i]!
      if (!codec.constrains(row)) continue
      const other = this.indexes[i]!.get(codec.ofRow(row, key))
      if (other !== undefined && other !== except) return { index: i + shape.firstSecondary, key: other }
    }
    return null
  }
}

function ends(
  range: IndexRange, codec: { from(bound: NonNullable<IndexRange['from']>): End; to(bound: NonNullable<IndexRange['to']>): End },
): { from: End | null; to: End | null } {
  return {
    from: range.from === null ? null : codec.from(range.from),
    to: range.to === null ? null : codec.to(range.to),
  }
}
