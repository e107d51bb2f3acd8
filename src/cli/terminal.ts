/** Where the command line reads and writes: so that tests can stand in for a terminal. */
export interface Terminal {
  readonly cwd: string
  readonly env: { readonly [name: string]: string | undefined }
  /** Whether a person looks at standard output. */
  readonly isTty: boolean
  readonly columns: number
  out(text: string): void
  err(text: string): void
}

export function processTerminal(): Terminal {
  return {
    cwd: process.cwd(),
    env: process.env,
    isTty: process.stdout.isTTY === true,
    columns: process.stdout.columns ?? 100,
    out: text => { process.stdout.write(text) },
    err: text => { process.stderr.write(text) },
  }
}

/** Colours only for a person, and not for one who asked for none (https://no-color.org). */
export function wantsColor(terminal: Terminal): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true
  return terminal.isTty && TERM !== 'dumb'
}
