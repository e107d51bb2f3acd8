import { writeSync } from 'node:fs'
import { exitCodes } from './exit-codes.ts'

/** Where the command line reads and writes: so that tests can stand in for a terminal. */
export interface Terminal {
  readonly cwd: string
  readonly env: { readonly [name: string]: string | undefined }
  /** Whether a person looks at standard output. */
  readonly isTty: boolean
  /** Whether keys can be read one by one. */
  readonly isInputTty: boolean
  readonly columns: number
  /** Where this program itself is, so that it can begin threads; undefined: it cannot. */
  readonly program?: string
  out(text: string): void
  err(text: string): void
}

export function processTerminal(program: string): Terminal {
  return {
    cwd: process.cwd(),
    env: process.env,
    isTty: process.stdout.isTTY === true,
    isInputTty: process.stdin.isTTY === true,
    columns: columnsOf(process.stdout.columns),
    program,
    out: text => write(1, text),
    err: text => write(2, text),
  }
}

/** Some pseudo-terminals say that they have no columns at all. */
export function columnsOf(told: number | undefined): number {
  return told !== undefined && told > 0 ? told : 100
}

/**
 * Writes at once. A stream would finish later, and it is the simulator that decides what happens later while
 * a run has the thread.
 */
function write(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  let at = 0
  while (at < bytes.length) {
    try {
      at += writeSync(descriptor, bytes, at)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // A reader that has seen enough, such as `| head`, is no error.
      if (code === 'EPIPE' || code === 'EOF') process.exit(exitCodes.ok)
      if (code !== 'EAGAIN') return failToWrite(descriptor, error as Error)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs)
    }
  }
}

function failToWrite(descriptor: number, error: Error): void {
  if (descriptor === 1) write(2, `vtsim: cannot write the output: ${error.message}\n`)
  process.exit(exitCodes.cannotWrite)
}

/** How long to wait for a reader that does not keep up. */
const retryMs = 5

/** Colours only for a person, and not for one who asked for none (https://no-color.org). */
export function wantsColor(terminal: Terminal): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.env
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true
  return terminal.isTty && TERM !== 'dumb'
}
