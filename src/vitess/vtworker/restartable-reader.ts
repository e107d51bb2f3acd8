import { formatDuration } from '../../base/index.ts'
import { type Ctx, Failure, type Stream } from '../../sim/index.ts'
import type { Field, QueryResult, Row } from '../../sql/index.ts'
import { type CommandLogger, failureText, wrapped, queryService } from '../command/index.ts'
import { type Tablet, tabletAliasString } from '../wire/index.ts'
import { type Chunk, chunkText } from './chunk.ts'
import type { CloneTable } from './clone-table.ts'
import { readerQuery } from './reader-query.ts'
import type { RowReader } from './row-reader.ts'
import type { TabletProvider } from './tablet-provider.ts'
import type { WorkerSettings } from './worker-settings.ts'

export interface ReaderParts {
  readonly logger: CommandLogger
  readonly settings: WorkerSettings
  readonly provider: TabletProvider
  readonly table: CloneTable
  readonly chunk: Chunk
  /** False for a tablet whose replication was stopped: if it came back it might have moved on. */
  readonly allowMultipleRetries: boolean
}

/**
 * Reads a chunk from one tablet. If the stream breaks it goes on after the last row: first on the same
 * tablet, then on others. Source: go/vt/worker/restartable_result_reader.go.
 */
export class RestartableReader implements RowReader {
  fields: readonly Field[] = []
  private rows: readonly Row[] = []
  private at = 0
  private count = 0
  private tablet: Tablet | null = null
  private stream: Stream<QueryResult> | null = null

  private constructor(private readonly parts: ReaderParts) {}

  /** Connects, with one retry, and reads the fields. */
  static async open(ctx: Ctx, parts: ReaderParts): Promise<RestartableReader> {
    const reader = new RestartableReader(parts)
    for (let attempt = 1; ; attempt++) {
      try {
        await reader.chooseTablet(ctx)
        await reader.startStream(ctx)
        return reader
      } catch (error) {
        reader.close()
        if (attempt > 1) throw wrapped(error, 'failed to initialize tablet connection: retryable true')
        ctx.log('I', 'restartable_result_reader.go:113', `retrying after error: ${failureText(error)}`)
      }
    }
  }

  row(): Row | undefined {
    if (this.at >= this.rows.length) return undefined
    this.count++
    return this.rows[this.at++]!
  }

  async next(ctx: Ctx): Promise<Row | null> {
    for (;;) {
      const row = this.row()
      if (row !== undefined) return row
      const result = await this.nextResult(ctx)
      if (result === null) return null
      // The last row stays known when its batch is gone: a restart goes on after it.
      if (result.rows.length > 0) {
        this.rows = result.rows
        this.at = 0
      }
    }
  }

  takeCount(): number {
    const { count } = this
    this.count = 0
    return count
  }

  close(): void {
    const { stream, tablet } = this
    this.stream = null
    this.tablet = null
    if (tablet !== null) this.parts.provider.returned(tablet)
    stream?.close()
  }

  private get lastRow(): Row | null {
    return this.rows.at(-1) ?? null
  }

  private async nextResult(ctx: Ctx): Promise<QueryResult | null> {
    try {
      return await this.receive(ctx)
    } catch (error) {
      if (!(error instanceof Failure) || ctx.canceled !== null) throw error
      return this.nextWithRetries(ctx, error)
    }
  }

  private async receive(ctx: Ctx): Promise<QueryResult | null> {
    const item = await this.stream!.next(ctx)
    return item.done === true ? null : item.value
  }

  /** Source: restartable_result_reader.go nextWithRetries. */
  private async nextWithRetries(ctx: Ctx, first: Failure): Promise<QueryResult | null> {
    const { settings, provider, allowMultipleRetries } = this.parts
    const deadlineMs = ctx.nowMs + settings.retry_duration
    let error: Failure = first
    // The first attempt was the one that failed; the second is on the same tablet and at once.
    for (let attempt = 2; ; attempt++) {
      if (attempt > 2) {
        if (ctx.nowMs + settings.executefetch_retry_time > deadlineMs) {
          throw wrapped(error, `${provider.description}: failed to restart the`
            + ` streaming connection after retrying for`
            + ` ${formatDuration(settings.retry_duration)}`)
        }
        await ctx.sleep(settings.executefetch_retry_time)
      }
      try {
        if (attempt > 2) await this.chooseTablet(ctx)
        await this.startStream(ctx)
        return await this.receive(ctx)
      } catch (next) {
        if (!(next instanceof Failure) || ctx.canceled !== null) throw next
        error = next
      }
      if (attempt === 2 && !allowMultipleRetries) {
        throw wrapped(error, `${provider.description}: first retry to restart the streaming query on the`
          + ` same tablet failed. We're`
          + " failing at this point because we're not allowed to keep retrying. err")
      }
    }
  }

  private async chooseTablet(ctx: Ctx): Promise<void> {
    const { provider, table, chunk } = this.parts
    if (this.tablet !== null) provider.returned(this.tablet)
    this.tablet = null
    try {
      this.tablet = await provider.tablet(ctx)
    } catch (error) {
      throw wrapped(error, `failed get tablet for streaming query: table=${table.name}`
        + ` chunk=${chunkText(chunk)}`)
    }
  }

  private async startStream(ctx: Ctx): Promise<void> {
    const { table, chunk } = this.parts
    const tablet = this.tablet!
    this.stream?.close()
    const sql = readerQuery(table, chunk, this.lastRow)
    this.stream = queryService(tablet.alias).streamExecute(ctx, {
      target: { keyspace: tablet.keyspace, shard: tablet.shard, tabletType: tablet.type }, sql,
        bindVariables: {}, transactionId: 0,
    })
    try {
      const first = await this.receive(ctx)
      if (first !== null) this.fields = first.fields
      if (first !== null && first.rows.length > 0) {
        this.rows = first.rows
        this.at = 0
      }
    } catch (error) {
      throw wrapped(error, `failed to read rows from tablet ${tabletAliasString(tablet.alias)}`)
    }
  }
}
