import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'

/** `vtsim list` */
export function listCommand(context: CommandContext): CommandModule<object, { points: boolean }> {
  return {
    command: 'list',
    describe: 'Show the scenarios that there are',
    builder: yargs => yargs.option('points', {
      type: 'boolean', default: false, describe: 'Show the pause points instead, for `vtsim until` in a scenario',
    }),
    handler: async ({ points }) => {
      const { list, listPoints } = await import('./list-action.ts')
      if (points) listPoints(context.terminal)
      else list(context.terminal)
    },
  }
}
