import { keyRangeContains } from '../../../vitess/keys/index.ts'
import type { StoredRow } from '../history.ts'
import type { Invariant } from '../invariant.ts'
import { unknown, verdictOf, type Evidence } from '../verdict.ts'

/** Each row is in the one shard whose key range holds its keyspace id, and in no other shard that serves. */
export const rowsInTheirShard: Invariant = {
  name: 'rows-in-their-shard',
  says: 'Each row is in the serving shard whose key range holds its keyspace id, and in no other.',
  check(record) {
    if (record.finalRows === null) return unknown('the rows of the serving masters could not be read')
    const ranges = new Map(record.servingShards.map(shard => [shard.name, shard.keyRange]))
    const seen = new Map<string, StoredRow>()
    const evidence: Evidence[] = []
    for (const row of record.finalRows) {
      const range = ranges.get(row.shard)
      if (range === undefined) continue
      if (range !== null && !keyRangeContains(range, row.keyspaceId)) {
        evidence.push({
          says: `${row.row} has keyspace id ${row.keyspaceId}, which is not in ${row.shard}, where it lies`,
          data: { row: row.row, keyspaceId: row.keyspaceId, shard: row.shard }, timeUs: null,
          anomaly: 'wrong shard',
        })
      }
      const first = seen.get(row.row)
      if (first === undefined) seen.set(row.row, row)
      else {
        evidence.push({
          says: `${row.row} is in two shards that serve: ${first.shard} and ${row.shard}`,
          data: { row: row.row, shards: [first.shard, row.shard] }, timeUs: null,
          anomaly: 'two shards',
        })
      }
    }
    return verdictOf(evidence)
  },
}
