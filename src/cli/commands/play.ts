import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'
import { withTuiOptions, type TuiArgs } from '../tui/tui-options.ts'

interface Args extends TuiArgs { scenario: string; seed?: string; from?: string; skip: string[]; do: string[] }

/** `vtsim play <scenario>` */
export function playCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'play <scenario>',
    describe: 'Watch a scenario in the terminal: step, play, go back, ask why, break it',
    builder: yargs => withTuiOptions(yargs)
      .positional('scenario', {
        type: 'string', demandOption: true, describe: 'A file, the name of a scenario, or what `vtsim run --trace` wrote',
      })
      .option('seed', {
        type: 'string', requiresArg: true, describe: 'Draw the schedule and the clients from this number',
      })
      .option('from', {
        type: 'string', requiresArg: true,
        describe: 'Begin before this command, such as migrate-served-types-master; what stands before it has run undisturbed',
      })
      .option('skip', {
        type: 'string', array: true, nargs: 1, default: [], describe: 'Leave out a step, such as wait-for-catch-up',
      })
      .option('do', {
        type: 'string', array: true, nargs: 1, default: [],
        describe: "Do something after an event, such as '#318 $ vtsim crash vtgate-1'",
      }),
    handler: async args => {
      const { play } = await import('./play-action.ts')
      context.exit(await play(args, context.terminal))
    },
  }
}
