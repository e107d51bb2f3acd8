/** One statement of a transaction on lists: what it did to a list, or what it found there. */
export type ListOperation =
  | { readonly kind: 'append'; readonly key: string; readonly element: string }
  /** `found` null: it is not known what was found. */
  | { readonly kind: 'read'; readonly key: string; readonly found: readonly string[] | null }

/** A transaction as its client saw it. No element is appended to a key twice in a history. */
export interface ListTransaction {
  /** By which a verdict names it. */
  readonly id: number
  readonly client: string
  readonly startUs: number
  /** Infinity if it is not known when it was over. */
  readonly endUs: number
  /** `fail`: it was rolled back. `unknown`: it may have been committed. */
  readonly outcome: 'ok' | 'fail' | 'unknown'
  readonly operations: readonly ListOperation[]
}
