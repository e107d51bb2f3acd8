import type { Ctx } from '../../sim/index.ts'
import { unknown, verdictOf, type Attempt, type CheckResult, type Evidence } from '../check/index.ts'
import type { AfterFailure, TroubledWorld } from '../scenario/index.ts'
import { parseTabletAlias, tabletAliasString } from '../../vitess/wire/index.ts'
import { LeftBehind } from './left-behind.ts'
import { readOperation, type Operation } from './operation.ts'

/** How often a command is typed again after everything has been mended. */
const attemptsMax = 4
/** Until health checks, keepalives and buffers have noticed that all is well. */
const settleMs = 12_000
/** In what time the world must be at rest again, once the operator has done what he can. */
const restBoundMs = 60_000
const lookEveryMs = 500
/** Longer than a client waits for an answer. */
const latelyMs = 20_000

/**
 * What an operator of 2020 does when things have gone wrong and the worst is over. He gives back tablets that were
 * left drained or stopped, refreshes those that run as what their records no longer say, takes away what a clone has
 * half set up (`CancelResharding`), and types what has failed once more: every step of a migration can be repeated.
 * After a clone he looks whether a stream was made twice (`ShowResharding`), which happens when the answer to its
 * creation was lost. Replicas that an emergency reparent has stopped he starts before he repeats it as it was written.
 * Only if Vitess refuses that master he takes another one: the one that has more, as the refusal says. If there is a new
 * master already, a planned reparent to it does the rest. If the writes do not move he lets the old replicas serve once
 * more. What still fails he undoes, as far as there is a way back: reads are migrated in reverse, a source that is not
 * frozen is switched on again. Then clients must be served, and nothing may stay half-way.
 */
export class OperatorPolicy {
  /** Commands that never went well. */
  givenUp = 0
  /** When the operator had done all that he does; null before. */
  private calmUs: number | null = null
  private isServed = true
  private problems: readonly Evidence[] = []
  private world!: TroubledWorld
  private left!: LeftBehind
  private calmAttempts = 0
  private clonesAgain = 0
  /** Tablets whose replication is to be started. */
  private readonly stopped = new Set<string>()
  /** Shards in which a reparent has failed. */
  private readonly reparented = new Set<string>()

  constructor(private readonly clients: number) {}

  begin(world: TroubledWorld): void {
    this.world = world
    this.left = new LeftBehind(world)
  }

  /**
   * A command has failed while things break: he puts right what he can. Answers whether he types it again at once: no
   * clone begins beside a stream of the one before, which would write into what is being copied.
   */
  async tidy(ctx: Ctx, line: string): Promise<boolean> {
    await this.settle(ctx, 1000)
    return this.recover(ctx, readOperation(line))
  }

  /** A command has failed and nothing is broken any more. */
  async failedInCalm(ctx: Ctx, attempt: number, line: string): Promise<AfterFailure> {
    if (attempt === 1) this.calmAttempts = 0
    const operation = readOperation(line)
    await this.settle(ctx, settleMs)
    await this.recover(ctx, operation)
    if (operation?.kind === 'emergency') {
      if (await this.reparent(ctx, operation)) return 'done'
      this.givenUp++
      return 'given-up'
    }
    if (++this.calmAttempts <= attemptsMax) {
      if (this.calmAttempts === attemptsMax) await this.letReplicasServe(ctx, operation)
      return 'again'
    }
    this.givenUp++
    await this.undo(ctx, operation)
    return 'given-up'
  }

  /** A command has gone well. Answers whether it is typed again all the same: where two streams fill a shard, one fails. */
  async done(ctx: Ctx, line: string): Promise<boolean> {
    const operation = readOperation(line)
    if (operation?.kind !== 'clone' || this.clonesAgain >= attemptsMax) return false
    if (this.left.filled(operation.keyspace).every(filled => this.left.unnoted(filled).length === 0)) return false
    this.clonesAgain++
    await this.clearStreams(ctx, operation.keyspace)
    return true
  }

