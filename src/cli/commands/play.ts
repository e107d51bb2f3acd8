import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'

interface Args { scenario: string; seed?: string; skip: string[]; ascii: boolean; tui: boolean }

/** `vtsim play <scenario>` */
export function playCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'play <scenario>',
    describe: 'Watch a scenario in the terminal: step, play, go back, ask why, break it',
    builder: yargs => yargs
      .positional('scenario', {
        type: 'string', demandOption: true, describe: 'A file, the name of a scenario, or what `vtsim run --trace` wrote',
      })
      .option('seed', {
        type: 'string', requiresArg: true, describe: 'Draw the schedule and the clients from this number',
      })
      .option('skip', {
        type: 'string', array: true, nargs: 1, default: [], describe: 'Leave out a step, such as wait-for-catch-up',
      })
      .option('ascii', { type: 'boolean', default: false, describe: 'Only characters of ASCII' })
      .option('tui', { type: 'boolean', default: true, describe: '--no-tui prints the narration instead' }),
    handler: async args => {
      const { play } = await import('./play-action.ts')
      context.exit(await play(args, context.terminal))
    },
  }
}
