/**
 * `slow`: far later than its window; `lost`: never, until the connection is given up; `doubled`: a request
 * served twice, as when somebody repeats it who has not heard of its success.
 */
export type FaultKind = 'slow' | 'lost' | 'doubled'

/**
 * What may go wrong with messages beside what a scenario does on purpose. Each is a choice, so it is logged
 * and shrunk.
 */
export interface FaultMix {
  /** Probability that a message meets a fault. */
  readonly chance: number
  readonly kinds: readonly FaultKind[]
  /** How much later a slow message is, in multiples of the longest time of its window; default 20. */
  readonly slowFactor?: number
  /**
   * Probability that the peers of a crashed process hear nothing, instead of a connection reset. Default 0.
   */
  readonly silentChance?: number
}
