import type { Ctx } from '../../sim/index.ts'
import { failure } from '../command/index.ts'
import { type Command, commandGroups, defineCommand } from './command-registry.ts'
import { commands as ownCommands } from './commands/index.ts'
import type { Wrangler } from './wrangler.ts'

const help: Command = defineCommand({
  name: 'Help', group: 'Generic', params: '[command name]',
  help: 'Prints the list of available commands, or help on a specific command.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    if (args.length > 1) {
      throw failure('When calling the Help command, either specify a single argument that identifies the'
        + ' name of the command to get'
        + ' help with or do not specify any additional arguments.', 'INVALID_ARGUMENT')
    }
    if (args.length === 1) return runCommand(ctx, wr, [args[0]!, '--help'])
    wr.logger.printf(ctx, 'Available commands:\n\n')
    printAllCommands(ctx, wr)
  },
})

/** Everything that vtctld can do. */
export const commands: readonly Command[] = [...ownCommands, help]

const byName = new Map(commands.map(command => [command.name.toLowerCase(), command]))

/**
 * Runs one command line, given as words. Upper and lower case of the name are the same. Source:
 * go/vt/vtctl/vtctl.go RunCommand.
 */
export async function runCommand(ctx: Ctx, wr: Wrangler, words: readonly string[]): Promise<void> {
  const name = words[0]
  if (name === undefined) {
    wr.logger.printf(ctx, 'No command specified. Please see the list below:\n\n')
    printAllCommands(ctx, wr)
    throw failure('no command was specified', 'INVALID_ARGUMENT')
  }
  const command = byName.get(name.toLowerCase())
  if (command === undefined) {
    wr.logger.printf(ctx, `Unknown command: ${name}\n`)
    throw failure('unknown command', 'INVALID_ARGUMENT')
  }
  await command.run(ctx, wr, words.slice(1))
}

/** Source: vtctl.go PrintAllCommands. */
function printAllCommands(ctx: Ctx, wr: Wrangler): void {
  let text = ''
  for (const group of commandGroups) {
    text += `${group}:\n`
    for (const command of commands) if (
      command.group === group) text += `  ${command.name} ${command.params}\n`
    text += '\n'
  }
  wr.logger.printf(ctx, text)
}
