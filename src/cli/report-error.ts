import { UserError } from '../base/index.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** A mistake in the command line. */
export class UsageError extends Error {
  constructor(message: string, readonly hint?: string) {
    super(message)
  }
}

/** Runs a check of what stands on the command line: there is no file in which a mistake could be shown. */
export function asUsageError<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof UserError) throw new UsageError(error.message, error.hint)
    throw error
  }
}

/** A run that did not come to its end, though nothing is wrong with vtsim. */
export class StuckRunError extends Error {}

/** A file that cannot be written: a full disk. What should have stood in it has been told in another way. */
export class CannotWriteError extends Error {}

/** A mistake in a file, with the lines that show it. */
export class InvalidFileError extends Error {}

/**
 * Tells what went wrong: a line and a hint for a mistake of the user, never a stack; for a bug of ours a line
 * and how to see it again (with VTSIM_DEBUG=1 its stack too).
 */
export function reportError(error: unknown, terminal: Terminal, args: readonly string[]): ExitCode {
  if (error instanceof UsageError) {
    const hint = error.hint === undefined ? '' : `hint: ${error.hint}\n`
    terminal.err(`vtsim: ${error.message}\n${hint}Try \`vtsim --help\`.\n`)
    return exitCodes.usage
  }
  if (error instanceof StuckRunError) {
    terminal.err(`vtsim: ${error.message}\n`)
    return exitCodes.failed
  }
  if (error instanceof CannotWriteError) {
    terminal.err(`vtsim: ${error.message}\n`)
    return exitCodes.cannotWrite
  }
  if (error instanceof InvalidFileError) {
    terminal.err(`${error.message}\n`)
    return exitCodes.invalidFile
  }
  if (error instanceof UserError) {
    terminal.err(`${error.toString()}\n`)
    return exitCodes.invalidFile
  }
  const message = error instanceof Error ? error.message : String(error)
  terminal.err(
    `vtsim: internal error: ${message.split('\n')[0]}\nTo see it again: vtsim ${args.map(quoted).join(' ')}\n`
  )
  if (terminal.env['VTSIM_DEBUG'] === '1' && error instanceof Error) terminal.err(`${error.stack ?? ''}\n`)
  return exitCodes.internal
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
