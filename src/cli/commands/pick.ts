import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'
import { withTuiOptions, type TuiArgs } from '../tui/tui-options.ts'

/** `vtsim pick`, which is `vtsim` alone in a terminal. */
export function pickCommand(context: CommandContext): CommandModule<object, TuiArgs> {
  return {
    command: 'pick',
    describe: 'Choose a lesson or a scenario in the terminal (also: vtsim alone)',
    builder: yargs => withTuiOptions(yargs),
    handler: async args => {
      const { pick } = await import('./pick-action.ts')
      context.exit(await pick(args, context.terminal))
    },
  }
}
