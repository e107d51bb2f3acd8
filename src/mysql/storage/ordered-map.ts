import * as sortedBtree from 'sorted-btree'

/** The key of a row in a table or an index. Keys of one map are all numbers (or bigints), or all strings. */
export type Key = number | bigint | string

type Tree<V> = sortedBtree.default<Key, V>
// A CommonJS package: depending on who loads it, its class is the default export or a field of that.
const imported = sortedBtree.default as unknown as { default?: typeof sortedBtree.default }
const BTree = (imported.default ?? imported) as typeof sortedBtree.default

// Numbers by value and strings by code unit; a bigint compares exactly with a number.
const compareKeys = (a: Key, b: Key): number => (a < b ? -1 : a > b ? 1 : 0)

const stop = { break: 0 }

/** An ordered map of which copies share all that they have not changed: a copy costs nothing, a change a few nodes. */
export class OrderedMap<V> {
  private readonly tree: Tree<V>

  /** Empty, or a copy. */
  constructor(original?: OrderedMap<V>) {
    this.tree = original === undefined ? new BTree<Key, V>(undefined, compareKeys) : original.tree.clone()
  }

  /** Either may be changed from now on without the other seeing it. */
  copy(): OrderedMap<V> {
    return new OrderedMap(this)
  }

  get size(): number {
    return this.tree.size
  }

  get(key: Key): V | undefined {
    return this.tree.get(key)
  }

  set(key: Key, value: V): void {
    this.tree.set(key, value)
  }

  delete(key: Key): void {
    this.tree.delete(key)
  }

  lastKey(): Key | undefined {
    return this.tree.maxKey()
  }

  /**
   * Shows the entries from `from` to `to`, where null is the map's own end. `visit` returns true to stop.
   * The map must not be changed meanwhile.
   */
  ascend(from: End | null, to: End | null, visit: (value: V, key: Key) => boolean | void): void {
    const { tree } = this
    if (tree.size === 0) return
    const low = from === null ? tree.minKey()! : from.key
    const high = to === null ? tree.maxKey()! : to.key
    const without = from === null || from.inclusive ? null : from.key
    tree.forRange(low, high, to === null || to.inclusive, (key, value) => {
      if (key === without) return undefined
      return visit(value, key) === true ? stop : undefined
    })
  }

  /** As `ascend`, from `to` down to `from`. */
  descend(from: End | null, to: End | null, visit: (value: V, key: Key) => boolean | void): void {
    const skipHighest = to !== null && !to.inclusive
    for (const [key, value] of this.tree.entriesReversed(to?.key, undefined, skipHighest)) {
      if (from !== null && (from.inclusive ? key < from.key : key <= from.key)) return
      if (visit(value, key) === true) return
    }
  }
}

/** Where a range of keys begins or ends. */
export interface End {
  readonly key: Key
  readonly inclusive: boolean
}
