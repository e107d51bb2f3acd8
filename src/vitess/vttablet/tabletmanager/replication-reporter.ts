import { type Ctx, Failure } from '../../../sim/index.ts'
import { getShard, type TopoClient } from '../../topo/index.ts'
import { sameTabletAlias, type Tablet, type TabletAlias, tabletAliasString } from '../../wire/index.ts'
import type { MysqlDaemon, ReplicaStatus } from './mysql-daemon.ts'

/** What a replica says of itself: `not-running` when nothing is known of how far behind it is. */
export type ReplicationReport =
  | { readonly kind: 'lag'; readonly lagMs: number }
  | { readonly kind: 'not-running' }
  | { readonly kind: 'error'; readonly error: string }

const repairTimeoutMs = 5_000

export interface ReporterParts {
  readonly mysql: MysqlDaemon
  readonly topo: TopoClient
  readonly enabled: boolean
  readonly disableActiveReparents: boolean
  tablet(): Tablet
  slaveStopped(): boolean
  /** Points replication at the shard's master and starts it, under the shard's lock. */
  repair(ctx: Ctx, master: TabletAlias): Promise<void>
}

/** Source: go/vt/vttablet/tabletmanager/replication_reporter.go. */
export class ReplicationReporter {
  private last: { readonly atMs: number; readonly lagMs: number } | null = null

  constructor(private readonly parts: ReporterParts) {}

  async report(ctx: Ctx, isSlaveType: boolean): Promise<ReplicationReport> {
    if (!isSlaveType || !this.parts.enabled) return { kind: 'lag', lagMs: 0 }
    let status: ReplicaStatus | null
    try {
      status = await this.parts.mysql.replicaStatus(ctx)
      if (status === null || (!status.slaveIoRunning && !status.slaveSqlRunning)) {
        if (!this.parts.slaveStopped()) {
          await this.tryRepair(ctx)
          status = await this.parts.mysql.replicaStatus(ctx)
        }
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      return { kind: 'error', error: error.message }
    }
    if (status === null) return { kind: 'error', error: 'no slave status' }
    if (!status.slaveIoRunning || !status.slaveSqlRunning) {
      // No progress since the last time that it was known: the worst that may be.
      if (this.last === null) return { kind: 'not-running' }
      return { kind: 'lag', lagMs: ctx.nowMs - this.last.atMs + this.last.lagMs }
    }
    this.last = { atMs: ctx.nowMs, lagMs: status.secondsBehindMaster * 1000 }
    return { kind: 'lag', lagMs: this.last.lagMs }
  }

  /**
   * As far as this tablet was told, replication was not stopped on purpose: after a restart of mysqld, say.
   */
  private async tryRepair(ctx: Ctx): Promise<void> {
    if (this.parts.disableActiveReparents) {
      ctx.log('I', 'replication_reporter.go:61',
        'Slave is stopped. Running with --disable_active_reparents so will not try to '
        + 'reconnect to master')
      return
    }
    ctx.log('I', 'replication_reporter.go:63', 'Slave is stopped. Trying to reconnect to master...')
    try {
      await ctx.timeout(repairTimeoutMs, inner => this.repair(inner))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      ctx.log('I', 'replication_reporter.go:66', `Failed to reconnect to master: ${error.message}`)
    }
  }

  /** Source: go/vt/vttablet/tabletmanager/replication_reporter.go repairReplication. */
  private async repair(ctx: Ctx): Promise<void> {
    const { alias, keyspace, shard, type } = this.parts.tablet()
    const { masterAlias } = (await getShard(ctx, this.parts.topo, keyspace, shard)).record
    if (masterAlias === null) throw failed(`no master tablet for shard ${keyspace}/${shard}`)
    if (sameTabletAlias(masterAlias, alias)) {
      throw failed(`shard ${keyspace}/${shard} record claims tablet ${tabletAliasString(alias)} is master, but its type is ${type}`)
    }
    await this.parts.repair(ctx, masterAlias)
  }
}

const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
