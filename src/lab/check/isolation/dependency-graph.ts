/** Kinds of edges, as bits. */
export const edge = Object.freeze({
  /** Both appended to a list, the second right after the first. */
  ww: 1,
  /** The second read the append of the first. */
  wr: 2,
  /** The first read a list before the append of the second. */
  rw: 4,
  /** The same client sent the second after the first. */
  session: 8,
  /** The first had ended when the second began. */
  realtime: 16,
})

/** A directed graph that is built once: nodes are numbers, and the edges of each lie side by side. */
export class DependencyGraph {
  /** The edges of node n are those from `first[n]` to `first[n + 1]`. */
  readonly first: Int32Array
  readonly to: Int32Array
  readonly kind: Uint8Array
  /** The key that an edge is about, by its place; -1: none. */
  readonly key: Int32Array

  constructor(readonly nodes: number, { from, to, kind, key, count }: EdgeList) {
    this.first = new Int32Array(nodes + 1)
    for (let at = 0; at < count; at++) this.first[from[at]! + 1]!++
    for (let node = 0; node < nodes; node++) this.first[node + 1]! += this.first[node]!
    const next = this.first.slice()
    this.to = new Int32Array(count)
    this.kind = new Uint8Array(count)
    this.key = new Int32Array(count)
    for (let at = 0; at < count; at++) {
      const place = next[from[at]!]!++
      this.to[place] = to[at]!
      this.kind[place] = kind[at]!
      this.key[place] = key[at]!
    }
  }
}

/** Edges as they are found. */
export class EdgeList {
  from = new Int32Array(1024)
  to = new Int32Array(1024)
  kind = new Uint8Array(1024)
  key = new Int32Array(1024)
  count = 0

  add(from: number, to: number, kind: number, key: number): void {
    if (from === to) return
    if (this.count === this.from.length) this.grow()
    this.from[this.count] = from
    this.to[this.count] = to
    this.kind[this.count] = kind
    this.key[this.count++] = key
  }

  private grow(): void {
    const twice = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const array = new Int32Array(old.length * 2)
      array.set(old)
      return array
    }
    this.from = twice(this.from)
    this.to = twice(this.to)
    this.key = twice(this.key)
    const kind = new Uint8Array(this.kind.length * 2)
    kind.set(this.kind)
    this.kind = kind
  }
}
