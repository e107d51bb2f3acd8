import { formatDuration } from '../../base/index.ts'
import { client, Failure, type Ctx, type Task } from '../../sim/index.ts'
import {
  QueryService, sameTabletAlias, tabletAliasString, vttabletAddress, type StreamHealthResponse, type Tablet,
} from '../wire/index.ts'
import {
  tabletIdent, targetIdent, unknownStats, type HealthListener, type TabletStats,
} from './tablet-stats.ts'

export interface HealthCheckSpec {
  /** After a broken stream; doubled at each failure in a row, up to `timeoutMs`. vtgate 2 ms, others 5 s. */
  readonly retryDelayMs: number
  /** A tablet that says nothing for so long is taken for not serving. */
  readonly timeoutMs: number
}

/** `-healthcheck_retry_delay` and `-healthcheck_timeout` of vtgate. */
export const gatewayHealthCheck: HealthCheckSpec = Object.freeze({ retryDelayMs: 2, timeoutMs: 60_000 })
/** Source: discovery/healthcheck.go DefaultHealthCheckRetryDelay, DefaultHealthCheckTimeout. */
export const defaultHealthCheck: HealthCheckSpec = Object.freeze({ retryDelayMs: 5_000, timeoutMs: 60_000 })

const queryService = (tablet: Tablet) => client(QueryService, vttabletAddress(tablet.alias))
/** Speaks to one tablet. */
export type TabletConnection = ReturnType<typeof queryService>

/** The last that is said of a tablet that was removed. */
const removed = new Failure('CANCELED', 'context canceled')

/** What one tablet's task and the check share about it. */
class CheckedTablet {
  latest: TabletStats
  /** Null while there is no connection to send queries over. */
  connection: TabletConnection | null = null
  task: Task<void> | null = null
  loggedServing = false
  lastResponseUnixMs = 0

  constructor(tablet: Tablet, name: string) {
    this.latest = unknownStats(tablet, name)
  }
}

/**
 * Keeps a health stream open to each tablet that it is given, and tells its listener of every report: at once
 * when a tablet is added, when it reports, when its stream breaks or falls silent, and a last time when it is
 * removed. A change of type comes as two reports: the old target is down, the new one is up. One daemon task
 * per tablet.
 * Source: go/vt/discovery/healthcheck.go HealthCheckImpl.
 */
export class HealthCheck {
  private readonly checked = new Map<string, CheckedTablet>()
  private readonly listeners: HealthListener[] = []

  constructor(private readonly spec: HealthCheckSpec) {}

  /** To be called before any tablet is added. */
  addListener(listener: HealthListener): void {
    this.listeners.push(listener)
  }

  /** Does not wait for the connection. A tablet that is there already is left alone. */
  addTablet(ctx: Ctx, tablet: Tablet, name: string = tabletAliasString(tablet.alias)): void {
    const key = vttabletAddress(tablet.alias)
    if (this.checked.has(key)) {
      ctx.log('W', 'healthcheck.go:735', `refusing to add duplicate tablet ${name} for ${tablet.alias.cell}`)
      return
    }
    const checked = new CheckedTablet(tablet, name)
    this.checked.set(key, checked)
    const check = (inner: Ctx): Promise<void> => this.check(inner, checked)
    checked.task = ctx.spawn(`health check of ${name}`, check, { daemon: true })
  }

  /** Hangs up, and reports the tablet as down. */
  removeTablet(ctx: Ctx, tablet: Tablet): void {
    const key = vttabletAddress(tablet.alias)
    const checked = this.checked.get(key)
    if (checked === undefined) return
    this.checked.delete(key)
    checked.task?.cancel()
    checked.connection = null
    this.tell(ctx, { ...checked.latest, up: false, serving: false, lastError: removed })
  }

  close(ctx: Ctx): void {
    for (const { latest } of [...this.checked.values()]) this.removeTablet(ctx, latest.tablet)
  }

  /** For queries; null if the tablet is unknown or its connection is broken. */
  connection(key: string): TabletConnection | null {
    return this.checked.get(key)?.connection ?? null
  }

  /** The latest report of every tablet, in the order in which they were added. */
  all(): TabletStats[] {
    return [...this.checked.values()].map(({ latest }) => latest)
  }

