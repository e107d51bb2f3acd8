import { type Ctx, Failure, type Procedure, runProcedure } from '../../sim/index.ts'
import type { WorkerParts } from './worker-parts.ts'
import type { WorkerTablets } from './worker-tablets.ts'

/** What every job of a vtworker has. */
export interface Job {
  readonly parts: WorkerParts
  readonly keyspace: string
  readonly shard: string
  readonly tablets: WorkerTablets | null
}

/**
 * Runs a job, and whatever happens gives back the tablets that it borrowed. `line` is where Vitess logs that
 * the cleaning up failed as well. Source: go/vt/worker/split_clone.go Run, split_diff.go Run.
 */
export async function runJob<J extends Job>(
  ctx: Ctx, procedure: Procedure<J>, job: J, line: string,
): Promise<void> {
  const { cleaner, logger, status } = job.parts
  let failed: { readonly error: unknown } | null = null
  try {
    await runProcedure(ctx, procedure, job, `${job.keyspace}/${job.shard}`)
  } catch (error) {
    // A bug of ours ends the run; a panic in Vitess too would skip the cleaning up.
    if (!(error instanceof Failure)) throw error
    failed = { error }
  }
  status.set(ctx, 'cleaning up')
  try {
    await cleaner.cleanUp(ctx)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (failed !== null) logger.error(ctx, line, `CleanUp failed in addition to job error: ${error.message}`)
    failed ??= { error }
  }
  job.tablets?.close(ctx)
  status.set(ctx, failed === null ? 'done' : 'error')
  if (failed !== null) throw failed.error
}
