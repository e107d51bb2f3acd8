import { type Boot, type Ctx, Failure } from '../../sim/index.ts'
import { asFailure, CommandLogger, failure, parseFlags } from '../command/index.ts'
import { TopoClient } from '../topo/index.ts'
import { Vtworker } from '../wire/index.ts'
import { Cleaner } from './cleaner.ts'
import { workerCommands } from './worker-commands.ts'
import type { WorkerParts } from './worker-parts.ts'
import { workerFlags } from './worker-settings.ts'
import { WorkerStatus } from './worker-status.ts'

export interface VtworkerSpec {
  /** What `-cell` is if a command line does not say it. */
  readonly cell: string
  /** `-port`; 0 if it listens nowhere. */
  readonly port?: number
}

/**
 * vtworker: runs one command at a time for whoever asks. Source: go/cmd/vtworker, go/vt/worker/instance.go.
 */
export function bootVtworker(spec: VtworkerSpec): Boot {
  return async ctx => {
    const topo = new TopoClient({ cell: spec.cell })
    let running: string | null = null
    ctx.process.serve(Vtworker, {
      executeVtworkerCommand: async (own, { args }, out) => {
        if (running !== null) throw failure(`A worker job is already in progress: ${running}`, 'UNAVAILABLE')
        running = args.join(' ')
        const logger = new CommandLogger()
        try {
          await logger.serve(own, out, inner => runCommand(inner, spec, topo, logger, args))
        } finally {
          running = null
        }
      },
    })
  }
}

async function runCommand(
  ctx: Ctx, spec: VtworkerSpec, topo: TopoClient, logger: CommandLogger, line: readonly string[],
): Promise<void> {
  try {
    const { flags: settings, args } = parseFlags(workerFlags, line)
    const name = args[0]
    const command = workerCommands.find(known => known.name === name)
    if (name === undefined) throw failure('no command was specified', 'INVALID_ARGUMENT')
    if (command === undefined) {
      logger.printf(ctx, `Unknown command: ${name}\n`)
      throw failure(`unknown command: ${name}`, 'INVALID_ARGUMENT')
    }
    const cleaner = new Cleaner(topo, logger)
    const url = `http://localhost:${settings.port || spec.port || 0}/`
    const parts: WorkerParts = { topo, cell: settings.cell || spec.cell, logger, settings, cleaner,
      status: new WorkerStatus(), url }
    const job = command.prepare(parts, args.slice(1))
    logger.info(ctx, 'instance.go:122', 'Starting worker...')
    await job(ctx)
  } catch (error) {
    const failed = asFailure(error)
    if (failed instanceof Failure && failed.code === 'CANCELED') throw failure(`vtworker command was`
      + ` canceled: ${failed.message}`, 'CANCELED')
    throw failed
  }
}
