import { type Ctx, Failure, Signal, type Task } from '../../../sim/index.ts'
import { remoteOperationTimeoutMs, shardPath, updateShardFields } from '../../topo/index.ts'
import { type Shard, type TabletAlias, tabletAliasString } from '../../wire/index.ts'
import { demoteMaster } from './reparent-actions.ts'
import { setMasterLocked } from './set-master.ts'
import type { TabletAgent } from './tablet-agent.ts'

/**
 * Keeps a master and its shard's record in step: the newer term wins. The master of the newer term writes
 * itself into the record; the other finds it there and steps down. Source:
 * go/vt/vttablet/tabletmanager/shard_sync.go.
 */
export class ShardSync {
  private readonly news = new Signal('news for shard sync')
  private dirty = false
  private watching: Task | null = null
  private retry: Task | null = null

  constructor(private readonly agent: TabletAgent) {}

  start(ctx: Ctx): void {
    this.agent.notifyShardSync = inner => this.wake(inner)
    ctx.spawn('shard-sync', inner => this.loop(inner), { daemon: true })
  }

  private wake(ctx: Ctx): void {
    this.dirty = true
    this.news.notify(ctx)
  }

  private async loop(ctx: Ctx): Promise<void> {
    for (;;) {
      while (!this.dirty) await this.news.wait(ctx)
      this.dirty = false
      this.retry?.cancel()
      this.retry = null
      if (this.agent.tablet.type !== 'MASTER') {
        this.watching?.cancel()
        this.watching = null
        continue
      }
      try {
        const winner = await syncShardMaster(ctx, this.agent)
        if (winner !== null) await this.endMasterTerm(ctx, winner)
        else if (this.watching === null) this.watch(ctx)
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        ctx.log('E', 'shard_sync.go:107', `Failed to sync shard record: ${error.message}`)
        this.retryLater(ctx)
      }
    }
  }

  /** Another master may take over at any time: the record will tell. */
  private watch(ctx: Ctx): void {
    const { topo, tablet } = this.agent
    this.watching = ctx.spawn('shard-watch', async inner => {
      try {
        let first = true
        for await (const _node of topo.global.watch(inner, shardPath(tablet.keyspace, tablet.shard))) {
          // The present record has just been read.
          if (!first) this.wake(inner)
          first = false
        }
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        if (error.code === 'CANCELED') return
        inner.log('E', 'shard_watcher.go:90', `Shard watch failed: ${error.message}`)
      }
      this.watching = null
      this.retryLater(inner)
    }, { daemon: true })
  }

  private retryLater(ctx: Ctx): void {
    this.retry = ctx.spawn('shard-sync-retry', async inner => {
      try {
        await inner.sleep(this.agent.config.shardSyncRetryDelayMs)
      } catch (error) {
        if (error instanceof Failure) return
        throw error
      }
      this.retry = null
      this.wake(inner)
    }, { daemon: true })
  }

  /**
   * Source: shard_sync.go abortMasterTerm. Not undone when a part of it fails: another master is there
   * already.
   */
  private async endMasterTerm(ctx: Ctx, winner: TabletAlias): Promise<void> {
    const { agent } = this
    ctx.log('W', 'shard_sync.go:195',
      `Another tablet (${tabletAliasString(winner)}) has won master election. `
      + `Stepping down to ${agent.config.initTabletType}.`)
    await agent.withLock(ctx, async () => {
      if (agent.config.disableActiveReparents) return agent.changeTypeLocked(ctx, agent.config.initTabletType)
      ctx.log('I', 'shard_sync.go:206', 'Active reparents are enabled; converting MySQL to read-only.')
      await ctx.timeout(remoteOperationTimeoutMs, inner => demoteMaster(inner, agent, false))
      ctx.log('I', 'shard_sync.go:213',
        `Attempting to reparent self to new master ${tabletAliasString(winner)}.`)
      await ctx.timeout(remoteOperationTimeoutMs, inner =>
        setMasterLocked(inner, agent,
          { parent: winner, timeCreatedNs: 0n, waitPosition: '', forceStartSlave: true }))
    })
  }
}

/** Writes this master into the shard's record if its term is newer; who has won, if the record's term is. */
async function syncShardMaster(ctx: Ctx, agent: TabletAgent): Promise<TabletAlias | null> {
  const { alias, keyspace, shard, masterTermStartMs } = agent.tablet
  const term = masterTermStartMs ?? 0
  let seen: Shard | null = null
  await ctx.timeout(remoteOperationTimeoutMs,
    inner => updateShardFields(inner, agent.topo, keyspace, shard, record => {
    seen = record
    if (term <= (record.masterTermStartMs ?? 0)) return null
    inner.log('I', 'shard_sync.go:172',
      `Updating shard record: master_alias=${tabletAliasString(alias)}, master_term_start_time=${term}`)
    return { ...record, masterAlias: alias, masterTermStartMs: term }
  }))
  const record = seen as Shard | null
  return record !== null && (record.masterTermStartMs ?? 0) > term ? record.masterAlias : null
}
