/**
 * # Check: did the system keep its promises?
 *
 * A **history** is what the clients did and were told. A **run record** is the history with what the run left
 * behind: rows, commits, versions of the serving graph. An **invariant** is a law over the record; its answer
 * is a **verdict**: `ok`, `violated` with evidence, `noted` with evidence where the law is a soft one, or `unknown`
 * with the reason.
 *
 *     clients ──▶ history ─┐
 *     masters ──▶ commits ─┼─▶ run record ──▶ invariants/* ──▶ verdicts
 *     topology ─▶ graph ───┘
 *
 * Two checkers know nothing of Vitess and stand for themselves: **linearizability/** decides whether each
 * operation seems to happen at one moment, **isolation/** what transactions saw of each other.
 *
 * Invariants of this part: a checker is a pure function of the record and never throws; each write of a
 * client carries a **mark**, a value that no other write has, so that what is found can be traced to who
 * wrote it; a write whose outcome nobody knows accuses nobody.
 */
export { checkRun, invariantNames, invariants, type CheckResult } from './check-run.ts'
export type { Commit, RowChange, SavedPosition } from './commit.ts'
export type { Attempt, OperationKind, RowRead, RowWrite, StoredRow } from './history.ts'
export type { Invariant } from './invariant.ts'
export {
  checkIsolation, isolationLevels, strongestLevel, weakestLevelWithout,
  type Anomaly, type AnomalyName, type Isolation, type IsolationLevel, type IsolationOptions,
  type ListOperation, type ListTransaction,
} from './isolation/index.ts'
export {
  checkLinearizability, listAppend, registers, sequences,
  type Linearizability, type LinearizabilityBudget, type ListInput, type ListOutput, type Model, type Operation,
  type RegisterInput, type RegisterOutput, type SequenceInput, type State,
} from './linearizability/index.ts'
export {
  emptyRecord, type Fault, type InitialStream, type LookupRows, type MasterPosition, type RunRecord, type ServingShard,
  type SrvKeyspaceWrite, type TableDiff,
} from './run-record.ts'
export { notedOf, ok, unknown, verdictOf, type Evidence, type Verdict } from './verdict.ts'
