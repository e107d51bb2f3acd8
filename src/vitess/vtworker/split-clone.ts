import type { Ctx } from '../../sim/index.ts'
import type { KeyspaceSchema } from '../keys/index.ts'
import type { ShardInfo } from '../topo/index.ts'
import type { Tablet } from '../wire/index.ts'
import { type CloneCounters, cloneCounters } from './row-aggregator.ts'
import type { SplitCloneOptions } from './split-clone-options.ts'
import { runJob } from './run-job.ts'
import { splitCloneProcedure } from './split-clone-steps.ts'
import type { WorkerParts } from './worker-parts.ts'
import { TableStatusList } from './worker-status.ts'
import type { WorkerTablets } from './worker-tablets.ts'

/**
 * What a SplitClone knows, filled in by its steps in order. Source: go/vt/worker/split_clone.go
 * SplitCloneWorker.
 */
export interface SplitClone {
  readonly parts: WorkerParts
  readonly options: SplitCloneOptions
  readonly keyspace: string
  readonly shard: string
  /** For a vertical split; null for a horizontal one. */
  readonly tables: readonly string[] | null
  sourceShards: readonly ShardInfo[]
  destinationShards: readonly ShardInfo[]
  keyspaceSchema: KeyspaceSchema | null
  tablets: WorkerTablets | null
  /** By `keyspace/shard`. */
  readonly destinationDbNames: Map<string, string>
  /** One a source shard, while the offline phase holds them. */
  sourceTablets: readonly Tablet[]
  sourcePositions: readonly string[]
  offlineStartMs: number
  readonly counters: { readonly online: CloneCounters; readonly offline: CloneCounters }
  readonly progress: { readonly online: TableStatusList; readonly offline: TableStatusList }
}

export function newSplitClone(
  parts: WorkerParts, options: SplitCloneOptions, keyspace: string, shard: string,
    tables: readonly string[] | null = null,
): SplitClone {
  return {
    parts, options, keyspace, shard, tables, sourceShards: [], destinationShards: [], keyspaceSchema: null,
      tablets: null,
    destinationDbNames: new Map(), sourceTablets: [], sourcePositions: [], offlineStartMs: 0,
    counters: { online: cloneCounters(), offline: cloneCounters() },
    progress: { online: new TableStatusList(), offline: new TableStatusList() },
  }
}

/**
 * Copies a shard's rows to the shards that are to replace it, and starts the streams that keep them up to
 * date. Whatever happens, the tablets that it borrowed are given back at the end. Source: split_clone.go Run.
 */
export function runSplitClone(ctx: Ctx, clone: SplitClone): Promise<void> {
  return runJob(ctx, splitCloneProcedure, clone, 'split_clone.go:496')
}
