import { service, streaming } from '../../sim/index.ts'
import type { KeyRange } from '../keys/index.ts'

/**
 * Filtered replication, source side: the binlog of a tablet as SQL text, reduced to a key range or to tables.
 * A transaction of which nothing is left still comes, with no statements: it carries the position.
 * One item holds all the transactions that were there to be read together.
 * Source: go/vt/binlog/updatestreamctl.go, go/vt/proto/binlogdata BinlogTransaction.
 */
export const UpdateStream = service('UpdateStream', {
  streamKeyRange: streaming<{ position: string; keyRange: KeyRange | null; charset: string }, readonly BinlogTransactionText[]>(),
  streamTables: streaming<{ position: string; tables: readonly string[]; charset: string }, readonly BinlogTransactionText[]>(),
})

export interface BinlogTransactionText {
  readonly statements: readonly BinlogStatement[]
  /** Commit time at the source, Unix seconds. */
  readonly timestampS: number
  /** `MySQL56/<uuid>:<n>` of this transaction alone. */
  readonly gtid: string
}
export interface BinlogStatement {
  readonly category: 'SET' | 'INSERT' | 'UPDATE' | 'DELETE' | 'DDL'
  readonly sql: string
}
