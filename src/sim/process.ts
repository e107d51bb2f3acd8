import { assert } from '../base/index.ts'
import { Chain } from './chain.ts'
import type { Ctx } from './ctx.ts'
import type { Exchange } from './exchange.ts'
import type { Kernel } from './kernel.ts'
import { kindId } from './kinds.ts'
import { Members } from './members.ts'
import { Op, type Wait } from './op.ts'
import type { Handlers, Method, Methods, Service } from './service.ts'
import type { Task } from './task.ts'

/** What a process does when it starts, in every life: read its disk, `serve`, spawn its daemons, return. */
export type Boot = (ctx: Ctx) => PromiseLike<void>

type Handler = (ctx: Ctx, request: any, out: any) => unknown

const READY = kindId('process/ready')

/** The unit that crashes. Its `disk` survives; its tasks and all that they hold go. */
export class Process {
  readonly id: number
  readonly tasks = new Members<Task>()
  /** Counts from 1; a restart begins the next. */
  life = 1
  /** False between a crash and the restart. */
  up = true
  /** Whether it answers: until then calls are refused. */
  ready = false
  /** Its host is down: not even a refusal comes back. */
  dark = false
  stalledUntilUs = 0
  /** How many events it has had later because it was stalled. */
  heldBack = 0
  // Made when they are needed: a world of an exploration is made in a few microseconds.
  private waiters: Op<void>[] | null = null
  private diskMap: Map<string, any> | null = null
  /** By the number of the method. */
  private handlers: (Handler | undefined)[] | null = null
  private servingMembers: Members<Exchange> | null = null
  private askingMembers: Members<Exchange> | null = null
  private readonly chains = new Map<string, Chain>()

  constructor(readonly kernel: Kernel, readonly name: string, readonly host: string, readonly boot: Boot | null) {
    this.id = kernel.trace.processes.push(name) - 1
  }

  /** What outlives a crash. */
  get disk(): Map<string, any> { return this.diskMap ??= new Map() }
  /** RPCs and streams that it answers. */
  get serving(): Members<Exchange> { return this.servingMembers ??= new Members() }
  /** RPCs and streams that it asked for. */
  get asking(): Members<Exchange> { return this.askingMembers ??= new Members() }

  /** Answers the methods of a service from now on, or as soon as the process is ready. */
  serve<M extends Methods>(service: Service<M>, handlers: Handlers<M>): void {
    const all = this.handlers ??= []
    for (const method of service.methods) {
      const handler = (handlers as Record<string, unknown>)[method.name]
      assert(typeof handler === 'function', () => `${this.name} serves no ${method.key}`)
      all[method.id] = handler as Handler
    }
  }

  handler(method: Method): Handler | undefined {
    return this.handlers?.[method.id]
  }

  /** It is down: memory is gone, and with it who answers. */
  stopServing(): void {
    this.handlers = null
  }

  /** Ready before the end of `boot`; which makes the process ready otherwise. */
  listen(): void {
    if (this.ready) return
    this.ready = true
    const waiters = this.waiters
    this.waiters = null
    if (waiters !== null) for (const op of waiters) this.kernel.wake(op, undefined, false)
    this.kernel.record(READY, this, this.name, '', { life: this.life })
  }

  /**
   * Waits, in a task of any process, until this one is ready. For the bench, which has no other way to
   * know.
   */
  untilReady(ctx: Ctx): Op<void> {
    return new Op(ctx, `${this.name} to be ready`, READINESS, this)
  }

  startWaiting(op: Op<void>): void {
    if (this.ready) return this.kernel.proceed(op, undefined)
    const waiters = this.waiters ??= []
    waiters.push(op)
  }

  stopWaiting(op: Op<void>): void {
    const { waiters } = this
    if (waiters !== null) void waiters.splice(waiters.indexOf(op), 1)
  }

  /** The chain of a task of this name; the same one in every life. */
  chain(name: string): Chain {
    let chain = this.chains.get(name)
    if (chain === undefined) this.chains.set(name, chain = new Chain(`${this.name}/${name}`))
    return chain
  }
}

const READINESS: Wait = {
  start: op => (op.arg as Process).startWaiting(op),
  leave: op => (op.arg as Process).stopWaiting(op),
}
