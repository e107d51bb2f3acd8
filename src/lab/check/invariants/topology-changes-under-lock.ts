import type { Invariant } from '../invariant.ts'
import { verdictOf } from '../verdict.ts'

/**
 * Two commands never edit the serving graph of a keyspace at once: each reads all of it, changes some and writes
 * it back. Records of shards are left out: tablets write who is master without a lock, as Vitess's do.
 */
export const topologyChangesUnderLock: Invariant = {
  name: 'topology-changes-under-lock',
  says: 'The serving graph of a keyspace is changed only by one who holds its lock.',
  check: ({ servingGraph }) => verdictOf(servingGraph.flatMap(({ isLocked, cell, keyspace, timeUs }) => (
    isLocked !== false ? [] : [{
      says: `the serving graph of ${keyspace} in ${cell} was written at ${(timeUs / 1000).toFixed(3)} ms while`
        + ' nobody held the lock of the keyspace',
      data: { cell, keyspace }, timeUs,
    }]
  ))),
}
