import type { Command } from '../command-registry.ts'
import { applySchema } from './apply-schema.ts'
import { applyVSchema } from './apply-vschema.ts'
import { cancelResharding } from './cancel-resharding.ts'
import { changeSlaveType } from './change-slave-type.ts'
import { copySchemaShard } from './copy-schema-shard.ts'
import { createKeyspace } from './create-keyspace.ts'
import { createShard } from './create-shard.ts'
import { deleteKeyspace } from './delete-keyspace.ts'
import { deleteShard } from './delete-shard.ts'
import { deleteTablet } from './delete-tablet.ts'
import { emergencyReparentShard } from './emergency-reparent-shard.ts'
import { executeFetchAsAppCommand } from './execute-fetch-as-app.ts'
import { executeFetchAsDba } from './execute-fetch-as-dba.ts'
import { findAllShardsInKeyspace } from './find-all-shards-in-keyspace.ts'
import { getKeyspace } from './get-keyspace.ts'
import { getKeyspaces } from './get-keyspaces.ts'
import { getSchema } from './get-schema.ts'
import { getShardReplication } from './get-shard-replication.ts'
import { getShard } from './get-shard.ts'
import { getSrvKeyspaceNames } from './get-srv-keyspace-names.ts'
import { getSrvKeyspace } from './get-srv-keyspace.ts'
import { getTablet } from './get-tablet.ts'
import { getVSchema } from './get-vschema.ts'
import { initShardMaster } from './init-shard-master.ts'
import { listAllTablets } from './list-all-tablets.ts'
import { listShardTablets } from './list-shard-tablets.ts'
import { listTablets } from './list-tablets.ts'
import { migrateServedFrom } from './migrate-served-from.ts'
import { migrateServedTypes } from './migrate-served-types.ts'
import { ping } from './ping.ts'
import { plannedReparentShard } from './planned-reparent-shard.ts'
import { rebuildKeyspaceGraph } from './rebuild-keyspace-graph.ts'
import { rebuildVSchemaGraph } from './rebuild-vschema-graph.ts'
import { refreshStateByShard } from './refresh-state-by-shard.ts'
import { refreshState } from './refresh-state.ts'
import { reloadSchemaKeyspace } from './reload-schema-keyspace.ts'
import { reloadSchemaShard } from './reload-schema-shard.ts'
import { reloadSchema } from './reload-schema.ts'
import { runHealthCheck } from './run-health-check.ts'
import { setKeyspaceServedFrom } from './set-keyspace-served-from.ts'
import { setShardIsMasterServing } from './set-shard-is-master-serving.ts'
import { setShardTabletControl } from './set-shard-tablet-control.ts'
import { showResharding } from './show-resharding.ts'
import { sourceShardAdd } from './source-shard-add.ts'
import { sourceShardDelete } from './source-shard-delete.ts'
import { startSlave } from './start-slave.ts'
import { stopSlave } from './stop-slave.ts'
import { tabletExternallyReparented } from './tablet-externally-reparented.ts'
import { updateSrvKeyspacePartition } from './update-srv-keyspace-partition.ts'
import { validateKeyspace } from './validate-keyspace.ts'
import { validateSchemaKeyspace } from './validate-schema-keyspace.ts'
import { validateShard } from './validate-shard.ts'
import { vReplicationExec } from './vreplication-exec.ts'
import { waitForDrain } from './wait-for-drain.ts'
import { waitForFilteredReplication } from './wait-for-filtered-replication.ts'

/** All commands, in the order in which `Help` lists those of a group. */
export const commands: readonly Command[] = [
  // Tablets
  getTablet, deleteTablet, startSlave, stopSlave, changeSlaveType, ping, refreshState, refreshStateByShard,
  runHealthCheck,
  executeFetchAsAppCommand, executeFetchAsDba, vReplicationExec,
  // Shards
  createShard, getShard, validateShard, listShardTablets, setShardIsMasterServing, setShardTabletControl,
  updateSrvKeyspacePartition, sourceShardDelete, sourceShardAdd, waitForFilteredReplication, deleteShard,
  initShardMaster,
  plannedReparentShard, emergencyReparentShard, tabletExternallyReparented,
  // Keyspaces
  createKeyspace, deleteKeyspace, getKeyspace, getKeyspaces, setKeyspaceServedFrom, rebuildKeyspaceGraph,
  validateKeyspace,
  migrateServedTypes, migrateServedFrom,
  cancelResharding, showResharding, findAllShardsInKeyspace, waitForDrain,
  // Generic
  listAllTablets, listTablets,
  // Schema, Version, Permissions
  getSchema, reloadSchema, reloadSchemaShard, reloadSchemaKeyspace, validateSchemaKeyspace, applySchema,
  copySchemaShard,
  getVSchema, applyVSchema, rebuildVSchemaGraph,
  // Serving Graph
  getSrvKeyspaceNames, getSrvKeyspace,
  // Replication Graph
  getShardReplication,
]
