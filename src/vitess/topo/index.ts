/**
 * # topo: what everybody agrees on, some sooner than others
 *
 * The topology is a tree of small records on servers: one `topo global`, and one `topo <cell>` per cell. This
 * part is both the server process and the typed client that everyone uses (Vitess's `topo.Server`, with parts
 * of `topotools`).
 *
 *     topo global                                   topo zone1
 *       cells/zone1/CellInfo                          tablets/zone1-0000000200/Tablet
 *       keyspaces/customer/Keyspace                   keyspaces/customer/SrvKeyspace    ◀─ watched by vtgates
 *       keyspaces/customer/VSchema                    keyspaces/customer/shards/0/ShardReplication
 *       keyspaces/customer/shards/0/Shard             SrvVSchema                        ◀─ watched by vtgates
 *
 * Words: a **record** is what a node holds; its **version** makes compare-and-set possible; a **blind write**
 * does without. A **watch** is a stream that brings the latest value, not every value. A **lock** is
 * advisory, first come first served, and lives as long as its **lease** is renewed. A **partition** is the
 * list of shards that a cell routes one tablet type to.
 *
 * Invariants: a version never comes twice on one server · a write is whole or not at all, also when the
 * server crashes · a watcher that stays connected sees the last value in the end · at most one unexpired
 * lease per path · what has no lock (VSchema, SrvVSchema, routing rules) and what is written blindly
 * (SrvKeyspace) is safe only as far as its callers agree.
 *
 * What real Vitess does that we do not: etcd, ZooKeeper and Consul with their own quirks; protobuf; caches of
 * cell connections; cell aliases; workflows; the served types of old shard records. Every single action is
 * bounded by `-remote_operation_timeout` (Vitess leaves some to the client library). The lock is an argument
 * of the functions that need it, where Vitess looks for it in the context: so `lock for keyspace … is already
 * held` cannot come up. A lease is kept alive for as long as its holder lives.
 */
export { bootTopo, type TopoSpec } from './boot-topo.ts'
export { remoteOperationTimeoutMs, TopoClient, type VersionedRecord } from './topo-client.ts'
export { isNodeExists, isNoNode } from './topo-error.ts'
export {
  cellInfoPath, keyspacePath, shardOf, shardPath, shardReplicationPath, srvKeyspacePath, srvVSchemaPath, tabletPath,
  vSchemaPath,
} from './paths.ts'

export { cellsOrAll, createCellInfo, getCellInfoNames } from './cells.ts'
export {
  createKeyspace, deleteKeyspace, findAllShardsInKeyspace, getKeyspace, getKeyspaces, getServedFrom,
  getShardNames, newKeyspace, updateKeyspace, type KeyspaceInfo,
} from './keyspace.ts'
export {
  deleteShardRecord, getShard, getTabletControl, isShardMaster, newShard, newTabletControl, shardString,
  updateShardFields, withTabletControl, type ShardInfo,
} from './shard.ts'
export { createShard, getOrCreateShard } from './create-shard.ts'
export { sourceShardAdd, sourceShardDelete } from './source-shards.ts'
export { updateSourceBlacklistedTables, type BlacklistChange } from './blacklisted-tables.ts'
export {
  findOverlappingShards, overlappingShardsForShard, shardsString, type OverlappingShards,
} from './overlapping-shards.ts'
export {
  createTablet, deleteTablet, getTablet, getTabletsByCell, isRunningQueryService, isRunningUpdateStream,
  isSlaveType, isTrivialTypeChange, newTablet, tabletDbName, updateTabletFields, type TabletInfo,
} from './tablet.ts'
export { getTabletMap, getTabletMapForShard, type TabletAliases, type TabletMap } from './tablet-map.ts'
export { addToShardReplication, deleteShardReplication, getShardReplication } from './shard-replication.ts'
export {
  deleteSrvKeyspace, findSrvKeyspace, getShardServingCells, getShardServingTypes, getSrvKeyspace,
  getSrvKeyspaceNames, partitionsOfAllCells, shardIsServing, srvKeyspaceGetPartition, updateSrvKeyspace,
} from './srv-keyspace.ts'
export {
  addSrvKeyspacePartitions, deleteSrvKeyspacePartitions, migrateServedType, updateDisableQueryService,
} from './srv-keyspace-edits.ts'
export { orderAndCheckPartitions } from './partition-order.ts'
export { rebuildKeyspace, rebuildKeyspaceLocked } from './rebuild-keyspace.ts'
export {
  ensureVSchema, getSrvVSchema, getVSchema, rebuildSrvVSchema, saveRoutingRules, saveVSchema,
} from './vschema.ts'
export {
  checkKeyspaceLocked, checkShardLocked, lockKeyspace, unlock, withKeyspaceLock, withShardLock,
  type TopoLock,
} from './locks.ts'
export { locksHeld } from './lock-table.ts'
export { recordsOn } from './topo-tree.ts'
