import type { Trace } from '../../sim/index.ts'
import type { ClusterView } from './cluster-view.ts'
import type { Marker } from './marker.ts'

/**
 * A run that can be looked at in any moment: its events, and the cluster at every so many of them. While the
 * run goes on, `extend` takes in what is new.
 */
export interface Timeline {
  readonly trace: Trace
  /** Events taken in so far. */
  readonly length: number
  readonly endUs: number
  /** In order of `seq`. */
  readonly markers: readonly Marker[]
  /** Takes in at most so many new events. Returns whether there are more. */
  extend(maxEvents: number): boolean
  /** The cluster after event `seq` (0: before the first). Costs some hundred events at most. Never changes. */
  at(seq: number): ClusterView
  /** The last event at or before this time; 0 if there is none. */
  seqAt(timeUs: number): number
}