  /** Puts right what is left to put right, and waits until all is at rest, or the bound has passed. */
  async converge(ctx: Ctx): Promise<void> {
    await this.settle(ctx, settleMs)
    await this.recover(ctx, null)
    this.calmUs = ctx.nowUs
    this.left.mark()
    this.world.startWorkload()
    for (const endMs = ctx.nowMs + restBoundMs; ;) {
      const isOver = ctx.nowMs >= endMs
      const unserved = this.unserved()
      // Who sent nothing of late, because operations are left out, was not refused either.
      this.isServed = unserved.size === 0 || isOver && !this.isRefused(unserved, ctx.nowUs - latelyMs * 1000)
      this.problems = this.left.problems()
      if (this.isServed && this.problems.length === 0 || isOver) return
      await ctx.sleep(lookEveryMs)
    }
  }

  /** Once all is mended and the operator has done what he can, clients are served and nothing stays half-way. */
  verdicts(): readonly CheckResult[] {
    const { calmUs } = this
    const result = (name: string, evidence: readonly Evidence[]): CheckResult =>
      ({ name, verdict: calmUs === null ? unknown('the run did not come so far') : verdictOf(evidence) })
    const says = `a client had no write acknowledged for ${restBoundMs / 1000} s after everything was mended`
    return [
      result('clients-are-served-again', this.isServed ? [] : [{ says, data: { calmUs }, timeUs: calmUs }]),
      result('nothing-stays-half-way', this.problems),
    ]
  }

  /** Waits, and looks which replicas have not moved in the meantime. */
  private async settle(ctx: Ctx, ms: number): Promise<void> {
    this.left.mark()
    await ctx.sleep(ms)
  }

  /** Answers whether nothing of a clone is left that would get into the way of another. */
  private async recover(ctx: Ctx, failed: Operation | null): Promise<boolean> {
    const drained = this.left.drained()
    for (const alias of this.left.stale()) await this.vtctl(ctx, `RefreshState ${alias}`)
    if (failed?.kind === 'emergency' || failed?.kind === 'planned') this.reparented.add(failed.shard)
    // What is told so begins no more when its mysqld has been down, even if a reparent has started it meanwhile.
    for (const shard of this.reparented) for (const alias of this.left.toldToStop(shard)) this.stopped.add(alias)
    for (const alias of [...drained.map(one => tabletAliasString(one.alias)), ...this.left.standing()]) this.stopped.add(alias)
    for (const alias of [...this.stopped]) if (await this.vtctl(ctx, `StartSlave ${alias}`)) this.stopped.delete(alias)
    for (const { alias, before } of drained) {
      await this.vtctl(ctx, `ChangeSlaveType ${tabletAliasString(alias)} ${before.toLowerCase()}`)
    }
    return failed?.kind !== 'clone' || await this.clearStreams(ctx, failed.keyspace)
  }

  /**
   * Repeats the command as it was written, and again with another master each time that Vitess refuses the one it was
   * given. A tablet that is the master already, though others do not follow it yet, stays so. Answers whether all was done.
   */
  private async reparent(ctx: Ctx, operation: Extract<Operation, { kind: 'emergency' }>): Promise<boolean> {
    const { shard, newMaster } = operation
    let elect = tabletAliasString(parseTabletAlias(newMaster))
    const refused = new Set<string>()
    for (let attempt = 1; ; attempt++) {
      const isMaster = this.left.isMaster(elect)
      const command = isMaster ? 'PlannedReparentShard' : 'EmergencyReparentShard'
      const says = await this.type(ctx, `${command} -keyspace_shard=${shard} -new_master=${elect}`)
      if (says === null) return true
      if (attempt > attemptsMax) return false
      await this.settle(ctx, settleMs)
      await this.recover(ctx, operation)
      if (isMaster || this.left.isMaster(elect)) continue
      const { hasMore, cannotSay } = readRefusal(says)
      if (hasMore === null && !cannotSay) continue
      refused.add(elect)
      elect = hasMore ?? this.left.replicas(shard).find(alias => !refused.has(alias)) ?? elect
    }
  }

