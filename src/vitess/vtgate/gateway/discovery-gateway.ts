import { byText } from '../../../base/index.ts'
import { Failure, type Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult } from '../../../sql/index.ts'
import {
  gatewayHealthCheck, HealthCheck, TabletStatsCache, TopologyWatcher, type TabletConnection, type TabletStats,
} from '../../discovery/index.ts'
import type { TopoClient } from '../../topo/index.ts'
import {
  tabletAliasString, type ExecuteOptions, type Query, type Tablet, type TabletAlias, type TabletType,
  type Target,
}
  from '../../wire/index.ts'
import { Buffer, defaultBuffer, type BufferSpec, type RetryDone } from '../buffer/index.ts'
import { findAllTargets, type TopologyView } from '../srvtopo/index.ts'
import type { BegunExecution, QueryGateway, TabletHealth } from './query-gateway.ts'
import { shardError, shardErrorRecord, tabletError } from './shard-error.ts'

export interface GatewaySpec {
  readonly cell: string
  /** `-cells_to_watch`. */
  readonly cellsToWatch: readonly string[]
  /** `-retry-count`, 2. */
  readonly retryCount?: number
  /** `-tablet_refresh_interval`, 1m. */
  readonly tabletRefreshMs?: number
  /** `-allowed_tablet_types`; empty: all. */
  readonly allowedTabletTypes?: readonly TabletType[]
  readonly buffer?: BufferSpec
}

/** `-gateway_initial_tablet_timeout`. */
const initialTabletTimeoutMs = 30_000

/** One attempt on one tablet. */
type Attempt<T> = (ctx: Ctx, connection: TabletConnection, tablet: Tablet) => PromiseLike<T>

/**
 * Reaches tablets by target. A refusal or a broken connection is tried again on another tablet, unless there
 * is a transaction. For a MASTER there is only one tablet, so its first failure is the answer. Source:
 * go/vt/vtgate/discoverygateway.go.
 */
export class DiscoveryGateway implements QueryGateway {
  readonly buffer: Buffer
  private readonly healthCheck = new HealthCheck(gatewayHealthCheck)
  private readonly cache: TabletStatsCache
  private readonly watchers: readonly TopologyWatcher[]
  private readonly attempts: number
  private readonly allowedTabletTypes: readonly TabletType[]

  /** Starts to watch the cells; all its tasks are daemons. */
  constructor(
    ctx: Ctx, topo: TopoClient, private readonly view: TopologyView, private readonly spec: GatewaySpec,
  ) {
    this.attempts = (spec.retryCount ?? 2) + 1
    this.allowedTabletTypes = spec.allowedTabletTypes ?? []
    this.buffer = new Buffer(spec.buffer ?? defaultBuffer)
    this.cache = new TabletStatsCache(this.healthCheck, spec.cell)
    this.healthCheck.addListener((by, stats) => {
      if (stats.target.tabletType === 'MASTER') this.buffer.statsUpdate(by, stats)
    })
    ctx.log('I', 'discoverygateway.go:117', `loading tablets for cells: ${spec.cellsToWatch.join(',')}`)
    this.watchers = spec.cellsToWatch.map((cell) =>
      TopologyWatcher.ofCell(ctx, topo, this.healthCheck, cell, spec.tabletRefreshMs ?? 60_000))
  }

  /** Waits up to 30 s for a healthy tablet of every target that the cell serves. Source: WaitForTablets. */
  async waitForTablets(ctx: Ctx, tabletTypes: readonly TabletType[]): Promise<void> {
    if (tabletTypes.length === 0) return
    await ctx.timeout(initialTabletTimeoutMs, async (inner) => {
      for (const watcher of this.watchers) await watcher.waitForInitialTopology(inner)
      await this.cache.waitForHealthyTablets(inner, await findAllTargets(inner, this.view, tabletTypes))
    })
  }

  execute(
    ctx: Ctx, target: Target, sql: string, bindVariables: BindVariables, transactionId: number,
    options: ExecuteOptions,
  ): Promise<QueryResult> {
    return this.withRetry(ctx, target, transactionId !== 0, (inner, connection) =>
      connection.execute(inner, { target, sql, bindVariables, transactionId, options }))
  }

