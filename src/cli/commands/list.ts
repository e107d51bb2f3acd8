import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'

/** `vtsim list` */
export function listCommand(context: CommandContext): CommandModule {
  return {
    command: 'list',
    describe: 'Show the scenarios that there are',
    handler: async () => {
      const { list } = await import('./list-action.ts')
      list(context.terminal)
    },
  }
}
