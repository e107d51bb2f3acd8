import { Gtid } from '../../../sql/index.ts'
import type { Invariant } from '../invariant.ts'
import { unknown, verdictOf, type Evidence } from '../verdict.ts'
import { gtidsOf } from './positions-move-forward.ts'

/**
 * With semi-sync a master acknowledges what a replica has in its relay log: so whoever is master of the shard
 * in the end has every transaction of an acknowledged write, whichever master it was sent to.
 */
export const acksSurviveFailover: Invariant = {
  name: 'acks-survive-failover',
  says: 'With semi-sync the last master of a shard has every transaction that the shard acknowledged.',
  check(record) {
    const acked = new Set<string>()
    for (const { outcome, writes } of record.history) {
      if (outcome === 'ok') for (const { mark } of writes) if (mark !== '') acked.add(mark)
    }
    const evidence: Evidence[] = []
    const executed = new Map<string, NonNullable<ReturnType<typeof gtidsOf>>>()
    for (const { shard, executed: text, isSemiSync } of record.masterPositions) {
      const gtids = gtidsOf(text)
      if (gtids === null) return unknown(`cannot read the position ${text}`)
      if (isSemiSync) executed.set(shard, gtids)
    }
    for (const { shard, mysqld, gtid, changes, timeUs } of record.commits) {
      // Where a mark comes up first, its writer was; later it is a copy.
      const own = changes.filter(({ mark }) => acked.delete(mark))
      const gtids = executed.get(shard)
      if (own.length === 0 || gtids === undefined || gtids.has(Gtid.parse(gtid))) continue
      const master = record.masterPositions.find(position => position.shard === shard)!.mysqld
      evidence.push({
        says: `${shard} acknowledged ${own[0]!.mark} of ${own[0]!.row}, committed by ${mysqld} as ${gtid}, which`
          + ` ${master}, its master in the end, does not have`,
        data: { shard, gtid, committedBy: mysqld, master, rows: own.map(({ row }) => row) }, timeUs,
      })
    }
    return verdictOf(evidence)
  },
}
