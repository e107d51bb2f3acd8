import type { Argv } from 'yargs'
import { isAsciiTerminal } from './can-show-tui.ts'
import type { Terminal } from '../terminal.ts'

/** Options of all commands that open the UI. */
export interface TuiArgs { ascii?: boolean; tui: boolean }

/** Adds them to a command line. */
export function withTuiOptions<T>(yargs: Argv<T>): Argv<T & TuiArgs> {
  return yargs
    .option('ascii', { type: 'boolean', describe: 'Draw with characters of ASCII only' })
    .option('tui', { type: 'boolean', default: true, describe: '--no-tui: tell the story as plain text' })
}

/** Whether to draw with ASCII: what was asked for, or what the terminal can do. */
export function wantsAscii({ ascii }: TuiArgs, terminal: Terminal): boolean {
  return ascii ?? isAsciiTerminal(terminal)
}
