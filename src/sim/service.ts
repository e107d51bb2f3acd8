import { call } from './call.ts'
import type { Ctx } from './ctx.ts'
import type { Op } from './op.ts'
import { openStream, type Sink, type Stream } from './stream.ts'

declare const types: unique symbol

/**
 * What a request reads or writes in its server: a path, with all that is below it; '' is everything. It tells which
 * requests may be served in either order without anybody noticing.
 */
export interface Touches { readonly object: string; readonly writes: boolean }

/** One request, one reply. The types exist only for the compiler. */
export interface Unary<Request, Reply> {
  readonly streaming: false
  readonly touches?: (request: Request) => Touches
  readonly [types]?: [Request, Reply]
}

/** One request, any number of items; and, if `Message` says so, messages from the caller without an answer. */
export interface Streaming<Request, Item, Message = never> {
  readonly streaming: true
  readonly [types]?: [Request, Item, Message]
}

export type Methods = { readonly [name: string]: Unary<any, any> | Streaming<any, any, any> }

/** A method, known at run time; one object for each, so it is its own key. */
export interface Method {
  readonly id: number
  readonly service: string
  readonly name: string
  /** `Service.method`, as profiles and traces name it. */
  readonly key: string
  readonly streaming: boolean
  /** Whether a request of it may be doubled on its way. */
  readonly doubles: boolean
  /** undefined: everything. */
  readonly touches: ((request: any) => Touches) | undefined
}

/** A page of the wire: what one kind of server answers. */
export interface Service<M extends Methods> {
  readonly name: string
  readonly methods: readonly Method[]
  readonly stub: new (address: string) => Client<M>
}

/**
 * What a server implements. A handler that never waits may answer without a promise. A streaming one sends items
 * and returns when it has no more.
 */
export type Handlers<M extends Methods> = {
  readonly [K in keyof M]: M[K] extends Unary<infer Request, infer Reply>
    ? (ctx: Ctx, request: Request) => PromiseLike<Reply> | Reply
    : M[K] extends Streaming<infer Request, infer Item, infer Message>
      ? (ctx: Ctx, request: Request, out: Sink<Item, Message>) => PromiseLike<void>
      : never
}

/** What a caller holds: an address with the methods of its service. Pure and cheap. */
export type Client<M extends Methods> = { readonly address: string } & {
  readonly [K in keyof M]: M[K] extends Unary<infer Request, infer Reply>
    ? (ctx: Ctx, request: Request) => Op<Reply>
    : M[K] extends Streaming<infer Request, infer Item, infer Message>
      ? (ctx: Ctx, request: Request, window?: number) => Stream<Item, Message>
      : never
}

const UNARY = Object.freeze({ streaming: false as const })
const STREAMING = Object.freeze({ streaming: true as const })

export function unary<Request, Reply>(touches?: (request: Request) => Touches): Unary<Request, Reply> {
  return touches === undefined ? UNARY : Object.freeze({ streaming: false, touches })
}

export function streaming<Request, Item, Message = never>(): Streaming<Request, Item, Message> {
  return STREAMING
}

let methodCount = 0

/**
 * Declares a service: once, on the page of the wire that describes it. `repeated` are the methods whose requests
 * somebody may send again who has not heard of their success; the others are never doubled. Default: all.
 */
export function service<const M extends Methods>(
  name: string, page: M, { repeated }: { readonly repeated?: readonly (keyof M)[] } = {},
): Service<M> {
  class Stub {
    constructor(readonly address: string) {}
  }
  const prototype = Stub.prototype as unknown as Record<string, unknown>
  const methods = Object.keys(page).map((methodName): Method => {
    const declared = page[methodName]!
    const { streaming } = declared
    const touches = declared.streaming ? undefined : declared.touches
    const key = `${name}.${methodName}`
    const method = Object.freeze({
      id: methodCount++, service: name, name: methodName, key, streaming, touches,
      doubles: !streaming && (repeated?.includes(methodName) ?? true),
    })
    prototype[methodName] = streaming
      ? function (this: Stub, ctx: Ctx, request: unknown, window?: number) {
          return openStream(ctx, this.address, method, request, window)
        }
      : function (this: Stub, ctx: Ctx, request: unknown) {
          return call(ctx, this.address, method, request)
        }
    return method
  })
  return Object.freeze({ name, methods, stub: Stub as unknown as new (address: string) => Client<M> })
}

/**
 * A client of the server at this address (the name of a process). Keep it in a field; making it costs
 * nothing.
 */
export function client<M extends Methods>(page: Service<M>, address: string): Client<M> {
  return new page.stub(address)
}
