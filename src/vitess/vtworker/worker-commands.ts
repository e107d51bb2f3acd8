import type { Ctx } from '../../sim/index.ts'
import { failure, type FlagSpecs, flagDefaults, type FlagValues, helpRequested, parseFlags } from '../command/index.ts'
import { parseKeyspaceShard } from '../keys/index.ts'
import { newSplitClone, runSplitClone } from './split-clone.ts'
import { splitCloneFlags, splitCloneOptions } from './split-clone-options.ts'
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

/** `Usage:` and the flags, as Go prints them. */
export const workerUsage = (name: string, params: string, help: string, flags: FlagSpecs): string =>
  `Usage: ${name} ${params}\n\n${help}\n\n${flagDefaults(flags)}`

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
]

/** What a caller of `-help` gets in place of a run. */
export const isHelp = (message: string): boolean => message === helpRequested
