import { edge, type DependencyGraph } from './dependency-graph.ts'

/** A kind of cycles: one edge of `one`, all others of `others`. */
export interface CycleKind {
  readonly one: number
  readonly others: number
  /** Whether two anti-dependencies in a row do not count. */
  readonly isNonadjacent?: boolean
}

/** How many edges may still be looked at. */
export interface Allowance { edges: number }

/**
 * The shortest cycle of a kind within a strongly connected set, as edges by their place in the graph; null:
 * there is none, or the allowance is used up before one was found.
 */
export function shortestCycle(
  graph: DependencyGraph, set: readonly number[], of: Int32Array, cycleKind: CycleKind, allowance: Allowance,
): readonly number[] | null {
  const { first, to, kind } = graph
  const name = of[set[0]!]!
  let best: readonly number[] | null = null
  for (const node of set) {
    for (let at = first[node]!; at < first[node + 1]!; at++) {
      if ((kind[at]! & cycleKind.one) === 0 || of[to[at]!] !== name) continue
      const way = shortestWay(graph, at, node, of, cycleKind, allowance, best?.length ?? Infinity)
      if (way !== null) best = [at, ...way]
      if (best?.length === 2 || allowance.edges <= 0) return best
    }
  }
  return best
}

/** From the end of an edge back to a node, shorter than `lengthMax` - 1 edges. */
function shortestWay(
  { first, to, kind }: DependencyGraph, start: number, goal: number, of: Int32Array,
  { others, isNonadjacent = false }: CycleKind, allowance: Allowance, lengthMax: number,
): readonly number[] | null {
  const name = of[goal]!
  // Where a way may not go on with an anti-dependency, a node is two: by the edge that it was reached with.
  const place = (node: number, edgeKind: number): number =>
    (isNonadjacent && edgeKind === edge.rw ? ~node : node)
  const begin = place(to[start]!, kind[start]!)
  const reachedBy = new Map<number, { edge: number; from: number }>([[begin, { edge: start, from: begin }]])
  let layer = [begin]
  for (let length = 1; layer.length > 0 && length < lengthMax - 1 && allowance.edges > 0; length++) {
    const nextLayer: number[] = []
    for (const from of layer) {
      const node = from < 0 ? ~from : from
      allowance.edges -= first[node + 1]! - first[node]!
      for (let at = first[node]!; at < first[node + 1]!; at++) {
        const target = to[at]!
        if ((kind[at]! & others) === 0 || of[target] !== name) continue
        if (isNonadjacent && kind[at] === edge.rw && (from < 0 || target === goal)) continue
        const reached = place(target, kind[at]!)
        if (target === goal) return trace(reachedBy, from, begin, at)
        if (reachedBy.has(reached)) continue
        reachedBy.set(reached, { edge: at, from })
        nextLayer.push(reached)
      }
    }
    layer = nextLayer
  }
  return null
}

function trace(
  reachedBy: ReadonlyMap<number, { edge: number; from: number }>, last: number, begin: number, end: number,
): number[] {
  const way = [end]
  for (let node = last; node !== begin;) {
    const step = reachedBy.get(node)!
    way.push(step.edge)
    node = step.from
  }
  return way.reverse()
}
