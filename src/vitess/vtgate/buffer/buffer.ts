import type { Ctx, Failure } from '../../../sim/index.ts'
import { keyspaceShardString } from '../../keys/index.ts'
import type { TabletStats } from '../../discovery/index.ts'
import { bufferMode, verifyBufferSpec, type BufferSpec } from './buffer-spec.ts'
import { causedByFailover } from './failover-error.ts'
import { BufferSlots, ShardBuffer, type RetryDone } from './shard-buffer.ts'

/**
 * Holds requests to masters back while there is a failover. One per vtgate.
 * Source: go/vt/vtgate/buffer/buffer.go.
 */
export class Buffer {
  private readonly slots: BufferSlots
  private readonly shards = new Map<string, ShardBuffer>()
  private readonly isOn: boolean
  private isShutDown = false

  /** Throws a UserError if the flags make no sense. */
  constructor(private readonly spec: BufferSpec) {
    verifyBufferSpec(spec)
    this.slots = new BufferSlots(spec.size)
    this.isOn = spec.enabled || spec.dryRun
  }

  /**
   * True if a new request to the shard's master need not ask: the common case, which costs next to nothing.
   */
  letsPass(keyspace: string, shard: string): boolean {
    return !this.isOn || (this.shards.get(keyspaceShardString(keyspace, shard))?.isIdle ?? true)
  }

  /**
   * Waits while the shard's failover is going on; `failure` is what the request failed with, or null. If it
   * was held back the caller gets a function to call after it has tried again; else null. Fails with
   * UNAVAILABLE if there is no room.
   */
  async waitForFailoverEnd(
    ctx: Ctx, keyspace: string, shard: string, failure: Failure | null,
  ): Promise<RetryDone | null> {
    if (!this.isOn || this.isShutDown || (failure !== null && !causedByFailover(failure))) return null
    return this.shardBuffer(keyspace, shard).waitForFailoverEnd(ctx, failure)
  }

  /** To be told of every report about a master. Source: buffer.go StatsUpdate. */
  statsUpdate(ctx: Ctx, stats: TabletStats): void {
    if (!this.isOn || stats.tabletExternallyReparentedTimestampS === 0) return
    const { keyspace, shard } = stats.target
    this.shardBuffer(keyspace, shard).recordMaster(
      ctx, stats.tablet.alias, stats.tabletExternallyReparentedTimestampS
    )
  }

  shutdown(ctx: Ctx): void {
    this.isShutDown = true
    for (const shard of this.shards.values()) shard.shutdown(ctx)
  }

  private shardBuffer(keyspace: string, shard: string): ShardBuffer {
    const name = keyspaceShardString(keyspace, shard)
    let buffer = this.shards.get(name)
    if (buffer === undefined) {
      buffer = new ShardBuffer(this.spec, bufferMode(this.spec, keyspace, shard), this.slots, name)
      this.shards.set(name, buffer)
    }
    return buffer
  }
}
