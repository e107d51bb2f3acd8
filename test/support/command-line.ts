import { runCli } from '../../src/cli/run-cli.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

/** What a command line came to. */
export interface Typed { readonly code: number; readonly out: string; readonly err: string }

/** The command line in a folder, as in a pipe: answers a function that runs it with arguments. */
export function commandLineIn(folder: string): (...args: string[]) => Promise<Typed> {
  return async (...args) => {
    let out = ''
    let err = ''
    const terminal: Terminal = {
      cwd: folder, env: {}, isTty: false, isInputTty: false, columns: 100,
      out: text => { out += text }, err: text => { err += text },
    }
    return { code: await runCli(args, terminal), out, err }
  }
}
