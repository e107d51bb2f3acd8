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
export * from './address.ts'
export * from './binlog-source.ts'
export * from './command-services.ts'
export * from './query-service.ts'
export * from './records.ts'
export * from './tablet-manager.ts'
export * from './topo-server.ts'
export * from './update-stream.ts'
export * from './vreplication-statements.ts'
export * from './vtgate-service.ts'
