import type { Ctx } from '../../sim/index.ts'
import type { Field, Row } from '../../sql/index.ts'
import { checkMergeableKey, compareRows } from './compare-rows.ts'

/** Rows in the order of their key, from one tablet or from several. */
export interface RowReader {
  readonly fields: readonly Field[]
  /** The next row if it is here already, else undefined: so that reading costs no wait for each row. */
  row(): Row | undefined
  /** The next row, waited for; null at the end. */
  next(ctx: Ctx): Promise<Row | null>
  /** How many rows were given out since the last call. */
  takeCount(): number
  close(): void
}

/**
 * Merges readers by their primary key. Rows with the same key stay side by side, in the order of their
 * readers. Source: go/vt/worker/result_merger.go; it too asks an input for more only when it has run out of
 * that input's rows.
 */
export class ResultMerger implements RowReader {
  readonly fields: readonly Field[]
  private readonly heads: { row: Row; readonly input: RowReader; readonly index: number }[] = []
  private started = false
  private count = 0

  constructor(private readonly inputs: readonly RowReader[], private readonly pkFieldCount: number) {
    this.fields = inputs[0]!.fields
    checkMergeableKey(this.fields, pkFieldCount)
  }

  row(): Row | undefined {
    const head = this.heads[0]
    if (head === undefined) return undefined
    const following = head.input.row()
    if (following === undefined) return undefined
    const { row } = head
    head.row = following
    this.sink()
    this.count++
    return row
  }

  async next(ctx: Ctx): Promise<Row | null> {
    if (!this.started) await this.start(ctx)
    const head = this.heads[0]
    if (head === undefined) return null
    const { row } = head
    const following = head.input.row() ?? await head.input.next(ctx)
    if (following === null) {
      this.heads.shift()
    } else {
      head.row = following
      this.sink()
    }
    this.count++
    return row
  }

  takeCount(): number {
    const { count } = this
    this.count = 0
    return count
  }

  close(): void {
    for (const input of this.inputs) input.close()
  }

  private async start(ctx: Ctx): Promise<void> {
    this.started = true
    for (const [index, input] of this.inputs.entries()) {
      const row = input.row() ?? await input.next(ctx)
      if (row !== null) this.heads.push({ row, input, index })
    }
    this.heads.sort((a, b) => this.order(a, b))
  }

  /**
   * Puts the first head, whose row is new, where it belongs. A resharding has few shards, so a walk beats a
   * heap.
   */
  private sink(): void {
    const { heads } = this
    for (let i = 1; i < heads.length && this.order(heads[i - 1]!, heads[i]!) > 0; i++) {
      const moved = heads[i - 1]!
      heads[i - 1] = heads[i]!
      heads[i] = moved
    }
  }

  private order(a: { row: Row; index: number }, b: { row: Row; index: number }): number {
    return compareRows(this.fields, this.pkFieldCount, a.row, b.row) || a.index - b.index
  }
}
