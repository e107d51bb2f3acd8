import type { Attempt } from '../history.ts'
import type { Invariant } from '../invariant.ts'
import type { RunRecord } from '../run-record.ts'
import { verdictOf, type Evidence } from '../verdict.ts'

/** How long an operator may take to see what a fault has left behind, and to put it right. */
const boundUs = 120_000_000

/**
 * When the last fault is over, each kind of operation works again within a bound: clients who go on asking are
 * not refused for longer than that. While a fault lasts nothing is promised.
 */
export const serviceReturns: Invariant = {
  name: 'service-returns',
  says: `After the last fault each kind of operation works again within ${boundUs / 1e6} s.`,
  check(record) {
    if (record.faults.some(({ endUs }) => endUs === null)) return verdictOf([])
    const sinceUs = Math.max(0, ...record.faults.map(({ endUs }) => endUs!))
    const kinds = new Map<string, Attempt[]>()
    for (const attempt of record.history) {
      if (attempt.startUs < sinceUs) continue
      const kind = kindOf(attempt)
      const list = kinds.get(kind)
      if (list === undefined) kinds.set(kind, [attempt])
      else list.push(attempt)
    }
    return verdictOf([...kinds].flatMap(([kind, attempts]) => longestRefusal(kind, attempts, record)))
  },
}

const kindOf = ({ operation, target, vtgate }: Attempt): string =>
  `${operation.endsWith('read') ? 'reads' : 'writes'} at ${target} by ${vtgate}`

function longestRefusal(kind: string, attempts: readonly Attempt[], record: RunRecord): Evidence[] {
  let first: Attempt | null = null
  for (const attempt of attempts) {
    if (attempt.outcome === 'ok') {
      first = null
      continue
    }
    first ??= attempt
    const lastedUs = (attempt.endUs ?? record.endUs) - first.startUs
    if (lastedUs <= boundUs) continue
    return [{
      says: `${kind} were refused from ${(first.startUs / 1000).toFixed(3)} ms on, for longer than`
        + ` ${boundUs / 1e6} s: ${attempt.error}`,
      data: { kind, attempts: [first.id, attempt.id], error: attempt.error }, timeUs: first.startUs,
      anomaly: `${attempt.operation.endsWith('read') ? 'reads' : 'writes'} at ${attempt.target}`,
    }]
  }
  return []
}
