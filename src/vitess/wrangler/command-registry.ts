import type { Ctx } from '../../sim/index.ts'
import {
  failure, flagDefaults, type FlagSpecs, type FlagValues, helpRequested, parseFlags,
} from '../command/index.ts'
import { Failure } from '../../sim/index.ts'
import type { Wrangler } from './wrangler.ts'

/** The groups of `Help`, in its order. */
export const commandGroups = ['Tablets', 'Shards', 'Keyspaces', 'Generic', 'Schema, Version, Permissions',
  'Serving Graph', 'Replication Graph'] as const
export type CommandGroup = (typeof commandGroups)[number]

/** A command of vtctl. Source: go/vt/vtctl/vtctl.go command. */
export interface CommandSpec<S extends FlagSpecs> {
  readonly name: string
  readonly group: CommandGroup
  /** The command line after the name, as usage shows it. */
  readonly params: string
  readonly help: string
  readonly flags: S
  run(ctx: Ctx, wr: Wrangler, flags: FlagValues<S>, args: readonly string[]): Promise<void>
}

/** A command, ready to be run with the words after its name. */
export interface Command extends Omit<CommandSpec<FlagSpecs>, 'run'> {
  run(ctx: Ctx, wr: Wrangler, words: readonly string[]): Promise<void>
}

/** Makes a command that reads its flags itself; a mistake in them shows the usage. */
export function defineCommand<S extends FlagSpecs>(spec: CommandSpec<S>): Command {
  const { name, group, params, help, flags } = spec
  return {
    name, group, params, help, flags,
    run: async (ctx, wr, words) => {
      let parsed: ReturnType<typeof parseFlags<S>>
      try {
        parsed = parseFlags(flags, words)
      } catch (error) {
        if (error instanceof Failure) {
          const complaint = error.message === helpRequested ? '' : `${error.message}\n`
          wr.logger.printf(ctx, `${complaint}Usage: ${name} ${params}\n\n${help}\n\n${flagDefaults(flags)}`)
        }
        throw error
      }
      await spec.run(ctx, wr, parsed.flags, parsed.args)
    },
  }
}

/** Fails with `text` unless there are as many arguments as asked for. */
export function requireArgs(args: readonly string[], count: number, text: string): void {
  if (args.length !== count) throw failure(text, 'INVALID_ARGUMENT')
}

/** `c1,c2` as a list; '' is no cell, which means all. */
export const splitList = (text: string): string[] => text === '' ? [] : text.split(',')
