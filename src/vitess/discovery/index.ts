/**
 * # discovery: which tablets are there, and which are well
 *
 *     topology ──(every minute)── TopologyWatcher ──add, remove──▶ HealthCheck ──report──▶ TabletStatsCache
 *                                                                    ▲
 *     vttablet ─── health stream: at every change, and now and then ──┘
 *
 * vtgate watches whole cells; vtworker and the tablet pickers of vreplication watch single shards.
 *
 * Words: a **report** (`TabletStats`) is what is known of a tablet at one moment; **serving** is what the
 * tablet says about itself; **healthy** depends on who asks: for a gateway a replica that serves and does not
 * lag, for a stream one that answers and does not lag, and for both any master of the newest term.
 *
 * Invariants: a tablet is in the cache under one target at a time · among masters the one with the newest
 * term stays, serving or not · nothing here stops a query: the tablet itself has the last word.
 *
 * What real Vitess does that we do not: cells aliases, tablet filters by shard, the new lag algorithm; a
 * tablet that moves to another host keeps its process name here, so it is never replaced.
 */
export {
  defaultHealthCheck, gatewayHealthCheck, HealthCheck, type HealthCheckSpec, type TabletConnection,
} from './health-check.ts'
export { filterByReplicationLag, removeUnhealthyTablets } from './replication-lag.ts'
export { TabletPicker, type TabletPickerSpec } from './tablet-picker.ts'
export { tabletIdent, type HealthListener, type TabletStats } from './tablet-stats.ts'
export { TabletStatsCache } from './tablet-stats-cache.ts'
export { TopologyWatcher } from './topology-watcher.ts'
