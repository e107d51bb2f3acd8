import { Leak } from './leak.ts'
import { activeKernel } from './sentinel.ts'

type AnyFunction = (...args: any[]) => unknown

let installed = false
let exempt = 0

/**
 * Replaces the globals that read real time or chance, or start work that nobody controls. They throw while a run has the
 * thread, naming the task, and work as ever otherwise. Once per thread; the first run does it.
 */
export function trapGlobals(): void {
  if (installed) return
  installed = true
  trapDate()
  trap(Date, 'Date.now', 'ctx.nowMs or ctx.unixMs')
  trap(Math, 'Math.random', 'ctx.choose')
  trap(globalThis.performance, 'performance.now', 'ctx.nowMs')
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch']) trap(globalThis, name, 'ctx.sleep or ctx.spawn')
  trap(globalThis.crypto, 'crypto.getRandomValues', 'ctx.choose')
  trap(globalThis.crypto, 'crypto.randomUUID', 'ctx.choose')
  const host = (globalThis as { process?: object }).process
  trap(host, 'process.nextTick', 'ctx.spawn')
  trap(host, 'process.hrtime', 'ctx.nowMs')
  trap((host as { hrtime?: object } | undefined)?.hrtime, 'process.hrtime.bigint', 'ctx.nowMs')
  for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table']) letPass(globalThis.console, name)
}

function check(what: string, instead: string): void {
  const kernel = activeKernel()
  if (kernel === null || kernel.stopped || exempt > 0) return
  const { current } = kernel
  const who = current === null ? 'outside of any task' : `in task ${current.fullName}`
  const leak = new Leak(`${what} was used ${who} at ${kernel.now / 1000}ms: use ${instead}`)
  kernel.stop('leak', leak)
  throw leak
}

function trap(owner: object | undefined, path: string, instead: string): void {
  const name = path.slice(path.lastIndexOf('.') + 1)
  const real = (owner as Record<string, unknown> | undefined)?.[name]
  if (typeof real !== 'function') return
  const trapped = function (this: unknown, ...args: unknown[]): unknown {
    check(path, instead)
    return (real as AnyFunction).apply(this, args)
  }
  for (const key of Object.getOwnPropertyNames(real)) if (!['length', 'name', 'prototype'].includes(key)) Object.defineProperty(trapped, key, Object.getOwnPropertyDescriptor(real, key)!)
  for (const key of Object.getOwnPropertySymbols(real)) Object.defineProperty(trapped, key, Object.getOwnPropertyDescriptor(real, key)!)
  Object.defineProperty(owner, name, { value: trapped, writable: true, configurable: true, enumerable: true })
}

function trapDate(): void {
  const RealDate = Date
  globalThis.Date = new Proxy(RealDate, {
    construct(target, args: unknown[], newTarget) {
      if (args.length === 0) check('new Date()', 'ctx.nowMs or ctx.unixMs')
      return Reflect.construct(target, args, newTarget) as object
    },
    apply(target) {
      check('Date()', 'ctx.nowMs or ctx.unixMs')
      return target()
    },
  })
}

/** Printing for debugging may use what it likes. */
function letPass(owner: object, name: string): void {
  const real = (owner as Record<string, unknown>)[name]
  if (typeof real !== 'function') return
  const passing = function (this: unknown, ...args: unknown[]): unknown {
    exempt++
    try {
      return (real as AnyFunction).apply(this, args)
    } finally {
      exempt--
    }
  }
  Object.defineProperty(owner, name, { value: passing, writable: true, configurable: true, enumerable: true })
}

