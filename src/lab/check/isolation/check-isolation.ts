import { isForbidden, isolationLevels, type Anomaly, type IsolationLevel } from './anomaly.ts'
import { cycleAnomalies } from './cycle-anomalies.ts'
import { directAnomalies } from './direct-anomalies.ts'
import { keyHistories } from './key-history.ts'
import type { ListTransaction } from './transaction.ts'

export interface IsolationOptions {
  /** What was promised. */
  readonly level: IsolationLevel
  /** Elements read and statements that may be looked at, and as many edges. */
  readonly workMax?: number
}

export type Isolation =
  | { readonly verdict: 'ok' }
  | {
    readonly verdict: 'violated'
    /** What must not be at that level, in the order in which it is looked for. */
    readonly anomalies: readonly Anomaly[]
  }
  | { readonly verdict: 'unknown'; readonly why: string }

const workMaxDefault = 50_000_000

/**
 * Whether the transactions on lists kept the promise of a level. What a list holds tells the order of its
 * appends, so that who depends on whom is not guessed: each cycle of dependencies is an anomaly. Takes time
 * in proportion to what was read.
 */
export function checkIsolation(
  transactions: readonly ListTransaction[], options: IsolationOptions,
): Isolation {
  const { level, workMax = workMaxDefault } = options
  if (workOf(transactions) > workMax) return {
    verdict: 'unknown',
    why: `${transactions.length} transactions with what they read are more than ${workMax}`,
  }
  const keys = keyHistories(transactions)
  if (typeof keys === 'string') return { verdict: 'unknown', why: keys }
  const direct = directAnomalies(transactions, keys)
  const cycles = cycleAnomalies(transactions, keys, level, workMax)
  const anomalies = [...direct, ...cycles.anomalies].filter(({ name }) => isForbidden(name, level))
  if (anomalies.length > 0) return { verdict: 'violated', anomalies }
  return cycles.isUndecided
    ? { verdict: 'unknown', why: `a cycle could not be named within ${workMax} edges` } : { verdict: 'ok' }
}

/** The strongest level that a history keeps; null: not even the weakest, or nobody knows. */
export function strongestLevel(transactions: readonly ListTransaction[]): IsolationLevel | null {
  return isolationLevels.findLast(level => checkIsolation(transactions, { level }).verdict === 'ok') ?? null
}

function workOf(transactions: readonly ListTransaction[]): number {
  let work = 0
  for (const { operations } of transactions) {
    work += 1 + operations.length
    for (const operation of operations) {
      if (operation.kind === 'read' && operation.found !== null) work += operation.found.length
    }
  }
  return work
}
