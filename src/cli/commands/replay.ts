import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'

interface Args { file: string; json: boolean; quiet: boolean; loose: boolean }

/** `vtsim replay <file>` */
export function replayCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'replay <file>',
    describe: 'Run a recorded run again and see that it does the same',
    builder: yargs => yargs
      .positional(
        'file', { type: 'string', demandOption: true, describe: 'What `vtsim explore` or `vtsim run --trace FILE` wrote' },
      )
      .option(
        'json',
        { type: 'boolean', default: false, describe: 'Print one JSON document instead of the narration' },
      )
      .option('quiet', { type: 'boolean', alias: 'q', default: false, describe: 'Print only the result' })
      .option('loose', {
        type: 'boolean', default: false, describe: 'Only the verdicts count for the exit code, as after a change of the code',
      }),
    handler: async args => {
      const { replay } = await import('./replay-action.ts')
      context.exit(await replay(args, context.terminal))
    },
  }
}
