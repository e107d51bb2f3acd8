import { violationMarkers, type Marker } from '../cluster-view/index.ts'
import type { Take } from './state.ts'

/** What somebody who looks for trouble wants to see, in order: broken promises too, which are known when the run is over. */
export function troublesOf({ branch, timeline }: Take): readonly Marker[] {
  const found = branch.result === null ? [] : violationMarkers(timeline, branch.result.checks)
  return [...timeline.markers.filter(isTrouble), ...found].sort((a, b) => a.seq - b.seq)
}

function isTrouble({ kind }: Marker): boolean {
  return kind === 'error' || kind === 'fault'
}
