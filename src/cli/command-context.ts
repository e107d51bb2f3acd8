import type { ExitCode } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

/** What a command gets, and how it says how it ended. */
export interface CommandContext {
  readonly terminal: Terminal
  exit(code: ExitCode): void
}
