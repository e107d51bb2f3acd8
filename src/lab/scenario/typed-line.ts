import { UserError } from '../../base/index.ts'
import { commandTable } from './command-table.ts'
import { environment } from './commands/source.ts'
import { parseShell } from './shell/parse-shell.ts'
import { resolve } from './shell-session.ts'

/** What can stand first on a line of the console; verbs of the sandbox with their `vtsim` before them. */
export const commandNames: readonly string[] = [...commandTable.keys()]

/** What is wrong with a line, known without running it; null: nothing. For loops are looked at when they run. */
export function lineMistake(text: string): UserError | null {
  try {
    const nodes = parseShell(text, offset => ({ line: 1, column: offset + 1 }))
    if (nodes === 'incomplete') return new UserError('the command does not end')
    for (const node of nodes) if (node.kind === 'simple') resolve(node, environment)
    return null
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}
