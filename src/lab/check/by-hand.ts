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
  const meant = new MeantWrites(record)
  const found: WriteByHand[] = []
  for (const commit of record.commits) {
    if (commit.positions.length > 0) continue
    const { timeUs } = commit
    const unmeant: WriteByHand[] = []
    for (const { row, before, after, mark } of commit.changes) {
      const change = after === null ? 'delete' : before === null ? 'insert' : 'update'
      if (!meant.has(row, change, mark)) unmeant.push({ row, change, mark, timeUs })
    }
    if (unmeant.length > 0 && hadTraffic(record, commit)) found.push(...unmeant)
  }
  return found
}

/**
 * What clients meant to write, also what was refused: if it took effect all the same, that is no work of an
 * operator.
 */
class MeantWrites {
  private readonly byMark = new Map<string, RowWrite[]>()
  private readonly deleted = new Set<string | null>()

  constructor({ history }: RunRecord) {
    for (const { writes } of history) for (const write of writes) this.add(write)
  }

  has(row: string, change: RowWrite['change'], mark: string): boolean {
    if (change === 'delete') return this.deleted.has(row)
    const writes = this.byMark.get(mark)
    if (writes === undefined) return false
    // A row whose key a sequence was to give is known by its mark alone.
    return writes.some(write => write.change === change
      && (change === 'insert' || write.row === null || write.row === row))
  }

  private add(write: RowWrite): void {
    if (write.change === 'delete') {
      this.deleted.add(write.row)
      return
    }
    const known = this.byMark.get(write.mark)
    if (known === undefined) this.byMark.set(write.mark, [write])
    else known.push(write)
  }
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
