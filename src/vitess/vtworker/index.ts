/**
 * # vtworker: moving the rows
 *
 * SplitClone fills new shards from old ones; SplitDiff compares them. One job at a time.
 *
 *     rdonly of the source ──▶ chunk readers ─┐                                           of the destination
 *                                             ├─ row differ ──▶ statements ──▶ writers ──▶ masters
 *     masters of the destination ──▶ readers ─┘
 *
 * Words: a **chunk** is a range of the first key column; the **online** pass compares with a source that
 * moves, the **offline** pass with one that stands still; a **drained** tablet is out of serving because a
 * worker uses it; the **cleaner** gives it back.
 *
 *     split-clone
 *       read-keyspace · find-overlapping-shards · sanity-check-shards · load-vschema · watch-tablets ·
 *       find-destination-masters · online-clone · pause-before-offline-clone · drain-source-tablets ·
 *       stop-replication · offline-clone · read-source-positions · set-up-vreplication · finish
 *     vtworker-clean-up, however that ended
 *       start-replication · remove-tag-worker · remove-tag-drain_reason · restore-type
 *
 * Invariants: after the offline pass the destination is equal to the source as it was at the position from
 * which the streams start; a pass that is repeated writes nothing that is equal already; at most
 * `destination_writer_count` statements of a shard are under way, twice as many wait, and no more than a
 * stream's window of rows is read ahead.
 *
 * What real Vitess does that we do not: consistent snapshots, resharding by a column of the keyspace (v2),
 * the adaptive part of the throttler (here writers wait while a replica lags too much), status pages. Line
 * numbers in log lines are Vitess's where the article shows them, else near.
 */
export { bootVtworker, type VtworkerSpec } from './boot-vtworker.ts'
export { workerCommands, type WorkerCommand } from './worker-commands.ts'
