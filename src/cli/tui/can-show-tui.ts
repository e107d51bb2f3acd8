import type { Terminal } from '../terminal.ts'

/** Whether somebody sits at a terminal whose cursor can be moved. */
export function canShowTui({ isTty, isInputTty, env }: Terminal): boolean {
  return isTty && isInputTty && env['TERM'] !== 'dumb' && env['TERM'] !== undefined
}

/** Whether the terminal has only the glyphs of ASCII: the console of Linux, and a locale of another encoding. */
export function isAsciiTerminal({ env }: Terminal): boolean {
  if (env['TERM'] === 'linux') return true
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(value => value !== undefined && value !== '')
  const encoding = /\.([\w-]+)/.exec(locale ?? '')?.[1]
  return encoding !== undefined && !/^utf-?8$/i.test(encoding)
}
