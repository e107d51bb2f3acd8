import type { Terminal } from '../terminal.ts'

/** Whether somebody sits at a terminal whose cursor can be moved. */
export function canShowTui({ isTty, isInputTty, env }: Terminal): boolean {
  return isTty && isInputTty && env['TERM'] !== 'dumb' && env['TERM'] !== undefined
}
