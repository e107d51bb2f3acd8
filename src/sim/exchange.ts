import type { Chain } from './chain.ts'
import type { Ctx } from './ctx.ts'
import { Failure } from './failure.ts'
import type { Kernel } from './kernel.ts'
import { NET_KEEPALIVE, RPC_CANCEL, RPC_REQUEST } from './kinds.ts'
import { PendingEvent } from './pending-event.ts'
import type { Process } from './process.ts'
import type { Window } from './profile.ts'
import type { Method } from './service.ts'
import { Task } from './task.ts'

const KEEPALIVE: Window = [10_000_000, 20_000_000]

/** The texts of grpc-go, as clients of Vitess saw them. */
const RESET = 'transport is closing'
function refused(address: string, why: string): Failure {
  const text = 'all SubConns are in TransientFailure, latest connection error: connection error: '
    + `desc = "transport: Error while dialing dial tcp ${address}: ${why}"`
  return new Failure('UNAVAILABLE', text, { definite: true })
}

const NOTICE = ({ owner }: PendingEvent): void => (owner as Exchange).notice()

/** The two ends of one RPC or stream: what both kinds share. */
export abstract class Exchange {
  handler: Task | null = null
  /** Whether the caller still waits for the end. */
  protected open = false
  private life = 0
  private leftUs = Infinity
  private keepalive: PendingEvent | null = null
  private silent: Failure | null = null

  constructor(
    readonly ctx: Ctx, readonly to: Process, readonly chain: Chain,
    readonly method: Method, readonly request: unknown,
  ) {}

  get kernel(): Kernel { return this.to.kernel }
  get from(): Process { return this.ctx.task.process }

  /** The handler's work, in its task. */
  abstract handle(ctx: Ctx): unknown
  /** The server's end speaks: its value, or its failure; the exchange is `finished` when that arrives. */
  protected abstract answer(failure: Failure | null, value: unknown): void
  /** The caller's end learns, without a message, that the connection is gone. */
  protected abstract broken(failure: Failure): void
  /** A message of its own arrives, at either end. */
  protected abstract receive(kind: number, data: unknown): void

  arrive(kind: number, data: unknown): void {
    if (kind === RPC_REQUEST) this.serve()
    else if (kind === RPC_CANCEL) this.cancelHandler()
    else this.receive(kind, data)
  }

  waitsFor(): readonly Task[] {
    return this.handler !== null && !this.handler.over ? [this.handler] : []
  }

  /** Sends the request. */
  protected ask(): void {
    this.open = true
    this.life = this.to.life
    // Time left instead of a point in time, as in gRPC: the server's clock starts when the request arrives.
    this.leftUs = this.ctx.scope.deadlineUs - this.kernel.now
    this.from.asking.add(this)
    const { latencies, network } = this.kernel
    network.post(this, false, RPC_REQUEST, this.request, latencies.request(this.method), 0)
  }

  /** The answer is there, or the caller no longer cares. */
  protected finished(): void {
    this.open = false
    this.from.asking.delete(this)
    if (this.keepalive !== null && this.waitsFor().length === 0) this.kernel.drop(this.keepalive)
  }

  /** The caller gives up: the handler hears of it one message later. */
  hangUp(): void {
    if (!this.open) return
    this.finished()
    const { latencies, network } = this.kernel
    network.post(this, false, RPC_CANCEL, undefined, latencies.request(this.method), 0)
  }

  /** The server is gone: the connection breaks, or (a choice) nothing is heard. */
  reset(): void {
    if (this.kernel.network.choosesSilence(this.method)) return this.silence()
    this.answer(new Failure('UNAVAILABLE', RESET), undefined)
  }

  /** Nothing more will be heard from the other end; keepalive notices that after a while, on both sides. */
  silence(failure = new Failure('UNAVAILABLE', RESET)): void {
    if (this.keepalive !== null || (!this.open && this.waitsFor().length === 0)) return
    const { kernel } = this
    this.silent = failure
    const { chain, from, method, ctx } = this
    this.keepalive = new PendingEvent(
      chain, from, ctx.task.label, NET_KEEPALIVE, method.key, undefined, NOTICE, this)
    const [minUs, maxUs] = kernel.latencies.cost('keepalive') ?? KEEPALIVE
    kernel.schedule(this.keepalive, minUs, maxUs - minUs)
  }

  /** Keepalive got no answer. */
  notice(): void {
    this.keepalive = null
    this.cancelHandler()
    if (!this.open) return
    this.finished()
    this.broken(this.silent!)
  }

  private cancelHandler(): void {
    if (this.handler !== null && !this.handler.over) this.handler.cancel()
  }

  /** The request arrives. A doubled one is served twice and answered once. */
  private serve(): void {
    const { kernel, to, method } = this
    const first = this.handler === null
    if (to.dark) return this.silence(refused(to.name, 'i/o timeout'))
    if (!to.up || !to.ready) return this.answer(refused(to.name, 'connect: connection refused'), undefined)
    if (to.life !== this.life) return first ? this.reset() : undefined
    if (to.handler(method) === undefined) {
      const text = `unknown method ${method.name} for service ${method.service}`
      return this.answer(new Failure('UNIMPLEMENTED', text, { definite: true }), undefined)
    }
    const label = { by: this.ctx.task.label, process: to.name, method: method.key }
    const task = new Task(kernel, to, this.chain, label, null, this, false, null)
    if (this.leftUs < Infinity) {
      task.scope.deadlineUs = kernel.now + this.leftUs
      task.scope.unarmed = true
    }
    if (first) {
      this.handler = task
      to.serving.add(this)
    }
    kernel.begin(task)
  }

  /** The task of a handler has ended. */
  served(task: Task, ok: boolean, value: any): void {
    // A bug in a handler is a bug, not an answer.
    if (!ok && !(value instanceof Failure)) return this.kernel.stop('error', value)
    if (task !== this.handler) return
    this.to.serving.delete(this)
    this.answer(ok ? null : value, value)
  }
}
