#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads'
import { runCli } from './run-cli.ts'
import { processTerminal } from './terminal.ts'

if (isMainThread) {
  // At once: all output is written, and a run that nobody waits for may still be going on.
  process.exit(await runCli(process.argv.slice(2), processTerminal(import.meta.url)))
} else {
  const { work } = await import('./explore/worker.ts')
  await work()
}
