/**
 * Something that a reader did to the world, after event `after` of the branch on which it was decided. A line
 * is typed at the operator's shell (`vtsim crash vttablet zone1-300`, `vtctlclient …`, `vtworker …`) or, with
 * a target, as SQL of a client of vtgate; a pick says which pending event is the next to run; the others
 * change what later procedures and servers do.
 */
export type Intervention =
  | { readonly kind: 'line'; readonly after: number; readonly text: string }
  | { readonly kind: 'sql'; readonly after: number; readonly target: string; readonly text: string }
  | { readonly kind: 'pick'; readonly after: number; readonly event: string; readonly nth: number }
  | { readonly kind: 'skip'; readonly after: number; readonly step: string }
  | { readonly kind: 'guard-off'; readonly after: number; readonly guard: string }

/** What names a run, next to its scenario: the same plan gives the same run, event by event. */
export interface RunPlan {
  /** undefined: the dull run. */
  readonly seed: number | undefined
  /** Steps left out from the beginning. */
  readonly skip: readonly string[]
  /** In the order of `after`. */
  readonly interventions: readonly Intervention[]
}
