import type { CheckResult } from '../../lab/check/index.ts'
import type { Marker } from './marker.ts'
import type { Timeline } from './timeline.ts'

/** What a check found, and the place to look at. */
export interface Violation {
  readonly check: string
  readonly says: string
  readonly seq: number
  readonly timeUs: number
}

const found = new WeakMap<readonly CheckResult[], readonly Violation[]>()

/** What the checks of a run that has ended found, in the order of the run. */
export function violationsOf(timeline: Timeline, checks: readonly CheckResult[]): readonly Violation[] {
  let violations = found.get(checks)
  if (violations === undefined) found.set(checks, violations = locate(timeline, checks))
  return violations
}

/** The same as places to jump to. */
export function violationMarkers(timeline: Timeline, checks: readonly CheckResult[]): Marker[] {
  return violationsOf(timeline, checks).map(({ check, says, seq, timeUs }) =>
    ({ seq, timeUs, kind: 'violation', title: `${check}: ${says}`, short: '' }))
}

function locate(timeline: Timeline, checks: readonly CheckResult[]): Violation[] {
  const violations = checks.flatMap(({ name, verdict }) => (verdict.verdict !== 'violated' ? []
    : verdict.evidence.map(({ says, timeUs }): Violation => {
      const at = timeUs ?? timeline.endUs
      return { check: name, says, timeUs: at, seq: timeline.seqAt(at) }
    })))
  return violations.sort((a, b) => a.seq - b.seq)
}
