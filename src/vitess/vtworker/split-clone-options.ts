import { boolFlag, failure, type FlagValues, floatFlag, intFlag, stringFlag } from '../command/index.ts'
import type { TabletType } from '../wire/index.ts'

/** Where "no limit" begins: 2^63−1 in Go. */
const disabled = 9223372036854775807

/** Source: go/vt/worker/split_clone_cmd.go, defaults.go. */
export const splitCloneFlags = {
  online: boolFlag(true, 'do online copy (optional approximate copy, source and destination tablets will not'
    + ' be put out of serving,'
    + ' minimizes downtime during offline copy)'),
  offline: boolFlag(true, 'do offline copy (exact copy at a specific GTID, required before shard migration,'
    + ' source and destination'
    + ' tablets will be put out of serving during copy)'),
  exclude_tables: stringFlag('', 'comma separated list of tables to exclude. Each is either an exact match,'
    + ' or a regular expression'
    + ' of the form /regexp/'),
  chunk_count: intFlag(1000, 'number of chunks per table'),
  min_rows_per_chunk: intFlag(10_000, 'minimum number of rows per chunk (may reduce --chunk_count)'),
  source_reader_count: intFlag(10, 'number of concurrent streaming queries to use on the source'),
  write_query_max_rows: intFlag(100, 'maximum number of rows per write query'),
  write_query_max_size: intFlag(1024 * 1024, 'maximum size (in bytes) per write query'),
  destination_writer_count: intFlag(20, 'number of concurrent RPCs to execute on the destination'),
  tablet_type: stringFlag('RDONLY', 'tablet type to use (RDONLY or REPLICA)'),
  min_healthy_rdonly_tablets: intFlag(2, 'minimum number of healthy RDONLY tablets in the source and'
    + ' destination shard at start'),
  use_consistent_snapshot: boolFlag(false, 'Instead of pausing replication on the source, uses transactions'
    + ' with consistent snapshot'
    + ' to have a stable view of the data.'),
  max_tps: floatFlag(disabled, 'rate limit of maximum number of (write) transactions/second on the'
    + ' destination (unlimited by default)'),
  max_replication_lag: floatFlag(disabled, 'if set, the adapative throttler will be enabled and'
    + ' automatically adjust the write rate to'
    + ' keep the lag below the set value in seconds (disabled by default)'),
}

const { exclude_tables: _excludeTables, min_healthy_rdonly_tablets: _minHealthy, ...commonFlags } =
  splitCloneFlags

/** Source: go/vt/worker/vertical_split_clone_cmd.go. */
export const verticalSplitCloneFlags = {
  ...commonFlags,
  tables: stringFlag('', 'comma separated list of tables to replicate (used for vertical split). Each is'
    + ' either an exact match, or a regular'
    + ' expression of the form /regexp/'),
  min_healthy_tablets: intFlag(2, 'minimum number of healthy tablets in the source and'
    + ' destination shard at start'),
}

export interface SplitCloneOptions {
  readonly online: boolean
  readonly offline: boolean
  readonly excludeTables: readonly string[]
  readonly chunkCount: number
  readonly minRowsPerChunk: number
  readonly sourceReaderCount: number
  readonly writeQueryMaxRows: number
  readonly writeQueryMaxSize: number
  readonly destinationWriterCount: number
  readonly tabletType: TabletType
  readonly minHealthyTablets: number
  /** Infinity: off. */
  readonly maxTps: number
  /** Infinity: off. */
  readonly maxReplicationLagS: number
}

/**
 * @throws Failure with the texts of go/vt/worker/split_clone.go newSplitCloneWorker and split_clone_cmd.go.
 */
export function splitCloneOptions(flags: FlagValues<typeof splitCloneFlags>): SplitCloneOptions {
  const tabletType = flags.tablet_type.toUpperCase()
  if (tabletType !== 'RDONLY' && tabletType !== 'REPLICA') throw invalid(`tablet_type must be RDONLY or`
    + ` REPLICA: ${flags.tablet_type}`)
  if (!flags.online && !flags.offline) {
    throw invalid('at least one clone phase (-online, -offline) must be enabled (and not set to false)')
  }
  for (const name of ['chunk_count', 'min_rows_per_chunk', 'source_reader_count', 'write_query_max_rows',
    'write_query_max_size',
    'destination_writer_count'] as const) {
    if (flags[name] <= 0) throw invalid(`${name} must be > 0: ${flags[name]}`)
  }
  if (flags.min_healthy_rdonly_tablets < 0) throw invalid(`min_healthy_tablets must be >= 0:`
    + ` ${flags.min_healthy_rdonly_tablets}`)
  if (flags.max_tps < flags.destination_writer_count) {
    throw invalid(`-max_tps must be >= -destination_writer_count: ${flags.max_tps} >=`
      + ` ${flags.destination_writer_count}`)
  }
  if (flags.max_replication_lag < 1) throw invalid(`max_replication_lag must be >= 1s:`
    + ` ${flags.max_replication_lag}`)
  if (flags.use_consistent_snapshot) throw failure('-use_consistent_snapshot is not supported by vtsim',
    'UNIMPLEMENTED')
  return {
    online: flags.online, offline: flags.offline,
    excludeTables: flags.exclude_tables === '' ? [] : flags.exclude_tables.split(','),
    chunkCount: flags.chunk_count, minRowsPerChunk: flags.min_rows_per_chunk,
      sourceReaderCount: flags.source_reader_count,
    writeQueryMaxRows: flags.write_query_max_rows, writeQueryMaxSize: flags.write_query_max_size,
    destinationWriterCount: flags.destination_writer_count, tabletType,
      minHealthyTablets: flags.min_healthy_rdonly_tablets,
    maxTps: flags.max_tps >= disabled ? Infinity : flags.max_tps,
    maxReplicationLagS: flags.max_replication_lag >= disabled ? Infinity : flags.max_replication_lag,
  }
}
const invalid = (text: string): unknown => failure(text, 'INVALID_ARGUMENT')
