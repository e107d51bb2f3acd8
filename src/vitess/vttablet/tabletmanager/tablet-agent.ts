import { assert } from '../../../base/index.ts'
import { type Ctx, Failure, Mutex, type Process } from '../../../sim/index.ts'
import {
  getShard, getSrvKeyspace, getTablet, isRunningQueryService, isRunningUpdateStream, type TopoClient,
    updateTabletFields,
} from '../../topo/index.ts'
import { type Tablet, tabletAliasString, type TabletType } from '../../wire/index.ts'
import type { UpdateStreamServer } from '../binlog/update-stream-server.ts'
import { drainedOnce, obeysDisableQueryService, silentWhileFilled } from '../guards.ts'
import type { VttabletConfig } from '../spec.ts'
import { BlacklistRule } from '../tabletserver/query-rules.ts'
import type { TabletServer } from '../tabletserver/tablet-server.ts'
import type { VReplicationEngine } from '../vreplication/engine.ts'
import { HealthCheck } from './health-check.ts'
import type { MysqlDaemon } from './mysql-daemon.ts'
import { fixSemiSyncAndReplication } from './semi-sync.ts'
import { decideServing, type ServingDecision, type ServingInput } from './serving-decision.ts'

export interface AgentParts {
  readonly config: VttabletConfig
  readonly process: Process
  readonly topo: TopoClient
  readonly server: TabletServer
  readonly mysql: MysqlDaemon
  readonly updateStream: UpdateStreamServer
  readonly vreplication: VReplicationEngine
  /** The record as it is in topology. */
  readonly tablet: Tablet
}

/** A file of the tablet's directory: replication was stopped on purpose, and stays so over a restart. */
const doNotReplicate = 'do_not_replicate'

/** Whether a tablet was told to stop replicating, and not to begin again by itself. */
export function isToldNotToReplicate({ disk }: Pick<Process, 'disk'>): boolean {
  return disk.get(doNotReplicate) === true
}

/**
 * What a tablet is, and what follows from it. Everything that changes it holds the action lock. Source:
 * go/vt/vttablet/tabletmanager/action_agent.go ActionAgent.
 */
export class TabletAgent {
  readonly config: VttabletConfig
  readonly topo: TopoClient
  readonly server: TabletServer
  readonly mysql: MysqlDaemon
  readonly vreplication: VReplicationEngine
  readonly updateStream: UpdateStreamServer
  readonly health: HealthCheck
  /**
   * Why queries are not to be served, until topology says otherwise; '' if they are. Health checks obey it.
   */
  stickyReason = 'not started'
  /** Told to write no more: from DemoteMaster until it is undone, or the tablet becomes something else. */
  isDemoted = false
  private record: Tablet
  private oldType: TabletType = 'UNKNOWN'
  private wantsUpdateStream = false
  private readonly actionLock: Mutex
  readonly disk: Process['disk']
  /** Called after each change of the record; set by the loop that keeps the shard record in step. */
  notifyShardSync: (ctx: Ctx) => void = () => {}

  constructor(parts: AgentParts) {
    this.config = parts.config
    this.topo = parts.topo
    this.server = parts.server
    this.mysql = parts.mysql
    this.vreplication = parts.vreplication
    this.updateStream = parts.updateStream
    this.record = parts.tablet
    this.disk = parts.process.disk
    this.actionLock = new Mutex('action lock')
    this.health = new HealthCheck(this)
  }

  get tablet(): Tablet { return this.record }
  get name(): string { return tabletAliasString(this.config.alias) }

  slaveStopped(): boolean { return isToldNotToReplicate(this) }
  setSlaveStopped(stopped: boolean): void {
    if (stopped) this.disk.set(doNotReplicate, true)
    else this.disk.delete(doNotReplicate)
  }

  /** One action at a time. */
  withLock<T>(ctx: Ctx, body: () => PromiseLike<T>): Promise<T> {
    return this.actionLock.with(ctx, body)
  }

  /** Reads the tablet's own record again and acts on it. Source: state_change.go refreshTablet. */
  async refreshTablet(ctx: Ctx, reason: string): Promise<void> {
    this.checkLock()
    ctx.log('I', 'state_change.go:117', `Executing post-action state refresh: ${reason}`)
    let tablet: Tablet
    try {
      tablet = (await getTablet(ctx, this.topo, this.config.alias)).record
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      ctx.log('W', 'state_change.go:124',
        `Failed rereading tablet after ${reason} - services may be inconsistent: ${error.message}`)
      throw new Failure(error.code, `refreshTablet failed rereading tablet after ${reason}: ${error.message}`,
        { definite: error.definite })
    }
    await this.updateState(ctx, tablet, reason)
    ctx.log('I', 'state_change.go:144', 'Done with post-action state refresh')
  }

  /** Becomes what the record says. Source: state_change.go updateState. */
  async updateState(ctx: Ctx, tablet: Tablet, reason: string): Promise<void> {
    this.checkLock()
    ctx.log('I', 'state_change.go:156', `Running tablet callback because: ${reason}`)
    const oldType = this.oldType
    if (oldType !== tablet.type) this.isDemoted = false
    this.oldType = tablet.type
    this.record = tablet
    await this.changeCallback(ctx, oldType, tablet, reason)
    this.notifyShardSync(ctx)
  }

