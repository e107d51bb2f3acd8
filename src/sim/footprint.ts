import type { Exchange } from './exchange.ts'
import { RPC_REQUEST } from './kinds.ts'
import type { PendingEvent } from './pending-event.ts'
import type { Touches } from './service.ts'

const EVERYTHING: Touches = Object.freeze({ object: '', writes: true })

/**
 * What an event touches in its process, as far as it can be told before it runs: for a request what its method
 * declares, for all else everything.
 */
export function footprintOf(event: PendingEvent): Touches {
  if (event.kind !== RPC_REQUEST) return EVERYTHING
  return (event.owner as Exchange).method.touches?.(event.data) ?? EVERYTHING
}

/**
 * Whether the order of two events may matter: they happen in the same process, to the same object or to one that
 * holds the other, and one of them writes. What is done from outside of all processes is in no footprint.
 */
export function race(one: PendingEvent, other: PendingEvent): boolean {
  if (one.process !== other.process) return false
  const a = footprintOf(one)
  const b = footprintOf(other)
  return (a.writes || b.writes) && (holds(a.object, b.object) || holds(b.object, a.object))
}

function holds(object: string, other: string): boolean {
  return object === '' || other === object || other.startsWith(`${object}/`)
}
