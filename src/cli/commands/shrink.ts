import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'

interface Args { file: string; out?: string; for: string; json: boolean; quiet: boolean }

/** `vtsim shrink <file>` */
export function shrinkCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'shrink <file>',
    describe: 'Make a run that breaks as small as it can be, and still break in the same way',
    builder: yargs => yargs
      .positional('file', { type: 'string', demandOption: true, describe: 'A run file, such as `vtsim explore` writes' })
      .option('out', { type: 'string', requiresArg: true, describe: 'Where the small run goes; FILE.small.run beside the file' })
      .option('for', { type: 'string', requiresArg: true, default: '30s', describe: 'How long it may take; the best so far is kept' })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document' })
      .option('quiet', { type: 'boolean', alias: 'q', default: false, describe: 'Print only what is left and how to see it' }),
    handler: async args => {
      const { shrinkFile } = await import('./shrink-action.ts')
      context.exit(await shrinkFile(args, context.terminal))
    },
  }
}
