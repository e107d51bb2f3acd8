import type { Ctx } from '../../sim/index.ts'
import { failure, type FlagSpecs, type FlagValues, parseFlags } from '../command/index.ts'
import { parseKeyspaceShard } from '../keys/index.ts'
import { newSplitClone, runSplitClone } from './split-clone.ts'
import { splitCloneFlags, splitCloneOptions, verticalSplitCloneFlags } from './split-clone-options.ts'
import { newSplitDiff, runSplitDiff, splitDiffFlags, verticalSplitDiffFlags } from './split-diff.ts'
import type { WorkerParts } from './worker-parts.ts'

/** A command of vtworker: reads its line, and hands back the job to run. */
export interface WorkerCommand {
  readonly name: string
  readonly params: string
  readonly help: string
  /** @throws Failure if the line makes no sense: then nothing was begun */
  prepare(parts: WorkerParts, args: readonly string[]): (ctx: Ctx) => Promise<void>
}

function workerCommand<S extends FlagSpecs>(command: {
  readonly name: string
  readonly params: string
  readonly help: string
  readonly flags: S
  prepare(parts: WorkerParts, flags: FlagValues<S>, args: readonly string[]): (ctx: Ctx) => Promise<void>
}): WorkerCommand {
  return {
    ...command,
    prepare: (parts, line) => {
      const { flags, args } = parseFlags(command.flags, line)
      return command.prepare(parts, flags, args)
    },
  }
}

/** Source: go/vt/worker/command.go, split_clone_cmd.go. */
export const workerCommands: readonly WorkerCommand[] = [
  workerCommand({
    name: 'SplitClone',
    params: '[--online=false] [--offline=false] [--exclude_tables=\'\'] <keyspace/shard>',
    help: 'Replicates the data and creates configuration for a horizontal split.',
    flags: splitCloneFlags,
    prepare: (parts, flags, args) => {
      if (args.length !== 1) throw failure('command SplitClone requires <keyspace/shard>', 'INVALID_ARGUMENT')
      const { keyspace, shard } = parseKeyspaceShard(args[0]!)
      const options = splitCloneOptions(flags)
      return ctx => runSplitClone(ctx, newSplitClone(parts, options, keyspace, shard))
    },
  }),
  workerCommand({
    name: 'VerticalSplitClone',
    params: "--tables='' <destination keyspace/shard>",
    help: 'Replicates the data and creates configuration for a vertical split.',
    flags: verticalSplitCloneFlags,
    prepare: (parts, flags, args) => {
      if (args.length !== 1) throw failure(
        'command VerticalSplitClone requires <destination keyspace/shard>', 'INVALID_ARGUMENT')
      const { keyspace, shard } = parseKeyspaceShard(args[0]!)
      if (flags.tables === '') throw failure('list of tablets to be split out must not be empty',
        'INVALID_ARGUMENT')
      const options = splitCloneOptions({ ...flags, exclude_tables: '',
        min_healthy_rdonly_tablets: flags.min_healthy_tablets })
      return ctx => runSplitClone(ctx, newSplitClone(parts, options, keyspace, shard,
        flags.tables.split(',')))
    },
  }),
  workerCommand({
    name: 'SplitDiff',
    params: '[--exclude_tables=\'\'] <keyspace/shard>',
    help: 'Diffs a rdonly destination shard against its SourceShards',
    flags: splitDiffFlags,
    prepare: (parts, flags, args) => {
      if (args.length !== 1) throw failure('command SplitDiff requires <keyspace/shard>', 'INVALID_ARGUMENT')
      const { keyspace, shard } = parseKeyspaceShard(args[0]!)
      const diff = newSplitDiff(parts, flags, keyspace, shard, false)
      return ctx => runSplitDiff(ctx, diff)
    },
  }),
  workerCommand({
    name: 'VerticalSplitDiff',
    params: '<keyspace/shard>',
    help: 'Diffs an rdonly tablet from the (destination) keyspace/shard against its respective source',
    flags: verticalSplitDiffFlags,
    prepare: (parts, flags, args) => {
      if (args.length !== 1) throw failure('command VerticalSplitDiff requires <keyspace/shard>',
        'INVALID_ARGUMENT')
      const { keyspace, shard } = parseKeyspaceShard(args[0]!)
      const diff = newSplitDiff(parts, flags, keyspace, shard, true)
      return ctx => runSplitDiff(ctx, diff)
    },
  }),
]
