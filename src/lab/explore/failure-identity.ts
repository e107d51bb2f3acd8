import type { Run } from '../../sim/index.ts'
import type { CheckResult } from '../check/index.ts'

/**
 * What makes two failures the same one: which check, and what kind of thing it saw. Shrinking keeps it fixed, and a
 * campaign tells each only once.
 */
export interface FailureIdentity { readonly check: string; readonly anomaly: string }

/** As one line that is the same for the same failure. */
export function identityText({ check, anomaly }: FailureIdentity): string {
  return `${check}: ${anomaly}`
}

/** The first check that is violated, or the way in which the run itself failed; null if nothing is wrong. */
export function identify(run: Run, checks: readonly CheckResult[]): FailureIdentity | null {
  if (run.outcome !== 'done') {
    const said = run.error instanceof Error ? run.error.message.split('\n')[0]! : String(run.error)
    return run.outcome === 'budget' ? { check: 'comes-to-an-end', anomaly: 'the run does not come to its end' }
      : { check: `run-${run.outcome}`, anomaly: kindOf(said) }
  }
  for (const { name, verdict } of checks) {
    if (verdict.verdict === 'violated') return { check: name, anomaly: kindOf(verdict.evidence[0]!.says) }
  }
  return null
}

/** A sentence without what differs from run to run: words with numbers, names of rows, and values are all one. */
function kindOf(says: string): string {
  return says.split(/\s+/).map(word => /[\d@/]/.test(word) ? '…' : word).join(' ').replace(/…( …)+/g, '…')
}
