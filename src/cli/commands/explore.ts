import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'
import type { ExploreArgs } from '../explore/options.ts'
import { foundFolder } from '../found-folder.ts'

type Args = Omit<ExploreArgs, 'keepGoing'> & { 'keep-going': boolean }

/** `vtsim explore <scenario>` */
export function exploreCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'explore <scenario>',
    describe: 'Run a scenario many times, under other schedules and faults, and find what breaks',
    builder: yargs => yargs
      .positional('scenario', { type: 'string', demandOption: true, describe: 'A file, or the name of one: explore/cutover' })
      .option('schedules', { type: 'string', requiresArg: true, describe: 'How many runs; 200 if nothing else ends it' })
      .option('for', { type: 'string', requiresArg: true, describe: 'For how long, such as 60s' })
      .option('strategy', {
        type: 'string', requiresArg: true, default: 'portfolio',
        describe: 'Who decides: random, pct, pos, crash-points, one-order, or all in turn',
      })
      .option('faults', {
        type: 'string', requiresArg: true, default: 'all', describe: 'What may break: all, none, or crash,lost,partition …',
      })
      .option('seed', { type: 'string', requiresArg: true, describe: 'Another campaign; the same seed gives the same one' })
      .option('shard', { type: 'string', requiresArg: true, describe: 'Only this part of the campaign: 1/4' })
      .option('workers', { type: 'string', requiresArg: true, describe: 'Threads; one less than there are cores' })
      .option('from', {
        type: 'string', requiresArg: true,
        describe: 'Begin before this command, such as migrate-served-types-master; what stands before it has run undisturbed',
      })
      .option('skip', { type: 'string', array: true, nargs: 1, default: [], describe: 'Leave out a step, such as wait-for-catch-up' })
      .option('out', { type: 'string', requiresArg: true, default: foundFolder, describe: 'Folder for the runs that are found' })
      .option('keep-going', { type: 'boolean', default: false, describe: 'Go on after the first that is found' })
      .option('shrink', {
        type: 'boolean', describe: 'Make the first that is found as small as it can be; a person at a terminal need not ask',
      })
      .option('format', { type: 'string', requiresArg: true, default: 'human', describe: 'human, json, junit or github' }),
    handler: async args => {
      const { explore } = await import('./explore-action.ts')
      context.exit(await explore({ ...args, keepGoing: args['keep-going'] }, context.terminal))
    },
  }
}
