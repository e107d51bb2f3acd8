import type { Commit } from './commit.ts'
import type { RowWrite } from './history.ts'
import type { RunRecord } from './run-record.ts'

/** A write of somebody who keeps no history: an operator with a console. */
export interface WriteByHand {
  readonly row: string
  readonly change: RowWrite['change']
  readonly mark: string
  readonly timeUs: number
}

/**
 * The writes to shards that had the traffic which no client meant to make, and no stream. They count like
 * acknowledged ones: whoever types a statement sees its answer.
 */
export function writesByHand(record: RunRecord): WriteByHand[] {
  const meant = writesThatClientsMeant(record)
  return record.commits.filter(commit => commit.positions.length === 0 && hadTraffic(record, commit)).flatMap(
    ({ changes, timeUs }) => changes.flatMap(({ row, before, after, mark }): WriteByHand[] => {
      const change = after === null ? 'delete' : before === null ? 'insert' : 'update'
      return meant.has(keyOf(row, change, mark)) || meant.has(keyOf(null, change, mark))
        ? [] : [{ row, change, mark, timeUs }]
    })
  )
}

/** Also what was refused: if it took effect all the same, that is no work of an operator. */
function writesThatClientsMeant(record: RunRecord): ReadonlySet<string> {
  const meant = new Set<string>()
  for (const { writes } of record.history) {
    for (const { row, change, mark } of writes) {
      meant.add(keyOf(row, change, mark))
      if (change === 'insert') meant.add(keyOf(null, change, mark))
    }
  }
  return meant
}

/** null: a row whose key a sequence was to give; its mark is known. */
function keyOf(row: string | null, change: RowWrite['change'], mark: string): string {
  return `${row ?? ''} ${change} ${change === 'delete' ? '' : mark}`
}

function hadTraffic({ servingGraph }: RunRecord, { shard, timeUs }: Commit): boolean {
  const [keyspace, name] = shard.split('/')
  const latest = new Map<string, boolean>()
  for (const write of servingGraph) {
    if (write.keyspace !== keyspace || write.timeUs > timeUs) continue
    latest.set(write.cell, write.contents.partitions.some(({ servedType, shardReferences }) =>
      servedType === 'MASTER' && shardReferences.some(reference => reference.name === name)))
  }
  return [...latest.values()].includes(true)
}
