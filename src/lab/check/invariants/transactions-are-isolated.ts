import type { Invariant } from '../invariant.ts'
import { checkIsolation, type ListTransaction } from '../isolation/index.ts'
import type { RunRecord } from '../run-record.ts'
import { unknown, verdictOf } from '../verdict.ts'

/**
 * Transactions on lists see only what was committed, and nothing that was committed is lost. That is all that
 * is promised across shards, where each commits on its own; within a shard MySQL's REPEATABLE READ gives more,
 * but not what the name says: an update sees later versions than the reads beside it.
 */
export const transactionsAreIsolated: Invariant = {
  name: 'transactions-are-isolated',
  says: 'Transactions on lists see only what was committed, and lose nothing of it.',
  check(record) {
    const transactions = transactionsOf(record)
    const result = checkIsolation(transactions, { level: 'read-committed' })
    if (result.verdict === 'unknown') return unknown(result.why)
    const ends = new Map(record.history.map(({ id, endUs }) => [id, endUs]))
    return verdictOf(result.verdict === 'ok' ? [] : result.anomalies.map(anomaly => ({
      says: `${anomaly.name}: ${anomaly.says}`,
      data: { anomaly: anomaly.name, attempts: anomaly.transactions },
      timeUs: ends.get(anomaly.transactions.at(-1) ?? -1) ?? null, anomaly: anomaly.name,
    })))
  },
}

function transactionsOf({ history }: RunRecord): ListTransaction[] {
  return history.flatMap(({ id, client, startUs, endUs, outcome, lists }) => (lists.length === 0 ? [] : [{
    id, client, startUs, endUs: outcome === 'unknown' ? Infinity : endUs ?? Infinity, outcome,
    operations: lists,
  }]))
}
