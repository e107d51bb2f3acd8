import { type Ctx, Failure, type Queue } from '../../sim/index.ts'
import { formatDuration } from '../../base/index.ts'
import { type CommandLogger, wrapped, executeFetchAsApp } from '../command/index.ts'
import { type Tablet, tabletAliasString } from '../wire/index.ts'
import type { DestinationThrottler } from './destination-throttler.ts'
import type { WorkerSettings } from './worker-settings.ts'
import { takeUntilClosed } from './take-until-closed.ts'
import type { WorkerTablets } from './worker-tablets.ts'

/** One attempt of a write. Source: go/vt/worker/executor.go fetchWithRetries. */
const attemptTimeoutMs = 120_000

export interface ExecutorParts {
  readonly logger: CommandLogger
  readonly tablets: WorkerTablets
  readonly settings: WorkerSettings
  readonly keyspace: string
  readonly shard: string
  /** null: not throttled. */
  readonly throttler: DestinationThrottler | null
  readonly threadId: number
}

/**
 * Runs statements on whoever is master of a shard, and tries again where that can help. Source:
 * go/vt/worker/executor.go.
 */
export class Executor {
  constructor(private readonly parts: ExecutorParts) {}

  /** Writes what comes through the channel until it is closed. */
  async fetchLoop(ctx: Ctx, insertChannel: Queue<string>): Promise<void> {
    for (;;) {
      const sql = await takeUntilClosed(ctx, insertChannel)
      if (sql === undefined) return
      await this.withRetries(ctx, async (inner, tablet) => { await executeFetchAsApp(inner, tablet, sql) })
    }
  }

  /** Source: executor.go vreplicationExec: the same with another call. */
  async withRetries(ctx: Ctx, action: (ctx: Ctx, tablet: Tablet) => Promise<void>): Promise<void> {
    const { logger, tablets, settings, keyspace, shard } = this.parts
    const deadlineMs = ctx.nowMs + settings.retry_duration
    for (let isRetry = false; ; isRetry = true) {
      const master = tablets.healthy(keyspace, shard, 'MASTER')[0]?.tablet
      if (master === undefined) {
        logger.warning(ctx, 'executor.go:114', `ExecuteFetch failed for keyspace/shard ${keyspace}/${shard}`
          + ` because no MASTER is available;`
          + ' will retry until there is MASTER again')
      } else {
        await this.parts.throttler?.wait(ctx, this.parts.threadId)
        try {
          return await ctx.timeout(Math.min(attemptTimeoutMs, deadlineMs - ctx.nowMs),
            inner => action(inner, master))
        } catch (error) {
          if (!(error instanceof Failure)) throw error
          if (this.judge(ctx, error, isRetry, master)) return
        }
      }
      await this.pause(ctx, deadlineMs, master)
    }
  }

  private async pause(ctx: Ctx, deadlineMs: number, master: Tablet | undefined): Promise<void> {
    const { settings, keyspace, shard } = this.parts
    const alias = master === undefined ? 'no-master-was-available' : tabletAliasString(master.alias)
    const left = deadlineMs - ctx.nowMs
    if (left <= settings.executefetch_retry_time) {
      await ctx.sleep(Math.max(0, left))
      throw new Failure('DEADLINE_EXCEEDED', `failed to connect to destination tablet ${alias}`
        + ` (${keyspace}/${shard}) after retrying for`
        + ` ${formatDuration(settings.retry_duration)}: context deadline exceeded`)
    }
    await ctx.sleep(settings.executefetch_retry_time)
  }

  /**
   * True if the write may be taken as done; false if it is to be tried again; throws if that is no use.
   * Source: executor.go checkError.
   */
  private judge(ctx: Ctx, error: Failure, isRetry: boolean, master: Tablet): boolean {
    const { logger, keyspace, shard } = this.parts
    const failedOn = `ExecuteFetch failed on ${tabletAliasString(master.alias)} (${keyspace}/${shard})`
    if (error.code === 'DEADLINE_EXCEEDED') {
      logger.warning(ctx, 'executor.go:204', `${failedOn}; will retry because it was a`
        + ` timeout error on the context`)
      return false
    }
    const errno = error.errno ?? Number(/\(errno (\d+)\)/.exec(error.message)?.[1] ?? 0)
    if (errno === 1290) {
      logger.warning(ctx, 'executor.go:219', `${failedOn}; will reresolve and retry because it's due to a`
        + ` MySQL read-only error: ${error.message}`)
      return false
    }
    if (connectionErrors.has(errno)) {
      logger.warning(ctx, 'executor.go:231', `${failedOn}; will reresolve and retry because it's due to a`
        + ` MySQL connection error: ${error.message}`)
      return false
    }
    if (errno !== 1062) throw wrapped(error, `${failedOn} and not retryable`)
    if (!isRetry) throw wrapped(error, `${failedOn} on the first attempt; not retrying`
      + ` as this is not a recoverable error`)
    logger.info(ctx, 'executor.go:237', `${failedOn} with a duplicate entry error; marking this as a`
      + ` success, because of the likelihood that`
      + ` this query has already succeeded before being retried: ${error.message}`)
    return true
  }
}

/** Cannot connect, gone away, lost in the middle, shutting down. */
const connectionErrors: ReadonlySet<number> = new Set([2002, 2006, 2013, 1053])
