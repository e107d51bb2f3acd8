/**
 * # Workload: the applications
 *
 * **Clients** are processes that send **operations** (reads, inserts that take their keys from sequences,
 * updates, deletes, scatter reads, transactions in one shard) to the vtgates while a scenario runs. Or they
 * do nothing but transactions on **lists**, which may span shards. Every **attempt** is recorded with its
 * outcome and with what it read.
 *
 *     client-1, client-3 ──▶ vtgate-1        client-2, client-4 ──▶ vtgate-2
 *            └── history: invoked · acknowledged | refused | unknown
 *
 * Invariants: no two writes carry the same mark; a refused operation is tried again with new marks, one whose
 * outcome is unknown never; what clients do depends on the seed alone, not on the schedule, but for what they
 * have been told.
 *
 * What real applications do that these do not: hold connections in pools, prepare statements.
 */
export { countAttempts, HistoryRecorder, type ClientCounts, type SentOperation } from './history-recorder.ts'
export { formatKept, parseKept, type KeptOperation } from './kept-operation.ts'
export { Workload, type WorkloadState } from './workload.ts'
export { dullWorkload, type WorkloadSpec } from './workload-spec.ts'
