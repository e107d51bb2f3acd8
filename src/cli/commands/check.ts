import type { CommandModule } from 'yargs'
import type { CommandContext } from '../command-context.ts'

interface Args { scenario: string }

/** `vtsim check <scenario>` */
export function checkCommand(context: CommandContext): CommandModule<object, Args> {
  return {
    command: 'check <scenario>',
    describe: 'Read a scenario and its commands without running it',
    builder: yargs => yargs.positional(
      'scenario', { type: 'string', demandOption: true, describe: 'A file, or the name of one' },
    ),
    handler: async args => {
      const { loadScenario } = await import('../load-scenario.ts')
      const { scenario } = await loadScenario(context.terminal.cwd, args.scenario)
      const commands = scenario.blocks.flatMap(
        block => (block.kind === 'console' ? block.entries : [])
      ).length
      context.terminal.out(`${scenario.source.file}: ok, ${commands} ${commands === 1 ? 'command' : 'commands'}\n`)
    },
  }
}
