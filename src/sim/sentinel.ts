import { onBug } from '../base/index.ts'
import type { Kernel } from './kernel.ts'

/*
 * The door between a run and its host, and the only file of the simulator (with `traps.ts`) that knows the
 * real world.
 *
 * A run lives entirely in microtasks. So when the microtask queue is empty it has ended, rests, or its
 * running task awaits a promise that is not the simulator's. A `nextTick` that is asked for inside a
 * microtask comes exactly then, before any macrotask. A browser has no such thing: there a message has to
 * do, and a foreign promise that settles sooner is not seen.
 */
const nextTick = globalThis.process?.nextTick as ((f: () => void) => void) | undefined
const immediate = globalThis.setImmediate as ((f: () => void) => unknown) | undefined

let active: Kernel | null = null
let armed = false

/** The run that has the thread now. */
export function activeKernel(): Kernel | null {
  return active
}

/** Gives the thread to this run, now or as soon as another one rests. */
export function enter(kernel: Kernel, go: () => void): void {
  if (active !== null && active !== kernel) return nextTurn(() => enter(kernel, go))
  active = kernel
  watch()
  go()
}

/** The run has ended, or rests. */
export function leave(kernel: Kernel): void {
  if (active === kernel) active = null
}

/** Calls `go` after the host had its turn. */
export function nextTurn(go: () => void): void {
  if (immediate !== undefined) return void immediate(go)
  const channel = new MessageChannel()
  const port = channel.port1 as unknown as { onmessage: () => void; close(): void }
  port.onmessage = () => {
    port.close()
    go()
  }
  channel.port2.postMessage(0)
}

function watch(): void {
  if (armed) return
  armed = true
  const drained = (): void => {
    armed = false
    const kernel = active
    if (kernel !== null && !kernel.stopped && kernel.current !== null) kernel.foreign()
  }
  void Promise.resolve().then(() => nextTick === undefined ? nextTurn(drained) : nextTick(drained))
}

// A failed assertion marks the run before it is thrown, so that no retry loop can swallow it.
onBug(bug => active?.stop('bug', bug))
