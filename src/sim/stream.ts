import { assert, bug } from '../base/index.ts'
import { failureData } from './call.ts'
import type { Chain } from './chain.ts'
import type { Ctx } from './ctx.ts'
import { Exchange } from './exchange.ts'
import { Failure } from './failure.ts'
import { RPC_REPLY, STREAM_CREDIT, STREAM_ITEM, STREAM_MESSAGE } from './kinds.ts'
import { Op, type Wait } from './op.ts'
import type { Process } from './process.ts'
import type { Method } from './service.ts'

const WINDOW = 16

/** Opens a server stream. Nothing is sent before the first read. */
export function openStream<Item, Message>(
  ctx: Ctx, address: string, method: Method, request: unknown, window = WINDOW,
): Stream<Item, Message> {
  const { kernel, task } = ctx
  const to = kernel.network.find(address) ?? kernel.network.nobody(address)
  const chain = kernel.chain(`${task.chain.name}~${address}.${method.name}`)
  return new Stream(ctx, to, chain, method, request, window)
}

/**
 * A server stream, read with `for await`, which closes it when the loop is left; or with `next` and
 * `close`, also from other tasks of the same process. At most `window` items are on the way or unread.
 */
export class Stream<Item, Message = never> extends Exchange implements AsyncIterable<Item>, AsyncIterator<Item> {
  private readonly items: Item[] = []
  private end: { readonly failure: Failure | null } | null = null
  private reader: Op<IteratorResult<Item>> | null = null
  private opened = false
  private unacknowledged = 0
  private readonly sink: Sink<Item, Message>

  constructor(
    ctx: Ctx, to: Process, chain: Chain, method: Method, request: unknown, private readonly window: number,
  ) {
    super(ctx, to, chain, method, request)
    assert(window >= 1, 'a stream needs a window of at least one item')
    this.sink = new Sink<Item, Message>(this, window)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /**
   * Waits for the next item. Rejects with the server's `Failure`, or `UNAVAILABLE` when the connection
   * breaks. Giving up this wait closes the stream, unless it was made under a `ctx` other than the one that
   * opened it.
   */
  next(ctx: Ctx = this.ctx): Promise<IteratorResult<Item>> {
    if (ctx.process !== this.from) bug(`${this.method.key} is read by ${ctx.process.name}, but ${this.from.name} opened it`)
    // An Op is all that `await` and `for await` need, but their types ask for a whole promise.
    return new Op<IteratorResult<Item>>(ctx, 'next', NEXT, this) as unknown as Promise<IteratorResult<Item>>
  }

  /** Hangs up; the server's handler is cancelled one message later. */
  close(): void {
    this.opened = true
    this.hangUp()
  }

  /** Sends a message to the server's handler, if the stream is open. Nobody learns whether it has arrived. */
  tell(message: Message): void {
    if (!this.open) return
    const { network, latencies } = this.kernel
    network.post(this, false, STREAM_MESSAGE, message, latencies.request(this.method), 0)
  }

  /** For `for await` only. */
  async return(): Promise<IteratorResult<Item>> {
    this.hangUp()
    return { done: true, value: undefined }
  }

  startRead(op: Op<any>): void {
    if (this.reader !== null) bug(`two tasks read ${this.method.key} at once`)
    this.reader = op
    if (!this.opened) {
      this.opened = true
      this.ask()
    }
    this.deliver()
  }

  stopRead(op: Op<any>): void {
    this.reader = null
    if (op.ctx === this.ctx) this.hangUp()
  }

  accept(item: Item): void {
    if (!this.open) return
    this.items.push(item)
    this.deliver()
  }

  acceptEnd(failure: Failure | null): void {
    this.finished()
    this.end ??= { failure }
    this.deliver()
  }

  get isOpen(): boolean {
    return this.open
  }

  handle(ctx: Ctx): unknown {
    return this.to.handler(this.method)!(ctx, this.request, this.sink)
  }

  protected answer(failure: Failure | null): void {
    this.sink.finish(failure)
  }

  protected broken(failure: Failure): void {
    this.end ??= { failure }
    this.deliver()
  }

  protected receive(kind: number, data: unknown): void {
    if (kind === STREAM_CREDIT) this.sink.credit(data as number)
    else if (kind !== STREAM_MESSAGE) this.sink.headArrived()
    else if (this.handler?.over === false) this.sink.onMessage?.(data as Message)
  }

  /** Gives the reader, if there is one, what there is. It runs on within the current event. */
  private deliver(): void {
    const op = this.reader
    // A reader that crashed stays dead, whatever still arrives.
    if (op === null || op.task.over) return
    if (this.items.length > 0) {
      this.reader = null
      const value = this.items.shift()!
      this.acknowledge()
      op.kernel.proceed(op, { done: false, value })
    } else if (this.end !== null || !this.open) {
      this.reader = null
      const failure = this.end?.failure ?? null
      if (failure === null) return op.kernel.proceed(op, { done: true, value: undefined })
      op.failed = true
      op.kernel.proceed(op, failure.again())
    }
  }

  /** Gives credit back, for half a window at once. */
  private acknowledge(): void {
    this.unacknowledged++
    if (!this.open || 2 * this.unacknowledged < this.window) return
    const count = this.unacknowledged
    this.unacknowledged = 0
    const { network, latencies } = this.kernel
    network.post(this, false, STREAM_CREDIT, count, latencies.request(this.method), 0)
  }
}

const NEXT: Wait = {
  start: op => (op.arg as Stream<any>).startRead(op),
  leave: op => (op.arg as Stream<any>).stopRead(op),
  waitsFor: op => (op.arg as Stream<any>).waitsFor(),
  describe: op => `next of ${(op.arg as Stream<any>).method.key} at ${(op.arg as Stream<any>).to.name}`,
}

/** An item, or the end: `failure` is undefined for an item. */
interface InPipe {
  readonly data: unknown
  readonly failure: Failure | null | undefined
  readonly sentUs: number
}

/** The server's end of a stream: items arrive in order; `send` waits while the window is full. */
export class Sink<Item, Message = never> {
  /** Called for each message of the caller while the handler lives, when it arrives: no task runs then. */
  onMessage: ((message: Message) => void) | null = null
  private readonly pipe: InPipe[] = []
  private waiting: Op<void> | null = null

