import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import { canShowTui } from '../tui/can-show-tui.ts'
import { wantsAscii, type TuiArgs } from '../tui/tui-options.ts'
import { list } from './list-action.ts'

/** The picker; where it cannot be shown, the list of what there is. */
export async function pick(args: TuiArgs, terminal: Terminal): Promise<ExitCode> {
  if (!args.tui || !canShowTui(terminal)) {
    list(terminal)
    return exitCodes.ok
  }
  const { openTui } = await import('../tui/open-tui.ts')
  return openTui(terminal, { ascii: wantsAscii(args, terminal) })
}
