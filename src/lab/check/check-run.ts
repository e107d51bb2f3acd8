import type { Invariant } from './invariant.ts'
import { ackedWritesSurvive } from './invariants/acked-writes-survive.ts'
import { oneWriter } from './invariants/one-writer.ts'
import { positionsMoveForward } from './invariants/positions-move-forward.ts'
import { rowsInTheirShard } from './invariants/rows-in-their-shard.ts'
import { sequencesNeverRepeat } from './invariants/sequences-never-repeat.ts'
import { servingGraphComplete } from './invariants/serving-graph-complete.ts'
import { targetMirrorsSource } from './invariants/target-mirrors-source.ts'
import type { RunRecord } from './run-record.ts'
import type { Verdict } from './verdict.ts'

/** All that is checked, in the order in which it is told. */
export const invariants: readonly Invariant[] = [
  ackedWritesSurvive, rowsInTheirShard, oneWriter, targetMirrorsSource, positionsMoveForward,
  servingGraphComplete,
  sequencesNeverRepeat,
]

export const invariantNames: readonly string[] = invariants.map(invariant => invariant.name)

export interface CheckResult { readonly name: string; readonly verdict: Verdict }

/** The verdicts of the named invariants, in the order of `invariants`. */
export function checkRun(record: RunRecord, names: readonly string[] = invariantNames): CheckResult[] {
  return invariants
    .filter(invariant => names.includes(invariant.name))
    .map(invariant => ({ name: invariant.name, verdict: invariant.check(record) }))
}
