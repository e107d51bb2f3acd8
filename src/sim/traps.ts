import { Leak } from './leak.ts'
import { activeKernel } from './sentinel.ts'

type AnyFunction = (...args: any[]) => unknown

/** A global that was replaced. */
interface Trap {
  readonly owner: Record<string, unknown>
  readonly name: string
  readonly stand: unknown
}

const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch']
const PRINTERS = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table']

const FOREIGN_FRAME = /[/\\]node_modules[/\\](?!vtsim[/\\])|\(node:|at node:|\(<anonymous>\)/

let traps: Trap[] | null = null
let nextTickTrap: unknown
let timeoutTrap: unknown
let exempt = 0

/**
 * Replaces the globals that read real time or chance, or start work that nobody controls. They throw while
 * a run has the thread, naming the task, and work as ever otherwise. Every run makes sure that they are in
 * place: test runners put their own timers back now and then.
 */
export function trapGlobals(): void {
  if (traps === null) {
    setTraps(traps = [])
    nextTickTrap = host()?.nextTick
    timeoutTrap = globalThis.setTimeout
  } else if (host()?.nextTick !== nextTickTrap || globalThis.setTimeout !== timeoutTrap) {
    for (const { owner, name, stand } of traps) if (owner[name] !== stand) put(owner, name, stand)
  }
}

function host(): { nextTick?: unknown; hrtime?: object } | undefined {
  return globalThis.process
}

function setTraps(list: Trap[]): void {
  const wall = 'ctx.nowMs or ctx.unixMs'
  trap(list, Date, 'Date.now', wall)
  trap(list, Math, 'Math.random', 'ctx.choose')
  trap(list, globalThis.performance, 'performance.now', 'ctx.nowMs')
  for (const name of TIMERS) trap(list, globalThis, name, 'ctx.sleep or ctx.spawn')
  trap(list, globalThis.crypto, 'crypto.getRandomValues', 'ctx.choose')
  trap(list, globalThis.crypto, 'crypto.randomUUID', 'ctx.choose')
  trap(list, host(), 'process.nextTick', 'ctx.spawn')
  trap(list, host()?.hrtime, 'process.hrtime.bigint', 'ctx.nowMs')
  trap(list, host(), 'process.hrtime', 'ctx.nowMs')
  // Printing for debugging may use what it likes.
  for (const name of PRINTERS) replace(list, globalThis.console, name, real => exempting(real))
  trapDate(list, wall)
}

function trap(list: Trap[], owner: object | undefined, path: string, instead: string): void {
  const name = path.slice(path.lastIndexOf('.') + 1)
  replace(list, owner, name, real => function (this: unknown, ...args: unknown[]) {
    check(path, instead)
    return real.apply(this, args)
  })
}

function replace(
  list: Trap[], owner: object | undefined, name: string, make: (real: AnyFunction) => AnyFunction,
): void {
  const record = owner as Record<string, unknown> | undefined
  const real = record?.[name]
  if (typeof real !== 'function') return
  const stand = make(real as AnyFunction)
  // Such as `setTimeout[util.promisify.custom]` and `process.hrtime.bigint`.
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(real))) {
    if (key !== 'length' && key !== 'name' && key !== 'prototype') Object.defineProperty(stand, key, property)
  }
  for (const key of Object.getOwnPropertySymbols(real)) {
    Object.defineProperty(stand, key, Object.getOwnPropertyDescriptor(real, key)!)
  }
  list.push({ owner: record!, name, stand })
  put(record!, name, stand)
}

function trapDate(list: Trap[], instead: string): void {
  const stand = new Proxy(Date, {
    construct(target, args: unknown[], newTarget) {
      if (args.length === 0) check('new Date()', instead)
      return Reflect.construct(target, args, newTarget) as object
    },
    apply(target) {
      check('Date()', instead)
      return target()
    },
  })
  const owner = globalThis as unknown as Record<string, unknown>
  list.push({ owner, name: 'Date', stand })
  put(owner, 'Date', stand)
}

/**
 * A plain assignment wherever that will do. Redefining a property makes a dictionary of its owner, and then
 * each `Math.imul` of the whole program is looked up by name.
 */
function put(owner: Record<string, unknown>, name: string, value: unknown): void {
  if (Object.getOwnPropertyDescriptor(owner, name)?.writable === true) owner[name] = value
  else Object.defineProperty(owner, name, { value, writable: true, configurable: true, enumerable: true })
}

function exempting(real: AnyFunction): AnyFunction {
  return function (this: unknown, ...args: unknown[]) {
    exempt++
    try {
      return real.apply(this, args)
    } finally {
      exempt--
    }
  }
}

function check(what: string, instead: string): void {
  const kernel = activeKernel()
  if (kernel === null || kernel.stopped || exempt > 0 || calledByLibrary()) return
  const { current } = kernel
  const who = current === null ? 'outside of any task' : `in task ${current.fullName}`
  const leak = new Leak(`${what} was used ${who} at ${kernel.now / 1000}ms: use ${instead}`)
  kernel.stop('leak', leak)
  throw leak
}

/**
 * Promise jobs of the host, such as those of a test runner, run in between; they are none of our business.
 */
function calledByLibrary(): boolean {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 100
  const frames = (new Error().stack ?? '').split('\n').slice(1)
  Error.stackTraceLimit = limit
  // The first two frames are of this file.
  const callers = frames.filter(frame => !/[/\\]sim[/\\]traps\.ts/.test(frame))
  return callers.length > 0 && callers.every(frame => FOREIGN_FRAME.test(frame))
}
