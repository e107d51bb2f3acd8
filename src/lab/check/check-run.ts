import type { Invariant } from './invariant.ts'
import { acksSurviveFailover } from './invariants/acks-survive-failover.ts'
import { ackedWritesSurvive } from './invariants/acked-writes-survive.ts'
import { commitsAreWhole } from './invariants/commits-are-whole.ts'
import { lookupRowsMatchOwners } from './invariants/lookup-rows-match-owners.ts'
import { noErrorWhileBuffering } from './invariants/no-error-while-buffering.ts'
import { oneWriter } from './invariants/one-writer.ts'
import { positionsMoveForward } from './invariants/positions-move-forward.ts'
import { readsAreLinearizable } from './invariants/reads-are-linearizable.ts'
import { routingAgrees } from './invariants/routing-agrees.ts'
import { rowsInTheirShard } from './invariants/rows-in-their-shard.ts'
import { scatterReadsComplete } from './invariants/scatter-reads-complete.ts'
import { sequencesNeverRepeat } from './invariants/sequences-never-repeat.ts'
import { serviceReturns } from './invariants/service-returns.ts'
import { servingGraphComplete } from './invariants/serving-graph-complete.ts'
import { splitDiffTellsTheTruth } from './invariants/split-diff-tells-the-truth.ts'
import { targetMirrorsSource } from './invariants/target-mirrors-source.ts'
import { topologyChangesUnderLock } from './invariants/topology-changes-under-lock.ts'
import { transactionsAreIsolated } from './invariants/transactions-are-isolated.ts'
import type { RunRecord } from './run-record.ts'
import type { Verdict } from './verdict.ts'

/** All that is checked, in the order in which it is told. */
export const invariants: readonly Invariant[] = [
  ackedWritesSurvive, rowsInTheirShard, oneWriter, targetMirrorsSource, positionsMoveForward,
  servingGraphComplete, sequencesNeverRepeat,
  readsAreLinearizable, transactionsAreIsolated, scatterReadsComplete, commitsAreWhole, acksSurviveFailover,
  serviceReturns, topologyChangesUnderLock, routingAgrees, splitDiffTellsTheTruth, lookupRowsMatchOwners,
  noErrorWhileBuffering,
]

export const invariantNames: readonly string[] = invariants.map(invariant => invariant.name)

export interface CheckResult { readonly name: string; readonly verdict: Verdict }

/** The verdicts of the named invariants, in the order of `invariants`. */
export function checkRun(record: RunRecord, names: readonly string[] = invariantNames): CheckResult[] {
  return invariants
    .filter(invariant => names.includes(invariant.name))
    .map(invariant => ({ name: invariant.name, verdict: invariant.check(record) }))
}
