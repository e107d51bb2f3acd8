import { Failure, type Run } from '../../sim/index.ts'
import type { CheckResult } from '../check/index.ts'

/**
 * What makes two failures the same one: which check, and what kind of thing it saw, in the checker's own word; ''
 * where a law can be broken in one way only. Never how the evidence is told, which differs from run to run.
 * Shrinking keeps it fixed, and a campaign tells each only once.
 */
export interface FailureIdentity { readonly check: string; readonly anomaly: string }

/** As one line that is the same for the same failure: `acked-writes-survive: lost row`. */
export function identityText({ check, anomaly }: FailureIdentity): string {
  return anomaly === '' ? check : `${check}: ${anomaly}`
}

/** The first of `identitiesOf`: what a run counts as; null if nothing is wrong. */
export function identify(run: Run, checks: readonly CheckResult[]): FailureIdentity | null {
  return identitiesOf(run, checks)[0] ?? null
}

/**
 * All that is wrong with a run, each once, in the order of the checks: the way in which the run itself failed, or
 * each kind of thing that a check saw. Empty: nothing is wrong.
 */
export function identitiesOf(run: Run, checks: readonly CheckResult[]): readonly FailureIdentity[] {
  if (run.outcome === 'budget') return [{ check: 'comes-to-an-end', anomaly: '' }]
  if (run.outcome !== 'done') return [{ check: `run-${run.outcome}`, anomaly: kindOfError(run.error) }]
  const found = new Map<string, FailureIdentity>()
  for (const { name, verdict } of checks) {
    if (verdict.verdict !== 'violated') continue
    for (const { anomaly = '' } of verdict.evidence) {
      const identity = { check: name, anomaly }
      found.set(identityText(identity), found.get(identityText(identity)) ?? identity)
    }
  }
  return [...found.values()]
}

/** An error has no kind but its text: what in it differs from run to run is left out. */
function kindOfError(error: unknown): string {
  if (error instanceof Failure) return error.code
  const said = error instanceof Error ? error.message.split('\n')[0]! : String(error)
  return said.split(/\s+/).map(word => /[\d@/]/.test(word) ? '…' : word).join(' ').replace(/…( …)+/g, '…')
}
