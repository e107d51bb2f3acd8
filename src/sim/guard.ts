import { assert } from '../base/index.ts'

/** How a world's configuration names a guard. */
export type GuardName = string

/**
 * A condition inside a server that keeps something from going wrong, by name, so that a world can turn it
 * off and show why it is there.
 */
export interface Guard {
  readonly name: GuardName
  readonly because: string
  readonly ifOff: string
}

const known = new Map<GuardName, Guard>()

/** Declares a guard; at the top of a module, once for each name. */
export function defineGuard(guard: Guard): Guard {
  assert(!known.has(guard.name), () => `guard ${guard.name} is declared twice`)
  const frozen = Object.freeze(guard)
  known.set(guard.name, frozen)
  return frozen
}

/** All guards of the modules that are loaded, in the order of their declaration. */
export function guards(): readonly Guard[] {
  return [...known.values()]
}