  /** A clone does not begin where streams are noted; those that were made before they could be noted run all the same. */
  private async clearStreams(ctx: Ctx, keyspace: string): Promise<boolean> {
    let isClear = true
    for (const { name, shard } of this.left.filled(keyspace)) {
      if (shard.sourceShards.length > 0) await this.vtctl(ctx, `CancelResharding ${name}`)
      if (shard.masterAlias === null) continue
      const query = `delete from _vt.vreplication where db_name = 'vt_${keyspace}'`
      isClear = await this.vtctl(ctx, `VReplicationExec ${tabletAliasString(shard.masterAlias)} "${query}"`) && isClear
    }
    return isClear
  }

  /** The writes do not come after: replicas that were restarted while they did not serve know no tables until they have. */
  private async letReplicasServe(ctx: Ctx, operation: Operation | null): Promise<void> {
    if (operation?.kind !== 'migrate' || operation.type !== 'master') return
    await this.vtctl(ctx, `MigrateServedTypes -reverse ${operation.shard} replica`)
    await this.vtctl(ctx, `MigrateServedTypes ${operation.shard} replica`)
  }

  private async undo(ctx: Ctx, operation: Operation | null): Promise<void> {
    if (operation?.kind !== 'migrate') return
    const { shard, type } = operation
    if (type !== 'master') return void await this.vtctl(ctx, `MigrateServedTypes -reverse ${shard} ${type}`)
    const record = this.left.shard(shard)
    if (record?.masterAlias === undefined || record.masterAlias === null) return
    // Frozen: there is no way back, and the way forward has just failed.
    if (record.tabletControls.some(({ tabletType, frozen }) => tabletType === 'MASTER' && frozen)) return
    await this.vtctl(ctx, `SetShardTabletControl ${shard} master`)
    await this.vtctl(ctx, `RefreshState ${tabletAliasString(record.masterAlias)}`)
  }

  /** Answers whether it went well. */
  private async vtctl(ctx: Ctx, command: string): Promise<boolean> {
    return await this.type(ctx, command) === null
  }

  private type(ctx: Ctx, command: string): Promise<string | null> {
    return this.world.type(ctx, `vtctlclient -server localhost:15999 ${command}`)
  }

  /** Clients that have something to do, and had no write acknowledged. */
  private unserved(): ReadonlySet<string> {
    if (this.clients === 0) return new Set()
    const unserved = new Set(this.world.clientsAtWork())
    for (const { client, outcome } of this.writesSince(this.calmUs!)) if (outcome === 'ok') unserved.delete(client)
    return unserved
  }

  private isRefused(clients: ReadonlySet<string>, sinceUs: number): boolean {
    return this.writesSince(sinceUs).some(({ client, outcome, endUs }) =>
      clients.has(client) && outcome !== 'ok' && endUs !== null)
  }

  private writesSince(startUs: number): readonly Attempt[] {
    return this.world.history().filter(attempt => attempt.startUs >= startUs && isWrite(attempt))
  }
}

/**
 * Why an emergency reparent refuses a tablet: another one `hasMore`, or it `cannotSay` how far it came, as after
 * a promotion that failed half-way, which has made it forget.
 */
function readRefusal(says: string): { readonly hasMore: string | null; readonly cannotSay: boolean } {
  const [, hasMore = null] = /tablet (\S+) is more advanced than master elect tablet/.exec(says) ?? []
  return { hasMore, cannotSay: /couldn't get master elect \S+ replication position/.test(says) }
}

function isWrite({ operation }: Attempt): boolean {
  return operation !== 'point-read' && operation !== 'scatter-read'
}
