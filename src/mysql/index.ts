/**
 * MySQL: one database server, version 5.7, as a process of the simulated world.
 *
 *     client ── Mysqld.connect ──▶ session ── statement ──▶ plan ──▶ transaction ──▶ tables
 *                                                              │  locks     │ commit
 *                                                              ▼            ▼
 *     replica ◀── Mysqld.binlogDump ──────────────────────── binlog ◀── one GTID, row images
 *
 * Words. The *disk* is what a crash leaves: databases, binlog, who the master is. A *session* belongs to one connection.
 * A *transaction* keeps its changes to itself until commit. A *lock owner* is a session or the SQL thread. The *receiver*
 * (IO thread) fetches the master's binlog, the *applier* (SQL thread) puts its row images into the tables.
 *
 * Invariants. Committed rows are never changed in place, so a snapshot is a handful of references, and master, replicas and
 * binlog share rows. A statement runs without waiting: if it meets a lock it is undone, waits, and is run again. A
 * transaction is durable exactly from when it is in the binlog. gtid_purged ⊆ gtid_executed, and positions only grow.
 *
 * What real MySQL does that we do not: gap locks end at a bound and not at the next record, and rows that a scan looks at but
 * does not change are not locked; foreign keys and checks are kept and not enforced; no triggers, procedures, events,
 * partitions, users beyond Vitess's own, warnings, or storage engines other than InnoDB. A relay log lives in memory, as
 * relay_log_recovery=1 throws it away at a start anyway. A server starts read-only, and its slave threads with it unless
 * skip_slave_start says otherwise, as Vitess's my.cnf does. DROP TABLE of several tables is all or nothing.
 */
export { MysqlConnection, type Query } from './connection.ts'
export { type InstantSession, withInstantSession } from './instant-session.ts'
export { bootMysqld } from './server/boot.ts'
export { ServerDisk } from './server/disk.ts'
export { type MysqldSpec } from './server/mysql-server.ts'
export {
  type BinlogDumpRequest, type BinlogEvent, type BinlogTransaction, type DdlEvent, Mysqld, type MysqlUser,
  type QueryBatchRequest, type QueryRequest, type RowsEvent,
} from './protocol.ts'
export { loadRelationalEngine, provideRelationalEngine } from './engine/index.ts'