  /** Source: healthcheck.go checkConn. */
  private async check(ctx: Ctx, checked: CheckedTablet): Promise<void> {
    this.tell(ctx, checked.latest)
    let retryDelayMs = this.spec.retryDelayMs
    try {
      for (;;) {
        if (await this.stream(ctx, checked)) retryDelayMs = this.spec.retryDelayMs
        await ctx.sleep(retryDelayMs)
        retryDelayMs = Math.min(2 * retryDelayMs, this.spec.timeoutMs)
      }
    } catch (error) {
      if (ctx.canceled === null) throw error
    }
  }

  /**
   * Reads reports until the stream breaks or is silent for too long. True if there was any.
   * Source: healthcheck.go stream.
   */
  private async stream(ctx: Ctx, checked: CheckedTablet): Promise<boolean> {
    const { timeoutMs } = this.spec
    const connection = queryService(checked.latest.tablet)
    const stream = connection.streamHealth(ctx, {})
    let responses = 0
    try {
      for (;;) {
        const { done, value } = await ctx.timeout(timeoutMs, (inner) => stream.next(inner))
        if (done === true) break
        responses += 1
        this.processResponse(ctx, checked, connection, value)
      }
    } catch (error) {
      if (!(error instanceof Failure) || ctx.canceled !== null) throw error
      this.streamBroke(ctx, checked, error)
    } finally {
      stream.close()
    }
    return responses > 0
  }

  private streamBroke(ctx: Ctx, checked: CheckedTablet, error: Failure): void {
    if (error.code === 'DEADLINE_EXCEEDED') {
      const latest = formatDuration(ctx.unixMs - checked.lastResponseUnixMs)
      const lastError = new Failure('DEADLINE_EXCEEDED', `healthcheck timed out (latest ${latest} ago)`)
      this.update(ctx, checked, { ...checked.latest, serving: false, lastError }, lastError.message)
      return
    }
    ctx.log(
      'W', 'healthcheck.go:612', `tablet ${checked.latest.name} healthcheck stream error: ${error.message}`
    )
    checked.connection = null
    this.update(ctx, checked, { ...checked.latest, serving: false, lastError: error }, error.message)
  }

  /** Source: healthcheck.go processResponse. */
  private processResponse(
    ctx: Ctx, checked: CheckedTablet, connection: TabletConnection, response: StreamHealthResponse,
  ): void {
    const { key, tablet, name, up } = checked.latest
    if (!sameTabletAlias(response.tabletAlias, tablet.alias)) {
      const text = `health stats mismatch, tablet ${checked.latest.name} alias does not match response alias`
      throw new Failure('UNKNOWN', `${text} ${tabletAliasString(response.tabletAlias)}`)
    }
    checked.connection = connection
    checked.lastResponseUnixMs = ctx.unixMs
    const { healthError } = response.realtimeStats
    const lastError = healthError === '' ? null : new Failure('UNKNOWN', `vttablet error: ${healthError}`)
    const reason = lastError === null
      ? 'healthCheck update'
      : `healthCheck update error: ${lastError.message}`
    this.update(ctx, checked, {
      key, tablet, name, target: response.target, up, serving: response.serving && lastError === null,
      tabletExternallyReparentedTimestampS: response.tabletExternallyReparentedTimestampS,
      stats: response.realtimeStats, lastError,
    }, reason)
  }

  /** Source: healthcheck.go setServingState, updateHealth. */
  private update(ctx: Ctx, checked: CheckedTablet, now: TabletStats, reason: string): void {
    const before = checked.latest
    checked.latest = now
    if (!checked.loggedServing || before.serving !== now.serving) {
      checked.loggedServing = true
      const what = `${tabletIdent(now.tablet)} serving => ${now.serving}`
      const whose = `${now.tablet.keyspace}/${now.tablet.shard} (${now.target.tabletType})`
      ctx.log('I', 'healthcheck.go:580',
        `HealthCheckUpdate(Serving State): ${now.name}, tablet: ${what} for ${whose} reason: ${reason}`)
    }
    if (before.target.tabletType !== 'UNKNOWN' && before.target.tabletType !== now.target.tabletType) {
      const who = `${before.name}, tablet: ${tabletIdent(before.tablet)}`
      const change = `target ${targetIdent(before.target)} => ${targetIdent(now.target)}`
      const since = `reparent time: ${now.tabletExternallyReparentedTimestampS}`
      ctx.log('I', 'healthcheck.go:470', `HealthCheckUpdate(Type Change): ${who}, ${change}, ${since}`)
      this.tell(ctx, { ...before, up: false })
    }
    this.tell(ctx, now)
  }

  private tell(ctx: Ctx, stats: TabletStats): void {
    for (const listener of this.listeners) listener(ctx, stats)
  }
}
