import { assert, bug } from '../base/index.ts'
import { Agenda } from './agenda.ts'
import { Chain } from './chain.ts'
import { Choices } from './choices.ts'
import { Ctx } from './ctx.ts'
import { Failure } from './failure.ts'
import { DEADLINE, LAST_LOCAL, TASK_START } from './kinds.ts'
import { awaitedTwice, foreignPromise, Leak, leftBehind, notAwaited, twoBranches } from './leak.ts'
import type { Network } from './network.ts'
import { Op } from './op.ts'
import { NOWHERE, PendingEvent } from './pending-event.ts'
import type { PauseAction } from './pause-point.ts'
import type { Process } from './process.ts'
import { lan, Latencies, type Window } from './profile.ts'
import { RunHash } from './run-hash.ts'
import { Ended, type Outcome, type Run, type SimulationOptions } from './run.ts'
import type { Scope } from './scope.ts'
import { dull } from './strategies/dull.ts'
import { random } from './strategies/random.ts'
import { Task, type Body } from './task.ts'
import { Trace } from './trace.ts'
import type { TaskLabel } from './trace-event.ts'
import { Turns } from './turns.ts'
import { whoWaits } from './who-waits.ts'

const NONE: ReadonlySet<string> = new Set()
const BEGIN = ({ owner }: PendingEvent): void => (owner as Task).kernel.begin(owner as Task)
const EXPIRE = ({ owner }: PendingEvent): void => (owner as Scope).expire()

/**
 * The loop: plain async tasks, one running at a time, on a virtual clock of integer microseconds.
 *
 *   task --await--> Op.then = "I have stopped" --> advance: pick a ready event, run it --> some task runs on
 *
 * 1. `current` is the one running task, or null. It becomes null only when that task has suspended, or ended.
 * 2. An Op belongs to one task, is created while it runs, is awaited before anything else, resumes it once.
 * 3. An event runs within [at, latest], and time never passes the `latest` of a pending event.
 * 4. A dead task is never resumed: no `finally`, no `catch`; its promises are garbage.
 */
export class Kernel {
  now = 0
  steps = 0
  /** The number of the event that is being run. */
  cause = 0
  current: Task | null = null
  stopped = false
  network!: Network
  readonly turns = new Turns(this)
  readonly trace: Trace
  readonly choices: Choices
  readonly latencies: Latencies
  readonly epochMs: number
  readonly timerSlackUs: number
  readonly guardsOff: ReadonlySet<string>
  readonly skip: ReadonlySet<string>
  points: Map<string, readonly PauseAction[]> | null = null
  /** What is armed at every pause point there is. */
  everywhere: readonly PauseAction[] = []
  readonly mains = new Set<Task>()
  private readonly agenda = new Agenda()
  private chains: Map<string, Chain> | null = null
  private failures: Task[] | null = null
  private readonly hash: RunHash
  private readonly sites: boolean
  private readonly lateness: number
  private readonly maxSteps: number
  private readonly maxStepsPerInstant: number
  private readonly maxUs: number
  private unawaited: Op<any> | null = null
  private seq = 0
  private instant = 0
  private looping = false
  private boundary: readonly (() => void)[] | null = null
  private finish: ((run: Run) => void) | null = null

  constructor(options: SimulationOptions) {
    const { trace } = options
    this.trace = trace instanceof Trace ? trace : new Trace(trace ?? false)
    const { strategy, seed } = options
    this.choices = new Choices(strategy ?? (seed === undefined ? dull() : random(seed)))
    this.latencies = Latencies.of(options.profile ?? lan)
    this.epochMs = options.epochMs ?? 1_585_398_160_000
    this.timerSlackUs = options.timerSlackUs ?? 0
    this.guardsOff = options.guardsOff ?? NONE
    this.skip = options.skip ?? NONE
    this.hash = new RunHash(options.hash ?? 'steps')
    this.sites = options.sites ?? false
    this.lateness = options.lateness ?? 0
    this.maxSteps = options.maxSteps ?? 10_000_000
    this.maxStepsPerInstant = options.maxStepsPerInstant ?? 100_000
    this.maxUs = (options.maxMs ?? Infinity) * 1000
  }

  /** Runs until every main task has ended, or nothing can happen, or a rule is broken. Never rejects. */
  run(): Promise<Run> {
    assert(this.finish === null, 'a simulation runs once')
    return new Promise(resolve => {
      this.finish = resolve
      this.turns.begin()
    })
  }

  /** The chain of a stream; those of tasks belong to their process. */
  chain(name: string): Chain {
    const chains = this.chains ??= new Map()
    let chain = chains.get(name)
    if (chain === undefined) chains.set(name, chain = new Chain(name))
    return chain
  }

  spawn<T>(process: Process, name: string, body: Body<T>, main: boolean): Task<T> {
    if (!process.up) bug(`${process.name} is down: it cannot start ${name}`)
    const task = new Task(this, process, process.chain(name), name, body, null, main, null)
    if (main) this.mains.add(task)
    this.start(task)
    return task
  }

