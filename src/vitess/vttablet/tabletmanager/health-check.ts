import { formatDuration } from '../../../base/index.ts'
import { type Ctx, Failure } from '../../../sim/index.ts'
import { ReplicationReporter } from './replication-reporter.ts'
import { fixSemiSync } from './semi-sync.ts'
import { repairReplication } from './set-master.ts'
import type { TabletAgent } from './tablet-agent.ts'

/**
 * The loop that looks at replication, starts or stops the query service accordingly, and tells whoever
 * listens. It does not read topology: it keeps to the wish that the last state change left. Source:
 * go/vt/vttablet/tabletmanager/healthcheck.go.
 */
export class HealthCheck {
  private error = 'healthcheck not run yet'
  private lagMs = 0
  private lastMs = 0
  private lame = false
  private mysqldWasLost = false
  private lossesSeen = 0
  private readonly reporter: ReplicationReporter

  constructor(private readonly agent: TabletAgent) {
    this.reporter = new ReplicationReporter({
      mysql: agent.mysql, topo: agent.topo, enabled: agent.config.enableReplicationReporter,
      disableActiveReparents: agent.config.disableActiveReparents,
      tablet: () => agent.tablet, slaveStopped: () => agent.slaveStopped(),
      repair: (ctx, master) => repairReplication(ctx, agent, master),
    })
  }

  /** Runs now, and then at every `-health_check_interval`. */
  start(ctx: Ctx): void {
    const { agent } = this
    ctx.spawn('health-check', async inner => {
      for (;;) {
        await agent.withLock(inner, () => this.runLocked(inner))
        await inner.sleep(agent.config.healthCheckIntervalMs)
      }
    }, { daemon: true })
  }

  /** What the decision to serve wants to know of a tablet that is not master. */
  async replication(ctx: Ctx): Promise<{ readonly error: string } | { readonly lagMs: number }> {
    const report = await this.reporter.report(ctx, true)
    if (report.kind === 'error') return { error: report.error }
    if (report.kind === 'not-running') return { error: 'slave is not running' }
    this.lagMs = report.lagMs
    return report
  }

  /** Source: healthcheck.go runHealthCheckLocked. */
  async runLocked(ctx: Ctx): Promise<void> {
    const { agent } = this
    const { config, server, tablet } = agent
    const { losses } = agent.mysql
    this.mysqldWasLost ||= losses > this.lossesSeen
    this.lossesSeen = losses
    if (tablet.type !== 'MASTER' || agent.isDemoted) this.mysqldWasLost = false
    if (this.mysqldWasLost) this.mysqldWasLost = !await this.mend(ctx)
    const report = await this.reporter.report(ctx, tablet.type !== 'MASTER')
    let error = report.kind === 'error' ? report.error : ''
    // A replica that was stopped on purpose is as late as may be, and no later.
    const maxLagMs = config.unhealthyThresholdMs
    const lagMs = report.kind === 'lag' ? report.lagMs : report.kind === 'not-running' ? maxLagMs : 0
    if (lagMs > maxLagMs) {
      error = `reported replication lag: ${lagMs / 1000} higher than unhealthy threshold: ${maxLagMs / 1000}`
    }
    // A drained tablet serves on when it is sick: a vtworker reads from it, with replication stopped.
    const shouldServe = agent.stickyReason === '' && (error === '' || tablet.type === 'DRAINED')
    if (shouldServe !== server.state.isServing) {
      const reason = shouldServe ? 'healthy' : error || agent.stickyReason
      if (!shouldServe && (tablet.type === 'REPLICA' || tablet.type === 'RDONLY')) await this.lameduck(ctx)
      ctx.log('I', 'healthcheck.go:240', shouldServe
        ? 'Starting query service on health-check'
        : `Disabling query service because of health-check failure: ${reason}`)
      error ||= await this.setServing(ctx, shouldServe, reason)
    }
    await agent.setUpdateStream(ctx, error === '')
    if (tablet.type === 'MASTER' && !agent.vreplication.isOpen) await agent.vreplication.tryOpen(ctx)
    this.error = error
    this.lagMs = lagMs
    this.lastMs = ctx.nowMs
    this.broadcast(ctx)
  }

  /** Tells everybody who listens how this tablet is. Source: healthcheck.go broadcastHealth. */
  broadcast(ctx: Ctx): void {
    const { config, server, tablet, vreplication } = this.agent
    const sinceLastMs = ctx.nowMs - this.lastMs
    const maxMs = 3 * config.healthCheckIntervalMs
    const tooOld = this.error === '' && sinceLastMs > maxMs
    const { secondsBehindMasterFilteredReplication, binlogPlayersCount } = vreplication.statusSummary()
    server.health.broadcast(ctx, {
      target: server.state.target,
      serving: server.state.isServing && !this.lame,
      tabletExternallyReparentedTimestampS: Math.floor((tablet.masterTermStartMs ?? 0) / 1000),
      tabletAlias: tablet.alias,
      realtimeStats: {
        healthError: tooOld
          ? `last health check is too old: ${formatDuration(sinceLastMs)} > ${formatDuration(maxMs)}` : this.error,
        secondsBehindMaster: Math.floor(this.lagMs / 1000),
        binlogPlayersCount,
        secondsBehindMasterFilteredReplication,
        qps: server.queries / (config.healthCheckIntervalMs / 1000),
      },
    })
    server.queries = 0
  }

  /** For `-serving_state_grace_period` it says that it does not serve, and serves. */
  async lameduck(ctx: Ctx): Promise<void> {
    const { servingStateGracePeriodMs } = this.agent.config
    if (servingStateGracePeriodMs === 0) return
    ctx.log('I', 'state_change.go:100', 'Agent is entering lameduck')
    this.lame = true
    this.broadcast(ctx)
    await ctx.sleep(servingStateGracePeriodMs)
    this.lame = false
    ctx.log('I', 'state_change.go:105', 'Agent is leaving lameduck')
  }

  /** Why it could not be done, or ''. */
  private async setServing(ctx: Ctx, serving: boolean, reason: string): Promise<string> {
    try {
      await this.agent.server.setServingType(ctx, this.agent.tablet.type, serving, reason)
      return ''
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return error.message
    }
  }

  /** A connection may be lost though mysqld was not: what a reparent has set up meanwhile then stays as it is. */
  private async mend(ctx: Ctx): Promise<boolean> {
    const { agent } = this
    try {
      return !await agent.mysql.isReadOnly(ctx) || await makeWritable(ctx, agent)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return false
    }
  }
}

/**
 * A mysqld that was started anew is read-only. In Vitess a master then stays so until an operator runs
 * SetReadWrite; here its tablet does that at the next health check, unless it is being demoted. False if it
 * could not.
 */
export async function makeWritable(ctx: Ctx, agent: TabletAgent): Promise<boolean> {
  try {
    await fixSemiSync(ctx, agent, 'MASTER')
    await agent.mysql.setReadOnly(ctx, false)
    return true
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    ctx.log('E', 'healthcheck.go:250', `Cannot set mysqld of a master read-write: ${error.message}`)
    return false
  }
}
