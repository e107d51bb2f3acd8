import type { Command } from '../command-registry.ts'
import { applySchema } from './apply-schema.ts'
import { applyVSchema } from './apply-vschema.ts'
import { changeSlaveType } from './change-slave-type.ts'
import { copySchemaShard } from './copy-schema-shard.ts'
import { executeFetchAsAppCommand } from './execute-fetch-as-app.ts'
import { executeFetchAsDba } from './execute-fetch-as-dba.ts'
import { getKeyspace } from './get-keyspace.ts'
import { getKeyspaces } from './get-keyspaces.ts'
import { getShard } from './get-shard.ts'
import { getSrvKeyspace } from './get-srv-keyspace.ts'
import { getSrvKeyspaceNames } from './get-srv-keyspace-names.ts'
import { getTablet } from './get-tablet.ts'
import { getVSchema } from './get-vschema.ts'
import { initShardMaster } from './init-shard-master.ts'
import { listAllTablets } from './list-all-tablets.ts'
import { listShardTablets } from './list-shard-tablets.ts'
import { migrateServedTypes } from './migrate-served-types.ts'
import { ping } from './ping.ts'
import { refreshState } from './refresh-state.ts'
import { refreshStateByShard } from './refresh-state-by-shard.ts'
import { reloadSchema } from './reload-schema.ts'
import { runHealthCheck } from './run-health-check.ts'
import { startSlave } from './start-slave.ts'
import { stopSlave } from './stop-slave.ts'
import { vReplicationExec } from './vreplication-exec.ts'

/** All commands, in the order in which `Help` lists those of a group. */
export const commands: readonly Command[] = [
  // Tablets
  getTablet, startSlave, stopSlave, changeSlaveType, ping, refreshState, refreshStateByShard, runHealthCheck, executeFetchAsAppCommand,
  executeFetchAsDba, vReplicationExec,
  // Shards
  getShard, listShardTablets, initShardMaster,
  // Keyspaces
  getKeyspace, getKeyspaces, migrateServedTypes,
  // Generic
  listAllTablets,
  // Schema
  reloadSchema, applySchema, copySchemaShard, getVSchema, applyVSchema,
  // Serving graph
  getSrvKeyspaceNames, getSrvKeyspace,
]