  constructor(private readonly stream: Stream<Item, Message>, private credits: number) {}

  /** Sends one item, when there is room for it. */
  send(ctx: Ctx, item: Item): Op<void> {
    return new Op(ctx, 'send', SEND, { sink: this, item })
  }

  /** Sends one item if there is room for it now, without waiting; says whether it did. */
  trySend(item: Item): boolean {
    if (!this.stream.isOpen || this.credits === 0 || this.waiting !== null) return false
    this.credits--
    this.push(item, undefined)
    return true
  }

  offer(op: Op<any>): void {
    const { kernel } = op
    if (!this.stream.isOpen) return kernel.wake(op, new Failure('CANCELED', 'context canceled'), true)
    if (this.credits === 0) {
      if (this.waiting !== null) bug(`two tasks send to ${this.stream.method.key} at once`)
      this.waiting = op
      return
    }
    this.take(op)
    kernel.proceed(op, undefined)
  }

  stopWaiting(): void {
    this.waiting = null
  }

  credit(count: number): void {
    this.credits += count
    const op = this.waiting
    this.waiting = null
    if (op === null || op.task.over) return
    this.take(op)
    op.kernel.wake(op, undefined, false)
  }

  finish(failure: Failure | null): void {
    this.push(failure === null ? undefined : failureData(failure), failure)
  }

  private take(op: Op<any>): void {
    this.credits--
    const { item } = op.arg as { item: Item }
    this.push(item, undefined)
  }

  /** What was sent first has arrived; the next may follow. */
  headArrived(): void {
    const { data, failure } = this.pipe.shift()!
    if (failure === undefined) this.stream.accept(data as Item)
    else this.stream.acceptEnd(failure)
    if (this.pipe.length > 0) this.sendHead()
  }

  private push(data: unknown, failure: Failure | null | undefined): void {
    if (this.pipe.push({ data, failure, sentUs: this.stream.kernel.now }) === 1) this.sendHead()
  }

  /**
   * Only the head of the pipe is an event, so the order of the stream holds whatever the scheduler does.
   */
  private sendHead(): void {
    const { data, failure, sentUs } = this.pipe[0]!
    const { network, latencies } = this.stream.kernel
    const kind = failure === undefined ? STREAM_ITEM : RPC_REPLY
    network.post(this.stream, true, kind, data, latencies.reply(this.stream.method), sentUs)
  }
}

const SEND: Wait = {
  start: op => (op.arg as { sink: Sink<any> }).sink.offer(op),
  leave: op => (op.arg as { sink: Sink<any> }).sink.stopWaiting(),
}
