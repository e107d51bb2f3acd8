import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'

interface Args { a: string; b: string; at?: string; json: boolean }

/** `vtsim diff <a> <b>` */
export function diffCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'diff <a> <b>',
    describe: 'Compare two runs: where they part, why, and how their clusters differ',
    builder: yargs => yargs
      .positional('a', { type: 'string', demandOption: true, describe: 'A run file, a scenario, or one with a seed: customer-split@7' })
      .positional('b', { type: 'string', demandOption: true, describe: 'Another one' })
      .option('at', {
        type: 'string', requiresArg: true,
        describe: 'When the clusters are compared: 28.565 (seconds) or #318 (event of A); default the end',
      })
      .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document' }),
    handler: async args => {
      const { diff } = await import('./diff-action.ts')
      context.exit(await diff(args, context.terminal))
    },
  }
}
