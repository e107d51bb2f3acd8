/** A word, and what it means here. */
export interface Term {
  readonly name: string
  /** Other forms and names under which it is met. */
  readonly also: readonly string[]
  /** A few sentences, which need no more than the terms of `see`. */
  readonly means: string
  /** Names of other terms. */
  readonly see: readonly string[]
}
