import type { Invariant } from '../invariant.ts'
import { verdictOf, type Evidence } from '../verdict.ts'

/**
 * A write of several rows, in one shard or in more, is done in all its parts when it is acknowledged, and in
 * none when it is refused. Without two-phase commit a part may be done: then the client must be told that
 * nobody knows, which is what an unknown outcome is.
 */
export const commitsAreWhole: Invariant = {
  name: 'commits-are-whole',
  says: 'A write of several rows is done whole, or not at all, or reported as of unknown outcome.',
  check(record) {
    const shardOf = new Map<string, string>()
    for (const { changes, shard } of record.commits) {
      for (const { mark } of changes) if (mark !== '' && !shardOf.has(mark)) shardOf.set(mark, shard)
    }
    const evidence: Evidence[] = []
    for (const { id, client, operation, outcome, writes, endUs } of record.history) {
      const marks = writes.flatMap(({ mark }) => (mark === '' ? [] : [mark]))
      if (marks.length < 2 || outcome === 'unknown') continue
      const done = marks.filter(mark => shardOf.has(mark))
      if (done.length === (outcome === 'ok' ? marks.length : 0)) continue
      const left = marks.filter(mark => !shardOf.has(mark))
      const shards = [...new Set(done.map(mark => shardOf.get(mark)!))]
      const problem = outcome === 'ok' ? `acknowledged, but ${left.join(', ')} was never committed`
        : `refused, but ${done.join(', ')} was committed in ${shards.join(', ')}`
      evidence.push({
        says: `the ${operation} by ${client} was ${problem}`,
        data: { attempt: id, outcome, committed: done, missing: left, shards }, timeUs: endUs,
        anomaly: outcome === 'ok' ? 'done in part' : 'refused and done',
      })
    }
    return verdictOf(evidence)
  },
}
