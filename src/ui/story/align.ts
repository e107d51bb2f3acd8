/** A place in two lists: the same thing in both, or something that only one has. */
export interface Pair<T> { readonly a: T | null; readonly b: T | null }

/**
 * Two lists side by side, with as many equal pairs as there can be, in order (longest common subsequence).
 * Takes time and room in proportion to the product of the lengths: for what a screen shows, not for runs.
 */
export function align<T>(a: readonly T[], b: readonly T[], nameOf: (item: T) => string): Pair<T>[] {
  const names = { a: a.map(nameOf), b: b.map(nameOf) }
  const width = b.length + 1
  const longest = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = names.a[i] === names.b[j] ? longest[(i + 1) * width + j + 1]! + 1
        : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
    }
  }
  const pairs: Pair<T>[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && names.a[i] === names.b[j]) pairs.push({ a: a[i++]!, b: b[j++]! })
    else if (j >= b.length || i < a.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) {
      pairs.push({ a: a[i++]!, b: null })
    } else pairs.push({ a: null, b: b[j++]! })
  }
  return joinNeighbours(pairs)
}

/** What only one has and what only the other has stand in one row, where they follow each other. */
function joinNeighbours<T>(pairs: readonly Pair<T>[]): Pair<T>[] {
  const joined: Pair<T>[] = []
  let left: T[] = []
  let right: T[] = []
  const flush = (): void => {
    for (let k = 0; k < Math.max(left.length, right.length); k++) joined.push({ a: left[k] ?? null, b: right[k] ?? null })
    left = []
    right = []
  }
  for (const pair of pairs) {
    if (pair.a !== null && pair.b !== null) {
      flush()
      joined.push(pair)
    } else if (pair.a !== null) left.push(pair.a)
    else right.push(pair.b!)
  }
  flush()
  return joined
}
