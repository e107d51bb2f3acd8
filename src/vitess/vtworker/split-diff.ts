import type { Ctx } from '../../sim/index.ts'
import { boolFlag, failure, type FlagValues, intFlag, stringFlag } from '../command/index.ts'
import type { KeyspaceSchema } from '../keys/index.ts'
import type { ShardInfo } from '../topo/index.ts'
import type { SourceShard, Tablet, TabletType } from '../wire/index.ts'
import { runJob } from './run-job.ts'
import { splitDiffProcedure } from './split-diff-steps.ts'
import type { WorkerParts } from './worker-parts.ts'
import type { WorkerTablets } from './worker-tablets.ts'

/** Source: go/vt/worker/split_diff_cmd.go, defaults.go. */
export const splitDiffFlags = {
  source_uid: intFlag(0, 'uid of the source shard to run the diff against'),
  exclude_tables: stringFlag('', 'comma separated list of tables to exclude'),
  min_healthy_rdonly_tablets: intFlag(2, 'minimum number of healthy RDONLY tablets before taking out one'),
  dest_tablet_type: stringFlag('RDONLY', 'destination tablet type (RDONLY or REPLICA) that will be used to'
    + ' compare the shards'),
  parallel_diffs_count: intFlag(8, 'number of tables to diff in parallel'),
  skip_verify: boolFlag(false, 'skip verification of source and target schema when copying schema'),
}

/**
 * What a SplitDiff knows, filled in by its steps in order. Source: go/vt/worker/split_diff.go
 * SplitDiffWorker.
 */
export interface SplitDiff {
  readonly parts: WorkerParts
  readonly keyspace: string
  readonly shard: string
  /** Compares the tables of a vertical split, all their rows. */
  readonly vertical: boolean
  /** 0: the only one. */
  readonly sourceUid: number
  readonly excludeTables: readonly string[]
  readonly minHealthyTablets: number
  readonly destinationTabletType: TabletType
  readonly parallelDiffs: number
  destination: ShardInfo | null
  source: SourceShard | null
  sourceShard: ShardInfo | null
  keyspaceSchema: KeyspaceSchema | null
  tablets: WorkerTablets | null
  sourceTablet: Tablet | null
  destinationTablet: Tablet | null
  /** Where the stream stands, then where the source stands, then the destination. */
  position: string
  readonly errors: string[]
}

/** Source: go/vt/worker/vertical_split_diff_cmd.go. */
export const verticalSplitDiffFlags = {
  min_healthy_rdonly_tablets: splitDiffFlags.min_healthy_rdonly_tablets,
  dest_tablet_type: splitDiffFlags.dest_tablet_type,
  parallel_diffs_count: splitDiffFlags.parallel_diffs_count,
}

export function newSplitDiff(
  parts: WorkerParts,
    flags: FlagValues<typeof verticalSplitDiffFlags> & Partial<FlagValues<typeof splitDiffFlags>>,
  keyspace: string, shard: string, vertical: boolean,
): SplitDiff {
  const type = flags.dest_tablet_type.toUpperCase()
  if (type !== 'RDONLY' && type !== 'REPLICA') {
    throw failure(`command SplitDiff invalid dest_tablet_type: ${flags.dest_tablet_type}`, 'INVALID_ARGUMENT')
  }
  const exclude = flags.exclude_tables ?? ''
  return {
    parts, keyspace, shard, vertical, sourceUid: flags.source_uid ?? 0,
    excludeTables: exclude === '' ? [] : exclude.split(','),
    minHealthyTablets: flags.min_healthy_rdonly_tablets, destinationTabletType: type,
    parallelDiffs: flags.parallel_diffs_count, destination: null, source: null, sourceShard: null,
    keyspaceSchema: null, tablets: null, sourceTablet: null, destinationTablet: null, position: '',
      errors: [],
  }
}

/**
 * Compares a destination shard with its source, both at the same position, while everything goes on. Both
 * tablets are given back at the end. Source: split_diff.go Run.
 */
export function runSplitDiff(ctx: Ctx, diff: SplitDiff): Promise<void> {
  return runJob(ctx, splitDiffProcedure, diff, 'split_diff.go:157')
}
