/**
 * Leaves out of a list what is not needed for `holds`, which holds for the whole list; the answer keeps the order,
 * and nothing of it can be left out alone. First large pieces are tried, then halves of them, the later ones before
 * the earlier ones: `k` needed items of `n` cost about `2·k·log n` questions (Zeller and Hildebrandt, TSE 2002,
 * without the subsets).
 */
export async function minimise<T>(
  items: readonly T[], holds: (kept: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  if (items.length === 0 || await holds([])) return []
  let kept = items
  let size = Math.ceil(kept.length / 2)
  for (;;) {
    const before = kept.length
    for (let end = kept.length; end > 0; end -= size) {
      const rest = [...kept.slice(0, Math.max(0, end - size)), ...kept.slice(end)]
      // Nothing at all was asked about already.
      if (rest.length > 0 && await holds(rest)) kept = rest
    }
    if (size === 1 && kept.length === before || kept.length === 1) return kept
    size = Math.max(1, Math.min(Math.ceil(size / 2), Math.ceil(kept.length / 2)))
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
