import { assert } from '../base/index.ts'
import { failureData } from './call.ts'
import { captureFailureStacks, Failure } from './failure.ts'
import { Kernel } from './kernel.ts'
import { kindId } from './kinds.ts'
import { Network } from './network.ts'
import type { PauseAction } from './pause-point.ts'
import { Process, type Boot } from './process.ts'
import type { Run, SimulationOptions } from './run.ts'
import { nextTurn } from './sentinel.ts'
import type { Body, Task } from './task.ts'
import type { Subscriber, Trace } from './trace.ts'
import { trapGlobals } from './traps.ts'

const CRASH = kindId('process/crash')
const EXIT = kindId('process/exit')
const BOOT = kindId('process/boot')
const STALL = kindId('process/stall')
const HOST_CRASH = kindId('host/crash')

/**
 * A world: processes, the network between them, the clock over them, and all that can be done to them from
 * outside.
 */
export class Simulation {
  private readonly kernel: Kernel
  private readonly network: Network

  constructor(options: SimulationOptions = {}) {
    captureFailureStacks(options.sites === true)
    this.kernel = new Kernel(options)
    this.network = this.kernel.network = new Network(this.kernel, options.faults)
  }

  get nowMs(): number { return this.kernel.now / 1000 }
  get unixMs(): number { return this.kernel.epochMs + Math.floor(this.kernel.now / 1000) }
  get trace(): Trace { return this.kernel.trace }

  /**
   * Runs until every main task has ended, nothing can happen, or a rule is broken. Never rejects; the run
   * says how it ended.
   */
  run(): Promise<Run> {
    trapGlobals()
    return this.kernel.run()
  }

  /**
   * As `run`, but begins when the host has come to rest. For a host with a life of its own, such as one that
   * draws: a microtask that it has left behind would come between those of the run.
   */
  async runAfterHost(): Promise<Run> {
    await new Promise<void>(go => nextTurn(go))
    return this.run()
  }

  /**
   * A new process; it starts to boot at once, and answers calls when `boot` has ended (or called
   * `ctx.process.listen()`). One without `boot`, such as a client, is ready at once.
   */
  process(name: string, host: string, boot: Boot | null = null): Process {
    const process = new Process(this.kernel, name, host, boot)
    this.network.add(process)
    this.boot(process)
    return process
  }

  find(name: string): Process | undefined {
    return this.network.find(name)
  }

  processes(): readonly Process[] {
    return [...this.network.all()]
  }

  /** Starts a task in a process. It keeps the run alive, unless it is a daemon. */
  spawn<T>(
    process: string, name: string, body: Body<T>, options: { readonly daemon?: boolean } = {},
  ): Task<T> {
    return this.kernel.spawn(this.network.get(process), name, body, options.daemon !== true)
  }

  /**
   * The process stops here: no `finally`, no farewell; memory is gone, disk is kept. Who waits for its
   * answer gets a reset; what it asked of others is cancelled there.
   */
  crash(name: string): void {
    const process = this.network.get(name)
    assert(process.up, () => `${name} is down already`)
    this.end(process, CRASH, undefined, false)
  }

  /** Boots a process that has crashed or exited, with the disk that it left. */
  restart(name: string): void {
    const process = this.network.get(name)
    assert(!process.up, () => `${name} is up already`)
    process.up = true
    process.dark = false
    process.life++
    this.boot(process)
  }

  /** The machine goes: all its processes end, and nobody is told. */
  crashHost(host: string): void {
    const here = this.processes().filter(process => process.host === host)
    assert(here.length > 0, () => `there is no host ${host}`)
    this.kernel.record(HOST_CRASH, here[0]!, '', host, { host })
    for (const process of here) {
      process.dark = true
      if (process.up) this.end(process, CRASH, { host }, true)
    }
  }

  restartHost(host: string): void {
    for (const process of this.processes()) {
      if (process.host === host && !process.up) this.restart(process.name)
    }
  }

