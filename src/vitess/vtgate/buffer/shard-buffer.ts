import { formatDuration } from '../../../base/index.ts'
import { Failure, Signal, type Ctx, type Task } from '../../../sim/index.ts'
import { sameTabletAlias, type TabletAlias } from '../../wire/index.ts'
import type { BufferMode, BufferSpec } from './buffer-spec.ts'

/** To be called once the request that was held back has been tried again. */
export type RetryDone = (ctx: Ctx) => void

/** The places for requests, shared by all shards of a vtgate. */
export class BufferSlots {
  constructor(private free: number) {}

  tryAcquire(): boolean {
    if (this.free === 0) return false
    this.free -= 1
    return true
  }

  release(): void {
    this.free += 1
  }
}

/** A request that is held back. Source: shard_buffer.go entry. */
class Entry {
  isReleased = false
  isRetried = false
  failure: Failure | null = null
  /** Evicted for a newer request, which has its slot. */
  keepsSlot = true
  readonly released = new Signal('end of a failover')
  readonly retried = new Signal('retry of a buffered request')
}

const bufferFull = (): Failure => new Failure('UNAVAILABLE', 'master buffer is full', { definite: true })
const entryEvicted = (): Failure =>
  new Failure('UNAVAILABLE', 'buffer full: request evicted for newer request', { definite: true })

/**
 * IDLE ──failover seen──▶ BUFFERING ──newer master, or too long──▶ DRAINING ──all retried──▶ IDLE. One per
 * shard.
 * Source: go/vt/vtgate/buffer/shard_buffer.go.
 */
export class ShardBuffer {
  private state: 'IDLE' | 'BUFFERING' | 'DRAINING' = 'IDLE'
  private queue: Entry[] = []
  private externallyReparentedS = 0
  private currentMaster: TabletAlias | null = null
  private startedMs = 0
  private lastEndMs = -Infinity
  private lastReparentMs = -Infinity
  private timeLimit: Task<void> | null = null

  constructor(
    private readonly spec: BufferSpec, private readonly mode: BufferMode, private readonly slots: BufferSlots,
    private readonly name: string,
  ) {}

  /** True if a request without a failure goes straight through. */
  get isIdle(): boolean {
    return this.state !== 'BUFFERING'
  }

  /** `failure` is one that looks like a failover, or null for a new request. Null: nothing was held back. */
  async waitForFailoverEnd(ctx: Ctx, failure: Failure | null): Promise<RetryDone | null> {
    if (this.mode === 'disabled' || this.state === 'DRAINING') return null
    if (this.state === 'IDLE') {
      if (failure === null || this.isTooRecent(ctx, failure)) return null
      this.start(ctx, failure)
    }
    if (this.mode === 'dry-run') return null
    const entry = this.enqueue(ctx)
    ctx.emit('buffer/buffered', { shard: this.name, waiting: this.queue.length })
    try {
      await this.wait(ctx, entry)
    } finally {
      ctx.emit('buffer/released', { shard: this.name })
    }
    if (entry.failure !== null) {
      this.finish(ctx, entry)
      throw entry.failure
    }
    return (by) => this.finish(by, entry)
  }

  /**
   * A report of a master. A newer term than any before ends the buffering.
   * Source: recordExternallyReparentedTimestamp.
   */
  recordMaster(ctx: Ctx, alias: TabletAlias, timestampS: number): void {
    if (timestampS <= this.externallyReparentedS) return
    this.externallyReparentedS = timestampS
    if (!sameTabletAlias(alias, this.currentMaster)) {
      if (this.currentMaster !== null) this.lastReparentMs = ctx.nowMs
      this.currentMaster = alias
    }
    this.stop(ctx, 'failover end detected')
  }

  shutdown(ctx: Ctx): void {
    this.stop(ctx, 'shutdown')
  }

  private isTooRecent(ctx: Ctx, failure: Failure): boolean {
    const { minTimeBetweenFailoversMs: least } = this.spec
    const sinceEndMs = ctx.nowMs - this.lastEndMs
    const sinceReparentMs = ctx.nowMs - this.lastReparentMs
    if (sinceEndMs >= least && sinceReparentMs >= least) return false
    const isAfterBuffering = sinceEndMs < least
    const what = isAfterBuffering ? 'failover which triggered buffering' : 'reparent'
    const ago = formatDuration(isAfterBuffering ? sinceEndMs : sinceReparentMs)
    this.log(ctx, 190, 'NOT starting buffering', 'Would NOT have started buffering',
      `because the last ${what} is too recent (${ago} < ${formatDuration(least)}). ` +
      `(A failover was detected by this seen error: ${failure.message}.)`)
    return true
  }

