import type { RunRecord } from './run-record.ts'
import type { Verdict } from './verdict.ts'

/** A law that a run must keep. `check` is a pure function of the record; it never throws. */
export interface Invariant {
  readonly name: string
  /** The law in one sentence. */
  readonly says: string
  check(record: RunRecord): Verdict
}
