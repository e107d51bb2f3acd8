import { durationFlag, boolFlag, stringFlag, type FlagValues } from '../command/index.ts'

/**
 * The flags of the vtworker program itself, before the name of the command. Source: go/vt/worker/defaults.go,
 * worker.go, go/cmd/vtworker.
 */
export const workerFlags = {
  cell: stringFlag('', 'cell to pick servers from'),
  use_v3_resharding_mode: boolFlag(true, 'True iff the workers should use V3-style resharding, which'
    + ' doesn\'t require a preset sharding key column.'),
  retry_duration: durationFlag(2 * 3_600_000, 'Amount of time we wait before giving up on a retryable action'
    + ' (e.g. write to destination, waiting for healthy tablets)'),
  executefetch_retry_time: durationFlag(30_000, 'Amount of time we should wait before'
    + ' retrying ExecuteFetch calls'),
  remote_actions_timeout: durationFlag(60_000, 'Amount of time to wait for remote'
    + ' actions (like replication stop, ...)'),
  wait_for_healthy_tablets_timeout: durationFlag(60_000, 'maximum time to wait at the start if less than'
    + ' --min_healthy_tablets are available'),
  worker_healthcheck_topology_refresh: durationFlag(30_000, 'refresh interval for re-reading the topology'),
  worker_healthcheck_retry_delay: durationFlag(5_000, 'delay before retrying a failed healthcheck'),
  worker_healthcheck_timeout: durationFlag(60_000, 'the health check timeout period'),
  command_display_interval: durationFlag(1_000, 'Interval between each status update when vtworker is'
    + ' executing a single command from the command line'),
  // Read, and of no effect here.
  log_dir: stringFlag('', 'If non-empty, write log files in this directory'),
  alsologtostderr: boolFlag(false, 'log to standard error as well as files'),
  logtostderr: boolFlag(false, 'log to standard error instead of files'),
  topo_implementation: stringFlag('', 'the topology implementation to use'),
  topo_global_server_address: stringFlag('', 'the address of the global topology server'),
  topo_global_root: stringFlag('', 'the path of the global topology data in the global topology server'),
  port: stringFlag('', 'port for the server'),
}
export type WorkerSettings = FlagValues<typeof workerFlags>
