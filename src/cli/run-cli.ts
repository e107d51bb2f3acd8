import yargs, { type Argv } from 'yargs'
import { checkCommand } from './commands/check.ts'
import { diffCommand } from './commands/diff.ts'
import { exploreCommand } from './commands/explore.ts'
import { exportCommand } from './commands/export.ts'
import { listCommand } from './commands/list.ts'
import { learnCommand } from './commands/learn.ts'
import { pickCommand } from './commands/pick.ts'
import { playCommand } from './commands/play.ts'
import { replayCommand } from './commands/replay.ts'
import { runCommand } from './commands/run.ts'
import { shrinkCommand } from './commands/shrink.ts'
import { testCommand } from './commands/test.ts'
import type { CommandContext } from './command-context.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { loneOption } from './lone-option.ts'
import { didYouMean } from '../lab/scenario/index.ts'
import { listScenarios } from './scenario-files.ts'
import { reportError, UsageError } from './report-error.ts'
import { startNames } from './parse-from.ts'
import type { Terminal } from './terminal.ts'
import { canShowTui } from './tui/can-show-tui.ts'

/** Runs one command line (without `node` and the script) and answers the exit code. Never throws. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok
  const context: CommandContext = { terminal, exit: given => { code = given } }
  try {
    const parser = commandLine(context, args)
    if (args.length === 0 && canShowTui(terminal)) {
      await parser.parseAsync(['pick'])
      return code
    }
    if (args.length === 0) {
      terminal.err(`${await parser.getHelp()}\n`)
      return exitCodes.usage
    }
    let output = ''
    await parser.parseAsync(
      [...args], {}, (_error: unknown, _argv: unknown, text: string) => { output = text },
    )
    if (output !== '') terminal.out(`${output}\n`)
    return code
  } catch (error) {
    return reportError(error, terminal, args)
  }
}

const noCommand = 'Which command?'

function commandLine(context: CommandContext, args: readonly string[]): Argv {
  return yargs()
    .scriptName('vtsim')
    .usage('$0 [command]\n\nA deterministic simulator and teaching sandbox for Vitess resharding.')
    .command(learnCommand(context))
    .command(playCommand(context))
    .command(pickCommand(context))
    .command(runCommand(context))
    .command(replayCommand(context))
    .command(exploreCommand(context))
    .command(shrinkCommand(context))
    .command(diffCommand(context))
    .command(listCommand(context))
    .command(testCommand(context))
    .command(checkCommand(context))
    .command(exportCommand(context))
    .completion(
      'completion', 'Print a script for completion in bash or zsh', completeNames(context.terminal.cwd),
    )
    .example('$0 run customer-split', 'watch a shard split in two while clients keep writing')
    .example(
      '$0 run customer-split --seed 7', 'the same with another schedule; the same seed gives the same run',
    )
    .example('$0 run customer-split --skip wait-for-catch-up', 'leave a step out and see what breaks')
    .epilogue('Exit codes: 0 as expected, 1 a check failed, 2 wrong command line, 3 wrong file, 4 replay'
      + ' differs, 5 no verdict, 70 a bug of vtsim, 74 a file cannot be written, 130 Ctrl-C')
    .demandCommand(1, noCommand)
    .strict()
    .parserConfiguration({ 'parse-positional-numbers': false, 'parse-numbers': false })
    .help()
    .alias('help', 'h')
    .version(version)
    .wrap(Math.min(context.terminal.columns, 110))
    .exitProcess(false)
    .fail((message, error) => {
      if (error instanceof Error && error.name !== 'YError') throw error
      const said: string = message ?? error?.message
      throw said === noCommand ? loneOption(args) ?? new UsageError(said) : unknownCommand(args) ?? usageError(said)
    })
}

const commandWords = [
  'learn', 'play', 'pick', 'run', 'replay', 'explore', 'shrink', 'diff', 'list', 'test', 'check', 'export', 'completion',
]

function unknownCommand([word = '']: readonly string[]): UsageError | null {
  if (word.startsWith('-') || commandWords.includes(word)) return null
  const near = didYouMean(word, commandWords)
  return new UsageError(
    `there is no command \`${word}\``, near === undefined ? `commands are: ${commandWords.join(', ')}` : `did you mean \`${near}\`?`,
  )
}

/** What yargs says, in words that tell what to type. */
function usageError(message: string): UsageError {
  if (message.startsWith('Not enough non-option arguments')) return new UsageError(
    'something is missing after the command', '`vtsim <command> --help` shows what it takes',
  )
  const option = /^Not enough arguments following: (.*)$/.exec(message)?.[1]
  if (option !== undefined) return new UsageError(`--${option} needs a value`)
  const [, name, given, choices] = /Argument: ([\w-]+), Given: "([^"]*)", Choices: (.*)/.exec(message) ?? []
  if (choices !== undefined) return new UsageError(
    `--${name} takes no \`${given}\``, `there are: ${choices.replaceAll('"', '')}`,
  )
  return new UsageError(message)
}

/** Adds the names of scenarios, and after --from those of commands, to what yargs itself completes. */
function completeNames(cwd: string) {
  return (
    current: string, argv: unknown, builtIn: (
      done: (error: Error | null, words: string[] | undefined) => void
    ) => unknown,
    done: (words: string[]) => void,
  ): void => {
    const { _: given = [], scenario, from } = argv as { _?: readonly string[]; scenario?: string; from?: string }
    if (from !== undefined && from === current) return done(startNames(cwd, scenario ?? given.at(-1) ?? ''))
    builtIn((_error, words) => done([...words ?? [], ...listScenarios(cwd).map(scenario => scenario.name)]))
  }
}

export const version = '0.1.0'
