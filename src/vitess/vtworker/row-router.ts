import type { Row } from '../../sql/index.ts'
import { failure } from '../command/index.ts'
import { type KeyRange, keyRangeContains, type KeyResolver } from '../keys/index.ts'

/** Tells to which destination shard a row belongs. Source: go/vt/worker/row_differ.go RowRouter. */
export class RowRouter {
  constructor(private readonly keyRanges: readonly (KeyRange | null)[],
    private readonly resolver: KeyResolver | null) {}

  route(row: Row): number {
    // With one destination there is nothing to decide, and the vindex is not asked.
    if (this.keyRanges.length === 1 || this.resolver === null) return 0
    const keyspaceId = this.resolver(row)
    for (let i = 0; i < this.keyRanges.length; i++) {
      if (keyRangeContains(this.keyRanges[i]!, keyspaceId)) return i
    }
    throw failure(`no shard's key range includes the key id: ${keyspaceId} for the row: [${row.join(' ')}]`,
      'FAILED_PRECONDITION')
  }
}
