import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'

interface Args { scenarios: string[]; update: boolean }

/** `vtsim test [scenario…] [--update]` */
export function testCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'test [scenarios..]',
    describe: 'Run scenarios and compare what they print with what is recorded',
    builder: yargs => yargs
      .positional(
        'scenarios',
        { type: 'string', array: true, default: [], describe: 'Files or names; without any, all' },
      )
      .option('update', {
        type: 'boolean', default: false, describe: 'Record what they print now; read the difference before you keep it',
      }),
    handler: async args => {
      const { test } = await import('./test-action.ts')
      context.exit(await test(args, context.terminal))
    },
  }
}
