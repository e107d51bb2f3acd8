/**
 * A few objects, in the order in which they came: what a `Set` of them does, without hashing. Who came last mostly
 * goes first, so the search begins at that end.
 */
export class Members<T extends object> implements Iterable<T> {
  private readonly items: T[] = []

  get size(): number { return this.items.length }

  add(item: T): void {
    this.items.push(item)
  }

  /** Does nothing if it is not there. */
  delete(item: T): void {
    const { items } = this
    let i = items.length - 1
    while (i >= 0 && items[i] !== item) i--
    if (i < 0) return
    for (const last = items.length - 1; i < last; i++) items[i] = items[i + 1]!
    items.pop()
  }

  clear(): void {
    this.items.length = 0
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.items.values()
  }
}
