import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'
import { withTuiOptions, type TuiArgs } from '../tui/tui-options.ts'

interface Args extends TuiArgs { lesson?: string; list: boolean; plain: boolean }

/** `vtsim learn [lesson]` */
export function learnCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'learn [lesson]',
    describe: 'Take a lesson in the terminal; without a name the next that is not done',
    builder: yargs => withTuiOptions(yargs)
      .positional('lesson', { type: 'string', describe: 'Its number, or a part of its name' })
      .option('list', { type: 'boolean', default: false, describe: 'Show the lessons that there are' })
      .option('plain', { type: 'boolean', default: false, describe: 'Tell it as plain text' }),
    handler: async args => {
      const { learn } = await import('./learn-action.ts')
      context.exit(await learn(args, context.terminal))
    },
  }
}
