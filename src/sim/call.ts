import { assert } from '../base/index.ts'
import type { Ctx } from './ctx.ts'
import { Exchange } from './exchange.ts'
import type { Failure } from './failure.ts'
import { RPC_REPLY } from './kinds.ts'
import { Op, type Wait } from './op.ts'
import type { Method } from './service.ts'

/** One unary RPC. Rejects with a `Failure`; its deadline is that of `ctx`. */
export function call<Reply>(ctx: Ctx, address: string, method: Method, request: unknown): Op<Reply> {
  const to = ctx.kernel.network.find(address)
  return to === undefined
    ? new Op(ctx, method.key, NO_SUCH_HOST, address)
    : new Op(ctx, method.key, CALL, new Call(ctx, to, ctx.task.chain, method, request))
}

class Call extends Exchange {
  private op: Op<any> | null = null
  private failure: Failure | null = null
  private value: unknown = undefined

  start(op: Op<any>): void {
    this.op = op
    this.ask()
  }

  giveUp(): void {
    this.op = null
    this.hangUp()
  }

  handle(ctx: Ctx): unknown {
    return this.to.handler(this.method)!(ctx, this.request, undefined)
  }

  protected answer(failure: Failure | null, value: unknown): void {
    const { latencies, network } = this.kernel
    this.failure = failure
    this.value = value
    const data = failure === null ? value : failureData(failure)
    network.post(this, true, RPC_REPLY, data, latencies.reply(this.method), 0)
  }

  protected broken(failure: Failure): void {
    this.failure = failure
    this.receive()
  }

  /** The reply. */
  protected receive(): void {
    const { op, failure } = this
    this.op = null
    this.finished()
    if (op === null || op.task.over || op.woken) return
    op.failed = failure !== null
    // The server's own error object never reaches the caller.
    op.value = failure === null ? this.value : failure.again()
    op.resume()
  }
}

/** What of a failure crosses the wire, for the trace. */
export function failureData(failure: Failure): object {
  const { code, message, definite, errno, sqlState } = failure
  return errno === undefined ? { code, message, definite } : { code, message, definite, errno, sqlState }
}

const CALL: Wait = {
  start: op => (op.arg as Call).start(op),
  leave: op => (op.arg as Call).giveUp(),
  waitsFor: op => (op.arg as Call).waitsFor(),
  describe: op => `call ${op.note} at ${(op.arg as Call).to.name}`,
}

const NO_SUCH_HOST: Wait = {
  start: op => {
    assert(typeof op.arg === 'string', 'an address is the name of a process')
    op.kernel.network.refuseUnknown(op, op.arg)
  },
  describe: op => `call ${op.note} at ${op.arg as string}, which does not exist`,
}
