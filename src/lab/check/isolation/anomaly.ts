/**
 * What may be promised to transactions, weakest first. `strict-serializable` is serializable in an order that
 * agrees with real time.
 */
export const isolationLevels = [
  'read-committed', 'snapshot-isolation', 'serializable', 'strong-session-serializable',
  'strict-serializable',
] as const
export type IsolationLevel = typeof isolationLevels[number]

/** By their names in Adya's thesis (1999) and in Elle (Kingsbury and Alvaro 2020). */
const weakestThatForbids = {
  // What no database does: elements that nobody appended, come twice, vanish, or are in two orders.
  'unwritten-element': 'read-committed',
  'duplicate-element': 'read-committed',
  'incompatible-order': 'read-committed',
  'lost-append': 'read-committed',
  // A transaction that does not see its own appends, or sees a list change otherwise.
  'internal': 'read-committed',
  'fuzzy-read': 'snapshot-isolation',
  // Reads of what was rolled back, of what was not final, and appends after what was rolled back.
  'G1a': 'read-committed',
  'G1b': 'read-committed',
  'dirty-update': 'read-committed',
  // Cycles of write dependencies, then with read dependencies, then with anti-dependencies.
  'G0': 'read-committed',
  'G1c': 'read-committed',
  'G-single': 'snapshot-isolation',
  'G-nonadjacent': 'snapshot-isolation',
  'G2': 'serializable',
  'cycle-session': 'strong-session-serializable',
  'cycle-realtime': 'strict-serializable',
} as const satisfies Record<string, IsolationLevel>

export type AnomalyName = keyof typeof weakestThatForbids

export interface Anomaly {
  readonly name: AnomalyName
  readonly says: string
  /** Ids of the transactions that it needs, in the order of the cycle where there is one. */
  readonly transactions: readonly number[]
}

/** The weakest level at which this must not happen. */
export function weakestLevelWithout(name: AnomalyName): IsolationLevel {
  return weakestThatForbids[name]
}

export function isForbidden(name: AnomalyName, level: IsolationLevel): boolean {
  return isolationLevels.indexOf(weakestThatForbids[name]) <= isolationLevels.indexOf(level)
}