  /** The `i`th child of a group. */
  branch(ctx: Ctx, i: number, body: Body<any>): Task {
    const { task } = ctx
    const label = { by: task.label, index: i }
    const child = new Task(this, task.process, task.chain.branch(i), label, body, null, task.main, ctx.scope)
    this.start(child)
    return child
  }

  /** A scope of this task expires at a time; at once, if a process that stalled has let it pass. */
  deadline(task: Task, scope: Scope, atUs: number): PendingEvent {
    const { chain, process, label } = task
    const event = new PendingEvent(chain, process, label, DEADLINE, '', undefined, EXPIRE, scope)
    this.schedule(event, Math.max(0, atUs - this.now), this.timerSlackUs)
    return event
  }

  /** Puts an event into the agenda; it must not be there already. */
  schedule(event: PendingEvent, delayUs: number, slackUs: number): void {
    if (this.stopped) return
    event.seq = ++this.seq
    event.nth = event.chain.next(event.kind)
    event.hash = Math.imul(event.chain.hash ^ event.nth << 4 ^ event.kind, 0x9e3779b1)
    event.cause = this.cause
    event.priority = -1
    event.at = this.now + delayUs
    const { process } = event
    if (event.at < process.stalledUntilUs) {
      event.at = process.stalledUntilUs
      process.heldBack++
    }
    event.latest = event.at + slackUs
    this.hash.toggle(event)
    this.agenda.add(event, this.now)
  }

  /** Takes an event out of the agenda, if it is there. */
  drop(event: PendingEvent): void {
    if (event.state === NOWHERE || this.stopped) return
    this.hash.toggle(event)
    this.agenda.remove(event)
    this.choices.left(event)
  }

  /** The task of this wait will run on, by an event of its own. */
  wake(op: Op<any>, value: unknown, failed: boolean): void {
    if (op.task.over) return
    op.woken = true
    op.value = value
    op.failed = failed
    this.schedule(op, 0, 0)
  }

  /** The task of this wait, which has just begun, runs on at once: nothing had to be waited for. */
  proceed(op: Op<any>, value: unknown): void {
    if (++this.instant > this.maxStepsPerInstant) return this.standsStill(op.note, op.task.name)
    op.value = value
    op.resume()
  }

  /** An Op was created: it must be by the running task, and the one before must have been awaited. */
  issue(op: Op<any>): void {
    if (this.stopped) return
    const { task } = op
    if (this.sites) op.site = new Error()
    if (this.current !== task) return this.leak(twoBranches(op))
    if (this.unawaited !== null) return this.leak(notAwaited(this.unawaited, op))
    this.unawaited = op
  }

  /** V8 has suspended the task on this Op. */
  block(op: Op<any>): void {
    if (this.stopped) return
    const { task, scope } = op.ctx
    if (this.unawaited !== op) return this.leak(awaitedTwice(op))
    this.unawaited = null
    task.blockedOn = op
    scope.op = op
    this.current = null
    if (task.scope.unarmed) this.arm(task)
    if (scope.reason !== null) this.wake(op, scope.reason, true)
    else op.how.start(op)
    this.advance()
  }

  /** Runs the body of a task now, within the current event. What never waits has ended then. */
  begin(task: Task): void {
    this.current = task
    const ctx = new Ctx(task, task.scope)
    let ended: unknown
    try {
      ended = task.exchange === null ? task.body!(ctx) : task.exchange.handle(ctx)
    } catch (error) {
      return this.end(task, false, error)
    }
    if (!isThenable(ended)) return this.end(task, true, ended)
    ended.then(value => this.end(task, true, value), (error: unknown) => this.end(task, false, error))
  }

  /** Records an event of kind `kind` that happens within the current one. */
  record(kind: number, process: Process, label: TaskLabel, note: string, data: unknown): number {
    if (this.stopped) return this.trace.length
    this.hash.record(kind, data)
    return this.trace.add(this.now, kind, process.id, label, note, this.cause, data, this.hash.word)
  }

  costOf(key: string): Window {
    const window = this.latencies.cost(key)
    return window ?? bug(`profile ${this.latencies.profile.name} has no window for ${key}`)
  }

  /**
   * Ends all tasks of a process without another word from them. What is on its way in the network stays.
   */
  kill(process: Process): void {
    assert(this.current?.process !== process, () => `${process.name} cannot crash while its own code runs: `
      + 'do it at a pause point, after the event, or from another process')
    const dead = [...process.tasks]
    process.tasks.clear()
    for (const task of dead) {
      this.mains.delete(task)
      task.over = true
    }
    for (const task of dead) task.finish(false, new Failure('UNAVAILABLE', `${process.name} crashed`))
    for (const event of this.agenda.all()) {
      if (event.process === process && event.kind <= LAST_LOCAL) this.drop(event)
    }
  }

  /** Nothing happens in this process until then. */
  stall(process: Process, ms: number): void {
    process.stalledUntilUs = Math.max(process.stalledUntilUs, this.now + Math.round(ms * 1000))
    for (const event of this.agenda.all()) {
      if (event.process !== process || event.at >= process.stalledUntilUs) continue
      this.drop(event)
      this.schedule(event, 0, event.latest - event.at)
    }
  }

