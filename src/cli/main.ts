import { runCli } from './run-cli.ts'
import { processTerminal } from './terminal.ts'

// At once: all output is written, and a run that nobody waits for may still be going on.
process.exit(await runCli(process.argv.slice(2), processTerminal()))
