import type { ClusterView } from '../../cluster-view/index.ts'
import { takeOf, viewOf, type Show } from '../../state/index.ts'

/** The cluster at the moment that is shown, and what has just changed in it. */
export interface Moment {
  readonly view: ClusterView
  readonly selected: string | null
  /** Whether an event changed something at this very time. */
  isNew(changedAt: number): boolean
}

export function momentOf(show: Show): Moment {
  const view = viewOf(show)
  const { trace } = takeOf(show).timeline
  return {
    view, selected: show.selected,
    isNew: changedAt => changedAt > 0 && changedAt <= view.seq && trace.get(changedAt).timeUs === view.timeUs,
  }
}
