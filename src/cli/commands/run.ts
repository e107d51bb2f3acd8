import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'

interface Args {
  scenario: string
  seed?: string
  from?: string
  skip: string[]
  do: string[]
  json: boolean
  quiet: boolean
  trace?: string
}

/** `vtsim run <scenario>` */
export function runCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'run <scenario>',
    describe: 'Run a scenario and check it',
    builder: yargs => yargs
      .positional(
        'scenario',
        { type: 'string', demandOption: true, describe: 'A file, or the name of one: customer-split' },
      )
      .option(
        'seed',
        { type: 'string', requiresArg: true, describe: 'Draw the schedule and the clients from this number' },
      )
      .option('from', {
        type: 'string', requiresArg: true,
        describe: 'Begin before this command, such as migrate-served-types-master; what stands before it has run undisturbed',
      })
      .option('skip', {
        type: 'string', array: true, nargs: 1, default: [],
        describe: 'Leave out a step, such as wait-for-catch-up',
      })
      .option('do', {
        type: 'string', array: true, nargs: 1, default: [],
        describe: "Do something after an event: '#318 $ vtsim crash vtgate-1', '#318 customer> select 1'",
      })
      .option(
        'json',
        { type: 'boolean', default: false, describe: 'Print one JSON document instead of the narration' },
      )
      .option('quiet', { type: 'boolean', alias: 'q', default: false, describe: 'Print only the result' })
      .option('trace', {
        type: 'string', requiresArg: true,
        describe: 'Write the run with all its events to a file, for `vtsim replay`',
      }),
    handler: async args => {
      const { run } = await import('./run-action.ts')
      context.exit(await run(args, context.terminal) ?? exitCodes.ok)
    },
  }
}