  executeBatch(
    ctx: Ctx, target: Target, queries: readonly Query[], asTransaction: boolean, transactionId: number,
    options: ExecuteOptions,
  ): Promise<readonly QueryResult[]> {
    return this.withRetry(ctx, target, transactionId !== 0, (inner, connection) =>
      connection.executeBatch(inner, { target, queries, asTransaction, transactionId, options }))
  }

  beginExecute(
    ctx: Ctx, target: Target, sql: string, bindVariables: BindVariables, options: ExecuteOptions,
  ): Promise<BegunExecution> {
    return this.withRetry(ctx, target, false, async (inner, connection, tablet) => {
      const reply = await connection.beginExecute(inner, { target, sql, bindVariables, options })
      if (reply.error === undefined) return reply
      return { ...reply, error: shardErrorRecord(reply.error, target, tablet) }
    })
  }

  begin(
    ctx: Ctx, target: Target, options: ExecuteOptions,
  ): Promise<{ transactionId: number; alias: TabletAlias }> {
    return this.withRetry(ctx, target, false, (inner, connection) =>
      connection.begin(inner, { target, options }))
  }

  commit(ctx: Ctx, target: Target, transactionId: number): Promise<null> {
    return this.withRetry(ctx, target, true, (inner, connection) =>
      connection.commit(inner, { target, transactionId }))
  }

  rollback(ctx: Ctx, target: Target, transactionId: number): Promise<null> {
    return this.withRetry(ctx, target, true, (inner, connection) =>
      connection.rollback(inner, { target, transactionId }))
  }

  async streamExecute(
    ctx: Ctx, target: Target, sql: string, bindVariables: BindVariables, transactionId: number,
    options: ExecuteOptions, callback: (ctx: Ctx, chunk: QueryResult) => PromiseLike<void>,
  ): Promise<void> {
    let hasStreamed = false
    const attempt: Attempt<void> = async (inner, connection) => {
      const request = { target, sql, bindVariables, transactionId, options }
      for await (const chunk of connection.streamExecute(inner, request)) {
        hasStreamed = true
        await callback(inner, chunk)
      }
    }
    await this.withRetry(ctx, target, transactionId !== 0, attempt, () => !hasStreamed)
  }

  tabletHealth(): readonly TabletHealth[] {
    return this.healthCheck.all().sort(byText((stats) => tabletAliasString(stats.tablet.alias)))
      .map(({ tablet, target, serving }) =>
        ({ alias: tablet.alias, target, hostname: tablet.hostname, isServing: serving }))
  }

  close(ctx: Ctx): void {
    this.buffer.shutdown(ctx)
    for (const watcher of this.watchers) watcher.stop()
    this.healthCheck.close(ctx)
  }

  /** The first attempt, which is nearly always the only one: no event besides the RPC. Source: withRetry. */
  private async withRetry<T>(
    ctx: Ctx, target: Target, inTransaction: boolean, attempt: Attempt<T>, mayRetry: () => boolean = always,
  ): Promise<T> {
    const { keyspace, shard, tabletType } = target
    this.checkAllowed(tabletType)
    if (inTransaction || tabletType !== 'MASTER' || this.buffer.letsPass(keyspace, shard)) {
      const stats = this.pick(ctx, target, null)
      const connection = stats === null ? null : this.healthCheck.connection(stats.key)
      if (stats !== null && connection !== null) {
        try {
          return await attempt(ctx, connection, stats.tablet)
        } catch (error) {
          if (!(error instanceof Failure)) throw error
          const failure = tabletError(error)
          if (!canRetry(failure) || inTransaction || !mayRetry()) {
            throw shardError(failure, target, stats.tablet)
          }
          return this.retry(ctx, target, inTransaction, attempt, mayRetry, { failure, stats })
        }
      }
    }
    return this.retry(ctx, target, inTransaction, attempt, mayRetry, null)
  }