  private start(ctx: Ctx, failure: Failure): void {
    const { windowMs, size, maxFailoverDurationMs } = this.spec
    const longest = formatDuration(maxFailoverDurationMs)
    this.state = 'BUFFERING'
    this.startedMs = ctx.nowMs
    this.log(ctx, 287, 'Starting buffering', 'Would have started buffering',
      `(window: ${formatDuration(windowMs)}, size: ${size}, max failover duration: ${longest}) ` +
      `(A failover was detected by this seen error: ${failure.message}.)`)
    this.timeLimit = ctx.spawn(`time limit of buffering ${this.name}`, async (inner) => {
      await inner.sleep(maxFailoverDurationMs)
      this.timeLimit = null
      this.stop(inner, `stopping buffering because failover did not finish in time (${longest})`)
    }, { daemon: true })
  }

  private log(ctx: Ctx, line: number, what: string, dryRun: string, rest: string): void {
    const text = this.mode === 'dry-run' ? `Dry-run: ${dryRun}` : what
    ctx.log('I', `shard_buffer.go:${line}`, `${text} for shard: ${this.name} ${rest}`)
  }

  private enqueue(ctx: Ctx): Entry {
    if (!this.slots.tryAcquire()) {
      const oldest = this.queue.shift()
      if (oldest === undefined) throw bufferFull()
      oldest.keepsSlot = false
      this.release(ctx, oldest, entryEvicted())
    }
    const entry = new Entry()
    this.queue.push(entry)
    return entry
  }

  /** Until the failover is over, or the request's window is. */
  private async wait(ctx: Ctx, entry: Entry): Promise<void> {
    try {
      await ctx.timeout(this.spec.windowMs, async (inner) => {
        while (!entry.isReleased) await entry.released.wait(inner)
      })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      // Released in the very instant in which it gave up.
      if (entry.isReleased) return
      this.queue = this.queue.filter((other) => other !== entry)
      entry.isReleased = true
      if (ctx.canceled === null) return
      this.finish(ctx, entry)
      const text = `context was canceled before failover finished (${ctx.canceled.message})`
      throw new Failure('UNAVAILABLE', text, { definite: true })
    }
  }

  private release(ctx: Ctx, entry: Entry, failure: Failure | null): void {
    entry.isReleased = true
    entry.failure = failure
    entry.released.notify(ctx)
  }

  private finish(ctx: Ctx, entry: Entry): void {
    if (entry.isRetried) return
    entry.isRetried = true
    if (entry.keepsSlot) this.slots.release()
    entry.retried.notify(ctx)
  }

  /** Source: stopBufferingLocked. */
  private stop(ctx: Ctx, reason: string): void {
    if (this.state !== 'BUFFERING') return
    const queue = this.queue
    this.queue = []
    this.state = 'DRAINING'
    this.lastEndMs = ctx.nowMs
    this.timeLimit?.cancel()
    this.timeLimit = null
    const seconds = ((ctx.nowMs - this.startedMs) / 1000).toFixed(1)
    this.log(ctx, 533, 'Stopping buffering', 'Would have stopped buffering',
      `after: ${seconds} seconds due to: ${reason}. Draining ${queue.length} buffered requests now.`)
    if (queue.length === 0) this.state = 'IDLE'
    else ctx.spawn(`drain buffer of ${this.name}`, (inner) => this.drain(inner, queue), { daemon: true })
  }

  /** One at a time, so that the new master is not flooded. */
  private async drain(ctx: Ctx, queue: readonly Entry[]): Promise<void> {
    const startMs = ctx.nowMs
    for (const entry of queue) {
      if (!entry.isReleased) this.release(ctx, entry, null)
      while (!entry.isRetried) await entry.retried.wait(ctx)
    }
    ctx.log('I', 'shard_buffer.go:570', `Draining finished for shard: ${this.name} ` +
      `Took: ${formatDuration(ctx.nowMs - startMs)} for: ${queue.length} requests.`)
    this.state = 'IDLE'
  }
}
