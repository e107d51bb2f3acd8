import type { Ctx, Signal, Simulation, Task } from '../../sim/index.ts'
import type { RunRecord } from '../check/index.ts'
import type { Cluster } from '../cluster/index.ts'
import type { Workload } from '../workload/index.ts'
import type { CutoverMeter, Outage } from './cutover-meter.ts'
import type { RunRecorder } from './run-recorder.ts'
import type { ServerLogs } from './server-logs.ts'
import type { SkippedSteps } from './skipped-steps.ts'

/** The process in which the operator's shell runs. */
export const operator = 'operator'

export interface BenchParts {
  readonly simulation: Simulation
  readonly cluster: Cluster
  /** null: a scenario without clients. */
  readonly workload: Workload | null
  readonly recorder: RunRecorder
  readonly meter: CutoverMeter
  readonly skip: SkippedSteps
  /** Names of guards that are off. */
  readonly guardsOff: Set<string>
  readonly checks: readonly string[]
  readonly logs: ServerLogs
  /** Latencies of the world, which may be changed while it runs. */
  readonly windows: Windows
}

/** In microseconds, by what takes the time. */
export interface Windows { [key: string]: readonly [number, number] }

/** What the commands of a scenario act on. */
export class Bench {
  readonly simulation: Simulation
  readonly cluster: Cluster
  readonly skip: SkippedSteps
  /** Names of guards that are off. */
  readonly guardsOff: Set<string>
  readonly checks: readonly string[]
  readonly logs: ServerLogs
  /** Pairs of processes between which something does not pass, in one direction or both. */
  readonly cuts: (readonly [string, string])[] = []
  private readonly windows: Windows
  private readonly quickCommit: readonly [number, number] | undefined
  private readonly workload: Workload | null
  private readonly recorder: RunRecorder
  private readonly meter: CutoverMeter

  constructor(parts: BenchParts) {
    this.simulation = parts.simulation
    this.cluster = parts.cluster
    this.skip = parts.skip
    this.guardsOff = parts.guardsOff
    this.checks = parts.checks
    this.logs = parts.logs
    this.windows = parts.windows
    this.quickCommit = parts.windows['mysql.commit']
    this.workload = parts.workload
    this.recorder = parts.recorder
    this.meter = parts.meter
  }

  /** One direction only. `cut` loses what would arrive; `hang` keeps it until the two are healed. */
  cut(from: string, to: string, state: 'cut' | 'hang'): void {
    this.simulation.cut(from, to, state)
    this.cuts.push([from, to])
  }

  /** Each commit takes so long from now on. */
  slowCommits(ms: number): void {
    this.windows['mysql.commit'] = [Math.round(ms * 1000), Math.round(ms * 1000)]
  }

  /** Commits take their usual time, and no reply is to be lost. */
  healServers(): void {
    if (this.quickCommit !== undefined) this.windows['mysql.commit'] = this.quickCommit
    this.simulation.spareMessages()
  }

  startWorkload(): void {
    this.workload?.start()
  }

  /** Waits until each client has ended the operation that it is in. */
  async stopWorkload(ctx: Ctx): Promise<void> {
    for (const task of this.workload?.stop() ?? []) await task.join(ctx)
  }

  /**
   * A task that says that it has begun, and ends at the next `goOn`: what stands at a pause point waits for
   * it.
   */
  hold(begun: Signal, goOn: Signal): Task<void> {
    return this.simulation.spawn(operator, 'hold', async ctx => {
      begun.notify(ctx)
      await goOn.wait(ctx)
    }, { daemon: true })
  }

  /** Wakes who waits for the signal, from outside of all tasks. */
  raise(signal: Signal): void {
    this.simulation.afterEvent(() => {
      this.simulation.spawn(operator, 'raise', async ctx => { signal.notify(ctx) }, { daemon: true })
    })
  }

  /** The cutovers so far, as clients felt them. */
  outages(ctx: Ctx): readonly Outage[] {
    return this.meter.outages(this.workload?.recorder.history ?? [], ctx.nowUs)
  }

  /** All that has been recorded, with the rows as they are now. */
  record(_ctx: Ctx): Promise<RunRecord> {
    return Promise.resolve(this.recorder.record(this.workload?.recorder.history ?? []))
  }
}
