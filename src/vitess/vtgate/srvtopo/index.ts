/**
 * # srvtopo: the serving graph as one vtgate sees it
 *
 *     topo zone1 ── watch SrvKeyspace ──▶ ResilientServer ──▶ CellTopology.resolveDestinations ──▶ targets
 *                └─ watch SrvVSchema  ──▶ callback of the planner
 *
 * Words: a **watch** is running, starting or idle; the **cache** holds the latest value of each; **routes**
 * are the shards of one partition.
 *
 * Invariants: while a watch runs, the latest delivered value is used, whatever its age · a broken one is good
 * for one second, and tried again at most once a second, and only by a question · no two vtgates need agree
 * at any moment · `shardTabletControls` are not looked at: they are for tablets.
 *
 * What real Vitess does that we do not: several cells in one process; the status page.
 */
export { CellTopology } from './cell-topology.ts'
export { findAllTargets } from './find-targets.ts'
export { ResilientServer } from './resilient-server.ts'
export type { Awaitable, ResolvedShard, TopologyView } from './topology-view.ts'
