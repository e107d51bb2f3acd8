import type { Invariant } from '../invariant.ts'
import type { RunRecord } from '../run-record.ts'
import { verdictOf, type Evidence } from '../verdict.ts'

interface Acked {
  readonly shard: string
  readonly timeUs: number
  readonly mark: string
  readonly row: string
}

/**
 * At any instant one shard acknowledges the writes of a key. Where a write took effect is told by its unique
 * mark: the commit in which the mark first appears is the client's own, later ones are copies. For each
 * keyspace id the shards must take turns as often as the serving graph moved, never more.
 */
export const oneWriter: Invariant = {
  name: 'one-writer',
  says: 'At any instant only one shard acknowledges the writes of a key.',
  check(record) {
    const evidence: Evidence[] = []
    const movesOf = new Map<string, number>()
    for (const [keyspaceId, writes] of ackedWritesByKey(record)) {
      if (writes.length === 1) continue
      const keyspace = keyspaceOf(writes[0]!.shard)
      let moves = movesOf.get(keyspace)
      if (moves === undefined) movesOf.set(keyspace, moves = mastersMoved(record, keyspace))
      let turns = 0
      for (let index = 1; index < writes.length; index++) {
        const before = writes[index - 1]!
        const write = writes[index]!
        if (before.shard === write.shard) continue
        turns++
        if (turns <= moves) continue
        evidence.push({
          says: `keyspace id ${keyspaceId}: ${before.shard} acknowledged ${before.mark} at`
            + ` ${ms(before.timeUs)},`
            + ` and ${write.shard} acknowledged ${write.mark} at ${ms(write.timeUs)}`
            + (
              moves === 0 ? ', though writes were never moved' : ', after writes had been moved away from it'
            ),
          data: { keyspaceId, before: { ...before }, after: { ...write }, moves }, timeUs: write.timeUs,
        })
        break
      }
    }
    return verdictOf(evidence)
  },
}

function ackedWritesByKey(record: RunRecord): Map<string, Acked[]> {
  const ackedMarks = new Set<string>()
  for (const attempt of record.history) {
    if (attempt.outcome !== 'ok') continue
    for (const write of attempt.writes) if (write.mark !== '') ackedMarks.add(write.mark)
  }
  const byKey = new Map<string, Acked[]>()
  for (const commit of record.commits) {
    for (const change of commit.changes) {
      if (!ackedMarks.delete(change.mark)) continue
      const key = change.keyspaceId === '' ? `${keyspaceOf(commit.shard)}:${change.row}` : change.keyspaceId
      const list = byKey.get(key)
      const write = { shard: commit.shard, timeUs: commit.timeUs, mark: change.mark, row: change.row }
      if (list === undefined) byKey.set(key, [write])
      else list.push(write)
    }
  }
  return byKey
}

const keyspaceOf = (shard: string): string => shard.slice(0, shard.indexOf('/'))

/** How often the shards that serve MASTER changed in a keyspace, in the cell that changed most. */
function mastersMoved(record: RunRecord, keyspace: string): number {
  const changes = new Map<string, { shards: string; moves: number }>()
  for (const { cell, keyspace: name, contents } of record.servingGraph) {
    if (name !== keyspace) continue
    const master = contents.partitions.find(partition => partition.servedType === 'MASTER')
    const shards = (master?.shardReferences ?? []).map(reference => reference.name).join(' ')
    const known = changes.get(cell)
    if (known === undefined) changes.set(cell, { shards, moves: 0 })
    else if (known.shards !== shards) changes.set(cell, { shards, moves: known.moves + 1 })
  }
  return Math.max(0, ...[...changes.values()].map(change => change.moves))
}

function ms(us: number): string {
  return `${(us / 1000).toFixed(3)} ms`
}