  /** One direction only. `cut` loses what would arrive; `hang` keeps it until `heal`. */
  cut(from: string, to: string, state: 'cut' | 'hang' = 'cut'): void {
    this.network.cut(from, to, state)
  }

  /** How many messages and open exchanges have felt the cut of this direction, since it was last up. */
  metByCut(from: string, to: string): number {
    return this.network.metBy(from, to)
  }

  heal(from: string, to: string): void {
    this.network.heal(from, to)
  }

  /** The next reply of this method, to whomever, gets lost on its way: `TabletManager.refreshState`. */
  loseReply(method: string): void {
    this.network.loseReply(method)
  }

  /** The next request of this method, by whomever, comes twice. */
  doubleRequest(method: string): void {
    this.network.doubleRequest(method)
  }

  /** What was to be lost, or to come twice, will arrive, and once. */
  spareMessages(): void {
    this.network.spareMessages()
  }

  /** The process does nothing for so long: a garbage collection, an overloaded machine. */
  stall(name: string, ms: number): void {
    const process = this.network.get(name)
    this.kernel.record(STALL, process, '', name, { ms })
    this.kernel.stall(process, ms)
  }

  /**
   * Calls `tell` for each event of these kinds as it happens, whether or not a trace is kept. Returns the
   * way to stop.
   */
  subscribe(kinds: readonly string[] | 'all', tell: Subscriber): () => void {
    return this.kernel.trace.subscribe(kinds, tell)
  }

  /** Arms an action at a pause point. Returns the way to disarm it. */
  onPoint(name: string, action: PauseAction): () => void {
    const points = this.kernel.points ??= new Map<string, readonly PauseAction[]>()
    points.set(name, [...points.get(name) ?? [], action])
    return () => {
      points.set(name, (points.get(name) ?? []).filter(other => other !== action))
    }
  }

  /** Arms an action at every pause point, before those that are armed by name. */
  onEveryPoint(action: PauseAction): void {
    this.kernel.everywhere = [...this.kernel.everywhere, action]
  }

  /**
   * Calls `act` once the current event is over, when no task runs: there any process may crash, and state
   * is whole.
   */
  afterEvent(act: () => void): void {
    this.kernel.afterEvent(act)
  }

  /** Records something that was done to the world from outside. */
  emit(kind: string, process: string, data?: object): number {
    return this.kernel.record(kindId(kind), this.network.get(process), '', '', data)
  }

  /**
   * Makes the world rest after the current event; only code outside of it runs until `resume`.
   * The promise settles when it rests, or has ended; it is for the host, not for tasks.
   */
  pause(): Promise<void> {
    return this.kernel.turns.pause()
  }

  resume(): void {
    this.kernel.turns.resume()
  }

  /** Calls `tell` each time the host has its turn while the run goes on: every few milliseconds. */
  onTurn(tell: () => void): void {
    const { turns } = this.kernel
    turns.hosts = [...turns.hosts ?? [], tell]
  }

  /** Ends the run here. */
  stop(reason?: unknown): void {
    this.kernel.stop('stopped', reason)
  }

  private boot(process: Process): void {
    this.kernel.record(BOOT, process, '', '', { host: process.host, life: process.life })
    if (process.boot === null) return process.listen()
    const { life } = process
    const task = this.kernel.spawn(process, 'boot', process.boot, false)
    task.onEnd = (ok, value) => {
      if (ok) return process.life === life ? process.listen() : undefined
      // A server that cannot start exits, as log.Exitf does; anything else is a bug.
      if (!(value instanceof Failure)) return this.kernel.stop('error', value)
      this.end(process, EXIT, failureData(value), false)
    }
  }

  private end(process: Process, kind: number, data: object | undefined, silently: boolean): void {
    this.kernel.record(kind, process, '', '', data)
    this.kernel.kill(process)
    process.up = false
    process.ready = false
    process.stopServing()
    const serving = [...process.serving]
    process.serving.clear()
    for (const exchange of serving) if (silently) exchange.silence(); else exchange.reset()
    for (const exchange of [...process.asking]) if (silently) exchange.silence(); else exchange.hangUp()
  }
}
