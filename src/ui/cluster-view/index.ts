/**
 * # Cluster view: the cluster at any moment of a run
 *
 * A **view** is what the events up to one moment tell of the cluster. A **timeline** is a run with views kept
 * at regular events (**keyframes**), so that any moment is a keyframe and a few hundred events away. A
 * **marker** is a place worth jumping to.
 *
 *     events ─ fold ─▶ view ─ every so many ─▶ keyframes
 *     at(seq) = nearest keyframe before seq + fold of the events in between
 *
 * Invariants: a view depends on events alone, never on a live object of the world; `at` of the same event is
 * the same view, whichever way one came to it; a view never changes once it was given out.
 */
export type {
  ClientsView, ClusterView, ConsoleView, FaultView, FinishedProcedure, GateView, KeyspaceView, LockView,
  PrintedLine, ProcedureView, ProcessView, RouteView, ShardView, StreamView, TabletView,
} from './cluster-view.ts'
export { createTimeline } from './create-timeline.ts'
export { commandOf, type Marker } from './marker.ts'
export { durationText, outlookOf, type Outlook } from './outlook.ts'
export {
  servedTypeNames, servingOf, split as splitShardName, type ServedTypeName, type Serving,
} from './serving.ts'
export { stateDifferences, type Difference } from './state-difference.ts'
export type { Timeline } from './timeline.ts'
export { violationMarkers, violationsOf, type Violation } from './violations.ts'