  /**
   * Writes a type into topology and takes it on. Source: rpc_actions.go changeTypeLocked.
   * @param type MASTER begins a new term.
   */
  async changeTypeLocked(ctx: Ctx, type: TabletType): Promise<void> {
    // Two vtworkers may want the same tablet: the second must not get it.
    if (type === 'DRAINED' && this.record.type === 'DRAINED' && ctx.guard(drainedOnce)) {
      throw new Failure('UNKNOWN', `Tablet: ${this.name}, is already drained`, { definite: true })
    }
    await this.writeType(ctx, type)
    await this.refreshTablet(ctx, 'ChangeType')
    await fixSemiSyncAndReplication(ctx, this)
    await this.health.runLocked(ctx)
  }

  /**
   * The type in the tablet's record, with the start of its term if it is MASTER. Source: topotools/tablet.go
   * ChangeType.
   */
  async writeType(ctx: Ctx, type: TabletType): Promise<Tablet> {
    const masterTermStartMs = type === 'MASTER' ? ctx.unixMs : null
    const written = await updateTabletFields(ctx, this.topo, this.config.alias,
      tablet => ({ ...tablet, type, masterTermStartMs }))
    assert(written !== null, 'a change of type is always written')
    return written.record
  }

  /** The update stream runs for types of the serving graph that are well. */
  async setUpdateStream(ctx: Ctx, healthy: boolean): Promise<void> {
    const wanted = isRunningUpdateStream(this.record.type) && this.wantsUpdateStream && healthy
    if (wanted) this.updateStream.enable()
    else this.updateStream.disable(ctx)
  }

  /**
   * Source: state_change.go changeCallback. Once it has looked, it goes on to the end, whatever becomes of
   * its caller.
   */
  private async changeCallback(ctx: Ctx, oldType: TabletType, tablet: Tablet, reason: string): Promise<void> {
    const decision = decideServing(await this.servingInput(ctx, oldType, tablet))
    this.stickyReason = decision.stickyReason
    this.wantsUpdateStream = isRunningQueryService(tablet.type)
    if (decision.blacklistedTables !== null) {
      this.server.executor.blacklist = new BlacklistRule(decision.blacklistedTables)
    }
    const background = ctx.background()
    const changed = decision.allowQuery
      ? await this.startServing(background, oldType, tablet.type, reason)
      : await this.stopServing(background, oldType, tablet.type, decision)
    await this.setUpdateStream(background, true)
    if (tablet.type === 'MASTER') await this.vreplication.tryOpen(background)
    else await this.vreplication.close(background)
    if (changed) this.health.broadcast(background)
  }

  private async servingInput(ctx: Ctx, oldType: TabletType, tablet: Tablet): Promise<ServingInput> {
    const { alias, keyspace, type } = tablet
    const ignores = {
      disableQueryService: !ctx.guard(obeysDisableQueryService), sourceShards: !ctx.guard(silentWhileFilled),
    }
    const unread: ServingInput = {
      oldType, tablet, unhealthyThresholdMs: this.config.unhealthyThresholdMs,
      shard: null, srvKeyspace: null, replication: null, ignores,
    }
    if (!isRunningQueryService(type)) return unread
    const shard = await orNull(ctx, () => getShard(ctx, this.topo, keyspace, tablet.shard),
      `Cannot read shard for this tablet ${this.name}, might have inaccurate SourceShards and TabletControls`)
    if (shard === null) return unread
    const isReplica = type !== 'MASTER' && oldType !== 'RESTORE'
    const replication = isReplica ? await this.health.replication(ctx) : null
    const srvKeyspace = await orNull(ctx, () => getSrvKeyspace(ctx, this.topo, alias.cell, keyspace),
      `failed to get SrvKeyspace ${keyspace} with`)
    return { ...unread, shard: shard.record, srvKeyspace, replication }
  }

  private async startServing(
    ctx: Ctx, oldType: TabletType, type: TabletType, reason: string,
  ): Promise<boolean> {
    if (oldType === 'REPLICA' && type === 'MASTER') {
      // For a moment both kinds of query are let in, until vtgates have heard.
      if (await this.trySetServing(ctx, type, true, reason, [oldType]) !== null) this.health.broadcast(ctx)
      if (this.config.servingStateGracePeriodMs > 0) await ctx.sleep(this.config.servingStateGracePeriodMs)
    }
    return await this.trySetServing(ctx, type, true, reason) ?? false
  }

  private async stopServing(
    ctx: Ctx, oldType: TabletType, type: TabletType, decision: ServingDecision,
  ): Promise<boolean> {
    if ((oldType === 'REPLICA' || oldType === 'RDONLY') && type === 'SPARE') await this.health.lameduck(ctx)
    ctx.log('I', 'state_change.go:305', `Disabling query service on type change, reason: ${decision.reason}`)
    return await this.trySetServing(ctx, type, false, decision.reason) ?? false
  }

  /** Whether the state changed; null if it could not. */
  private async trySetServing(
    ctx: Ctx, type: TabletType, serving: boolean, reason: string, alsoAllow: readonly TabletType[] = [],
  ): Promise<boolean | null> {
    try {
      return await this.server.setServingType(ctx, type, serving, reason, alsoAllow)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (serving) this.wantsUpdateStream = false
      ctx.log('E', 'state_change.go:296', serving
        ? `Cannot start query service: ${error.message}`
        : `SetServingType(serving=false) failed: ${error.message}`)
      return null
    }
  }

  private checkLock(): void {
    assert(this.actionLock.locked, 'the tablet changes only under its action lock')
  }
}

/** What `read` gives; null, and a line in the log, if it fails. */
async function orNull<T>(ctx: Ctx, read: () => Promise<T>, text: string): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    ctx.log('E', 'state_change.go:196', `${text}: ${error.message}`)
    return null
  }
}
