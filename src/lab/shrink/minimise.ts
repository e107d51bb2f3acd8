/** Some of what makes up a run, in pieces. */
export interface Part {
  /** How many there are of it now. */
  length(): number
  /** Leaves out pieces of so many, one after the other, as far as the run still fails. */
  sweep(size: number): Promise<void>
}

/**
 * Leaves pieces of so many items out of a list, the later ones first, as far as `holds` still holds. The answer keeps
 * the order.
 */
export async function sweep<T>(
  items: readonly T[], size: number, holds: (kept: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let kept = items
  for (let end = kept.length; end > 0; end -= size) {
    const rest = [...kept.slice(0, Math.max(0, end - size)), ...kept.slice(end)]
    if (await holds(rest)) kept = rest
  }
  return kept
}

/**
 * Leaves out of all parts what is not needed: first everything, then halves, then smaller and smaller pieces of each
 * part in turn, because what one part needs may go as soon as something of another has gone. At the end nothing of any
 * part can be left out alone: the answer is true; or false, if `isOver` has said so before. `k` needed items of `n`
 * cost about `2·k·log n` questions (after Zeller and Hildebrandt, TSE 2002).
 */
export async function leaveOutAll(parts: readonly Part[], isOver: () => boolean): Promise<boolean> {
  const sizes = parts.map(part => Math.max(1, part.length()))
  for (;;) {
    const before = parts.map(part => part.length()).join()
    for (const [index, part] of parts.entries()) {
      if (isOver()) return false
      if (part.length() > 0) await part.sweep(sizes[index]!)
    }
    if (isOver()) return false
    const isFinest = parts.every((part, index) => sizes[index] === 1 || part.length() === 0)
    if (isFinest && parts.map(part => part.length()).join() === before) return true
    for (const [index, part] of parts.entries()) {
      sizes[index] = Math.max(1, Math.min(Math.ceil(sizes[index]! / 2), Math.ceil(part.length() / 2)))
    }
  }
}

/** The smallest number from 0 to `value` for which `holds` was seen to hold, by halving; it holds for `value`. */
export async function lower(value: number, holds: (smaller: number) => Promise<boolean>): Promise<number> {
  if (value === 0 || await holds(0)) return 0
  let [fails, works] = [0, value]
  while (works - fails > 1) {
    const middle = Math.floor((fails + works) / 2)
    if (await holds(middle)) works = middle
    else fails = middle
  }
  return works
}
