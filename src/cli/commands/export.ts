import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'

interface Args {
  run: string
  to: string
  seed?: string
  skip: string[]
  do: string[]
  until?: string
  size: string
  'cast-version': string
  output?: string
}

/** `vtsim export <scenario or run file> --to <format>` */
export function exportCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'export <run>',
    describe: 'Write a run for another tool: ui.perfetto.dev, a document, a player, a colleague',
    builder: yargs => yargs
      .positional('run', { type: 'string', demandOption: true, describe: 'A scenario, or a file of `vtsim run --trace`' })
      .option('to', {
        choices: ['perfetto', 'mermaid', 'asciicast', 'html'], demandOption: true,
        describe: 'Perfetto and Chrome trace, Mermaid sequence diagram, terminal recording, one HTML page',
      })
      .option('seed', { type: 'string', requiresArg: true, describe: 'As in `vtsim run`; a run file has its own' })
      .option('skip', { type: 'string', array: true, nargs: 1, default: [], describe: 'Leave out a step' })
      .option('do', { type: 'string', array: true, nargs: 1, default: [], describe: 'Do something after an event' })
      .option('until', {
        type: 'string', requiresArg: true, describe: 'The moment a diagram ends at: 28.565 (seconds) or #12830 (event)',
      })
      .option('size', { type: 'string', requiresArg: true, default: '100x30', describe: 'Columns and rows of a recording' })
      .option('cast-version', { choices: ['2', '3'], default: '3', describe: 'Older players of recordings open only 2' })
      .option('output', {
        type: 'string', alias: 'o', requiresArg: true,
        describe: 'A file, or - for standard output; default <scenario>.<ending>',
      }),
    handler: async args => {
      const { exportRun } = await import('./export-action.ts')
      context.exit(await exportRun(args, context.terminal) ?? exitCodes.ok)
    },
  }
}
