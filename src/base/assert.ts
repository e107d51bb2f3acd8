/** A broken invariant of ours, never of the system under study and never of the user. */
export class Bug extends Error {
  override name = 'Bug'
}

let listener: ((bug: Bug) => void) | null = null

/**
 * Who hears of a bug before it is thrown. The simulator listens, so that a run is marked as failed
 * even if a retry loop of the program then swallows the exception. Answers who listened before.
 */
export function onBug(listen: ((bug: Bug) => void) | null): ((bug: Bug) => void) | null {
  const before = listener
  listener = listen
  return before
}

/** Throws a `Bug` unless `condition` holds. Always on. */
export function assert(condition: unknown, message: string | (() => string)): asserts condition {
  if (condition) return
  bug(typeof message === 'string' ? message : message())
}

/** For the branch that the types say cannot be reached. */
export function unreachable(value: never, what = 'value'): never {
  bug(`unexpected ${what}: ${String(value)}`)
}

/**
 * Throws a `Bug`. For paths that run for every event, where even a message that is never made costs: a function that could make
 * it in a closure allocates for it on each call.
 */
export function bug(message: string): never {
  const found = new Bug(message)
  listener?.(found)
  throw found
}
