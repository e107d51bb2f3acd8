import type { Ctx } from '../../sim/index.ts'

/**
 * Keeps the writers of one destination shard below `maxTps` together, each having an equal part of it, and
 * stops them while a replica of the destination lags by more than allowed.
 *
 * Vitess steers the rate by the lag in small steps; here a writer waits as long as the limit is passed.
 * Source: go/vt/throttler/throttler.go, max_replication_lag_module.go.
 */
export class DestinationThrottler {
  /** When each thread may go on, in whole microseconds. */
  private readonly nextUs: number[]
  throttled = 0

  constructor(
    private readonly threads: number,
    private readonly maxTps: number,
    private readonly maxLagS: number,
    private readonly lagS: () => number,
  ) {
    this.nextUs = new Array<number>(threads).fill(0)
  }

  async wait(ctx: Ctx, thread: number): Promise<void> {
    while (this.lagS() > this.maxLagS) {
      this.throttled++
      await ctx.sleep(1000)
    }
    if (this.maxTps === Infinity) return
    const intervalUs = Math.round(1_000_000 * this.threads / this.maxTps)
    while (this.nextUs[thread]! > ctx.nowUs) {
      this.throttled++
      await ctx.sleep((this.nextUs[thread]! - ctx.nowUs) / 1000)
    }
    this.nextUs[thread] = ctx.nowUs + intervalUs
  }
}
