import type { QueryResult } from '../../sql/index.ts'
import { service, unary } from '../../sim/index.ts'
import type { TabletAlias, TabletType } from './records.ts'

/**
 * What operators' tools ask of vttablet. Actions that change the tablet run one at a time, under its action lock.
 * Positions are text: `MySQL56/<gtid set>`. Source: go/vt/vttablet/tmclient/rpc_client_api.go.
 */
export const TabletManager = service('TabletManager', {
  ping: unary<Nothing, null>(),
  /** Re-reads the tablet record, the shard and the cell's SrvKeyspace, and serves accordingly. */
  refreshState: unary<Nothing, null>(),
  runHealthCheck: unary<Nothing, null>(),
  changeType: unary<{ type: TabletType }, null>(),

  getSchema: unary<{ tables: readonly string[]; excludeTables: readonly string[]; includeViews: boolean }, SchemaDefinition>(),
  reloadSchema: unary<{ waitPosition: string }, null>(),
  preflightSchema: unary<{ changes: readonly string[] }, readonly SchemaChangeResult[]>(),
  executeFetchAsDba: unary<{ sql: string; dbName: string; maxRows: number; disableBinlogs: boolean; reloadSchema: boolean }, QueryResult>(),
  executeFetchAsApp: unary<{ sql: string; maxRows: number; usePool: boolean }, QueryResult>(),
  executeFetchAsAllPrivs: unary<{ sql: string; dbName: string; maxRows: number; reloadSchema: boolean }, QueryResult>(),
  lockTables: unary<Nothing, null>(),
  unlockTables: unary<Nothing, null>(),

  masterPosition: unary<Nothing, string>(),
  waitForPosition: unary<{ position: string }, null>(),
  slaveStatus: unary<Nothing, SlaveStatus>(),
  getSlaves: unary<Nothing, readonly string[]>(),
  stopSlave: unary<Nothing, null>(),
  /** Waits for `position`, then stops; the answer is where it stopped. */
  stopSlaveMinimum: unary<{ position: string; waitTimeMs: number }, string>(),
  startSlave: unary<Nothing, null>(),
  startSlaveUntilAfter: unary<{ position: string; waitTimeMs: number }, null>(),

  resetReplication: unary<Nothing, null>(),
  /** Becomes MASTER; the answer is its position. */
  initMaster: unary<Nothing, string>(),
  populateReparentJournal: unary<
    { timeCreatedNs: bigint; actionName: string; masterAlias: TabletAlias; position: string }, null>(),
  initSlave: unary<{ parent: TabletAlias; position: string; timeCreatedNs: bigint }, null>(),
  setMaster: unary<{ parent: TabletAlias; timeCreatedNs: bigint; waitPosition: string; forceStartSlave: boolean }, null>(),
  slaveWasPromoted: unary<Nothing, null>(),
  slaveWasRestarted: unary<{ parent: TabletAlias }, null>(),
  stopReplicationAndGetStatus: unary<Nothing, SlaveStatus>(),
  demoteMaster: unary<Nothing, string>(),
  undoDemoteMaster: unary<Nothing, null>(),
  promoteSlaveWhenCaughtUp: unary<{ position: string }, string>(),
  promoteSlave: unary<Nothing, string>(),

  /** Source: go/vt/vttablet/tabletmanager/vreplication/engine.go Exec. */
  vReplicationExec: unary<{ query: string }, QueryResult>(),
  vReplicationWaitForPos: unary<{ id: number; position: string }, null>(),
}, {
  // What vtworker tries again, and what only asks. To be told twice to forget its replication would not do a tablet good.
  repeated: [
    'ping', 'refreshState', 'runHealthCheck', 'getSchema', 'reloadSchema', 'executeFetchAsApp', 'masterPosition', 'slaveStatus',
    'waitForPosition', 'vReplicationExec', 'vReplicationWaitForPos',
  ],
})

export type Nothing = Record<string, never>

/** Source: go/vt/proto/replicationdata Status. */
export interface SlaveStatus {
  readonly position: string
  readonly slaveIoRunning: boolean
  readonly slaveSqlRunning: boolean
  readonly secondsBehindMaster: number
  /** Process name of the mysqld that it replicates from, or ''. */
  readonly masterHost: string
}

/** Source: go/vt/proto/tabletmanagerdata SchemaDefinition. */
export interface SchemaDefinition {
  readonly databaseSchema: string
  readonly tableDefinitions: readonly TableDefinition[]
}
export interface TableDefinition {
  readonly name: string
  /** CREATE TABLE text, without an AUTO_INCREMENT counter. */
  readonly schema: string
  readonly columns: readonly string[]
  /** Vitess query types (`INT64`, `VARBINARY`, …), parallel to `columns`. */
  readonly columnTypes: readonly string[]
  readonly primaryKeyColumns: readonly string[]
  readonly type: 'BASE TABLE' | 'VIEW'
  readonly dataLengthBytes: number
  /** An estimate, as MySQL's is. */
  readonly rowCount: number
}
export interface SchemaChangeResult { readonly beforeSchema: SchemaDefinition; readonly afterSchema: SchemaDefinition }