  /**
   * Calls `act` when the current event is over and no task runs: there anything may be looked at, or crash.
   */
  afterEvent(act: () => void): void {
    this.boundary = [...this.boundary ?? [], act]
  }

  /** The microtask queue is empty and a task still runs: called by the sentinel. */
  foreign(): void {
    this.leak(foreignPromise(this.current!, this.now))
  }

  stop(outcome: Outcome, error: unknown): void {
    if (this.stopped) return
    this.stopped = true
    this.turns.end()
    for (const event of this.agenda.all()) this.choices.left(event)
    this.agenda.clear()
    this.finish?.(new Ended(outcome, error, this, this.hash))
  }

  /**
   * A rule of the simulator is broken: the run stops. The code that did it gets no exception, which nobody
   * might handle; it stays where it is at its next wait.
   */
  leak(message: string): void {
    this.stop('leak', new Leak(message))
  }

  private start(task: Task): void {
    const { chain, process, label } = task
    this.schedule(new PendingEvent(chain, process, label, TASK_START, '', undefined, BEGIN, task), 0, 0)
  }

  private arm(task: Task): void {
    const { scope } = task
    scope.unarmed = false
    task.deadline = this.deadline(task, scope, scope.deadlineUs)
  }

  private end(task: Task, ok: boolean, value: unknown): void {
    if (this.stopped || task.over) return
    const open = this.unawaited ?? task.blockedOn
    if (open !== null) return this.leak(leftBehind(task, open))
    if (this.current !== task) bug(`task ${task.fullName} ended, but did not run`)
    this.current = null
    task.process.tasks.delete(task)
    task.scope.close()
    this.mains.delete(task)
    if (task.deadline !== null) this.drop(task.deadline)
    task.finish(ok, value)
    if (task.exchange !== null) task.exchange.served(task, ok, value)
    else if (task.onEnd !== null) task.onEnd(ok, value)
    else if (!ok && task.unheard) {
      if (!(value instanceof Failure) || !task.main) return this.stop('error', value)
      this.failures = [...this.failures ?? [], task]
    }
    this.advance()
  }

  /** Runs events until a task runs. Never re-entered. */
  advance(): void {
    const { turns } = this
    if (this.looping || turns.resting) return
    this.looping = true
    try {
      while (this.current === null && !this.stopped && !turns.resting) this.step()
    } catch (error) {
      this.stop('error', error)
    } finally {
      this.looping = false
    }
  }

  private step(): void {
    if (this.boundary !== null) this.reachBoundary()
    if (this.mains.size === 0) return this.complete()
    if (this.turns.isOver()) return this.turns.rest()
    const count = this.agenda.ready(this.now)
    if (count === 0) return this.giveUp('deadlock', `nothing can happen any more at ${this.now / 1000}ms`)
    const event = this.agenda.take(this.choices.schedule(this.agenda.near, count, this.seq))
    const time = this.timeOf(event)
    this.instant = time > this.now ? 0 : this.instant + 1
    this.now = time
    const { hash } = this
    hash.run(event, time)
    const { kind, label, note, data } = event
    this.cause = this.trace.add(time, kind, event.process.id, label, note, event.cause, data, hash.word)
    this.steps++
    if (this.steps > this.maxSteps) return this.giveUp('budget', `more than ${this.maxSteps} events`)
    if (time > this.maxUs) return this.giveUp('budget', `not finished by ${time / 1000}ms`)
    if (this.instant > this.maxStepsPerInstant) return this.standsStill(note || event.id, event.chain.name)
    if (event.run === null) (event as Op<any>).resume()
    else event.run(event)
  }

  /** As early as it may; or, by a choice, as late as the other pending events allow. */
  private timeOf(event: PendingEvent): number {
    const { horizon } = this.agenda
    const earliest = Math.max(this.now, event.at)
    if (earliest > horizon) bug(`time would pass a pending event: ${earliest} is beyond ${horizon}`)
    if (this.lateness === 0 || horizon === earliest || horizon === Infinity) return earliest
    return this.choices.choose(`late/${event.chain.name}`, 2, this.lateness) === 1 ? horizon : earliest
  }

  private complete(): void {
    const failed = this.failures?.find(task => task.unheard)
    if (failed !== undefined) return this.stop('error', failed.value)
    this.stop('done', undefined)
  }

  private giveUp(outcome: Outcome, why: string): void {
    this.stop(outcome, new Error(`${why}\n${whoWaits(this.mains)}`))
  }

  private standsStill(note: string, who: string): void {
    const at = `${this.instant} steps while time stands at ${this.now / 1000}ms`
    this.stop('livelock', new Error(`${at}; last: ${note} of ${who}`))
  }

  private reachBoundary(): void {
    const acts = this.boundary!
    this.boundary = null
    for (const act of acts) act()
  }
}

/** What a body has given back is still to come. Whether it is our own is asked first: nearly always it is. */
function isThenable(ended: unknown): ended is PromiseLike<unknown> {
  return ended instanceof Promise || ended instanceof Op
    || (typeof ended === 'object' && ended !== null && typeof (ended as { then?: unknown }).then === 'function')
}
