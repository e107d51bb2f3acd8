/**
 * # wire: everything that crosses the network
 *
 * One page per interface. A page names the methods, their requests and replies, and nothing of how they are done; client and
 * server share it. Messages are plain frozen data. Records of the topology are here too, since every part reads and writes them.
 *
 *     application ── VtgateService ──▶ vtgate ── QueryService ──▶ vttablet ──▶ mysqld
 *     operator ── Vtctl, Vtworker ──▶ vtctld, vtworker ── TabletManager ──▶ vttablet
 *     vttablet ◀── UpdateStream ── vttablet          everyone ── TopoServer ──▶ topo global, topo <cell>
 *
 * What real Vitess does that we do not: protobuf encoding, TLS, caller ids, ports (a process's name is its address).
 */
export {
  mysqldAddress, parseTabletAlias, sameTabletAlias, tabletAliasString, tabletHost, topoAddress,
  vtctldAddress, vttabletAddress,
} from './address.ts'
export { type BinlogSource, binlogSource, binlogSourceText, parseBinlogSource } from './binlog-source.ts'
export { type CommandOutput, Vtctl, Vtworker } from './command-services.ts'
export {
  type ExecuteOptions, type FailureRecord, type Query, QueryService, type RealtimeStats,
  type StreamHealthResponse, type Target,
} from './query-service.ts'
export {
  type CellInfo, type Keyspace, type KeyspacePartition, type RoutingRule, type ServedFrom, type ServedType,
  type Shard, type ShardReference, type ShardReplication, type ShardTabletControl, type SourceShard,
  type SrvKeyspace, type SrvVSchema, type Tablet, type TabletAlias, type TabletControl, type TabletType,
  type VSchemaKeyspace, servedTypes, tabletTypes,
} from './records.ts'
export {
  type Nothing, type SchemaChangeResult, type SchemaDefinition, type SlaveStatus, type TableDefinition,
  TabletManager,
} from './tablet-manager.ts'
export { type TopoContents, type TopoNode, TopoServer } from './topo-server.ts'
export { type BinlogStatement, type BinlogTransactionText, UpdateStream } from './update-stream.ts'
export {
  type StreamState, createVReplication, deleteVReplication, maxRateDisabled, replicationLagDisabled,
  sqlString, startVReplication, startVReplicationUntil, stopVReplication, truncateMessage,
} from './vreplication-statements.ts'
export {
  type ExecuteReply, type Session, type ShardSession, type TransactionMode, VtgateService, emptySession,
} from './vtgate-service.ts'