  /** All attempts, or all but the first. */
  private async retry<T>(
    ctx: Ctx, target: Target, inTransaction: boolean, attempt: Attempt<T>, mayRetry: () => boolean,
    before: { readonly failure: Failure; readonly stats: TabletStats } | null,
  ): Promise<T> {
    const tried = new Set<string>()
    let failure = before?.failure ?? null
    let lastUsed = before?.stats.tablet ?? null
    let definite = failure?.definite ?? true
    if (before !== null) tried.add(before.stats.key)
    let retryDone: RetryDone | null = null
    try {
      for (let i = before === null ? 0 : 1; i < this.attempts; i += 1) {
        if (retryDone === null && !inTransaction && target.tabletType === 'MASTER') {
          retryDone = await this.waitInBuffer(ctx, target, failure, lastUsed, definite)
        }
        if (this.cache.healthyTabletStats(target.keyspace, target.shard, target.tabletType).length === 0) {
          failure = new Failure('UNAVAILABLE', 'no valid tablet', { definite: true })
          break
        }
        const stats = this.pick(ctx, target, tried)
        if (stats === null) {
          failure ??= new Failure('UNAVAILABLE', 'no available connection', { definite: true })
          break
        }
        lastUsed = stats.tablet
        tried.add(stats.key)
        const connection = this.healthCheck.connection(stats.key)
        if (connection === null) {
          failure = new Failure(
            'UNAVAILABLE', `no connection for key ${stats.key} tablet ${stats.name}`, { definite: true }
          )
          continue
        }
        try {
          return await attempt(ctx, connection, stats.tablet)
        } catch (error) {
          if (!(error instanceof Failure)) throw error
          failure = tabletError(error)
          definite &&= failure.definite
          if (!canRetry(failure) || inTransaction || !mayRetry()) break
        }
      }
    } finally {
      retryDone?.(ctx)
    }
    throw shardError(failure!, target, lastUsed, definite && failure!.definite)
  }

  private async waitInBuffer(
    ctx: Ctx, target: Target, failure: Failure | null, lastUsed: Tablet | null, definite: boolean,
  ): Promise<RetryDone | null> {
    try {
      return await this.buffer.waitForFailoverEnd(ctx, target.keyspace, target.shard, failure)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      const original = failure === null ? '<nil>' : failure.message
      const text = 'failed to automatically buffer and retry failed request during failover: ' +
        `${error.message} original err (type=*vterrors.fundamental): ${original}`
      throw shardError(new Failure(error.code, text, { definite }), target, lastUsed)
    }
  }

  private checkAllowed(tabletType: TabletType): void {
    const allowed = this.allowedTabletTypes
    if (allowed.length === 0 || allowed.includes(tabletType)) return
    const text = `requested tablet type ${tabletType} is not part of the allowed tablet types for this vtgate`
    throw new Failure('FAILED_PRECONDITION', `${text}: [${allowed.join(' ')}]`, { definite: true })
  }

  /**
   * At random among the healthy ones that were not tried; those of the own cell first. Null if there is none.
   */
  private pick(ctx: Ctx, target: Target, tried: ReadonlySet<string> | null): TabletStats | null {
    const healthy = this.cache.healthyTabletStats(target.keyspace, target.shard, target.tabletType)
    if (healthy.length === 1) return tried !== null && tried.has(healthy[0]!.key) ? null : healthy[0]!
    const fresh = tried === null ? healthy : healthy.filter((stats) => !tried.has(stats.key))
    const near = fresh.filter((stats) => stats.tablet.alias.cell === this.spec.cell)
    const candidates = near.length > 0 ? near : fresh
    if (candidates.length <= 1) return candidates[0] ?? null
    return candidates[ctx.choose('gateway/tablet', candidates.length)]!
  }
}

const always = (): boolean => true

/** Source: go/vt/vttablet/queryservice/wrapped.go canRetry. */
const canRetry = (failure: Failure): boolean =>
  failure.code === 'UNAVAILABLE' || failure.code === 'FAILED_PRECONDITION'
