import type { DependencyGraph } from './dependency-graph.ts'

/**
 * The sets of nodes, of two or more, in which each can be reached from each other by edges of the given
 * kinds (Tarjan 1972), as numbers from 0 by node; -1: in none.
 */
export function stronglyConnected(
  graph: DependencyGraph, kinds: number,
): { of: Int32Array; sets: number[][] } {
  const { nodes, first, to, kind } = graph
  const of = new Int32Array(nodes).fill(-1)
  const sets: number[][] = []
  // 0: not visited.
  const visit = new Int32Array(nodes)
  const low = new Int32Array(nodes)
  const isOpen = new Uint8Array(nodes)
  const open: number[] = []
  const path = new Int32Array(nodes)
  const next = first.slice(0, nodes)
  let visits = 0
  for (let root = 0; root < nodes; root++) {
    if (visit[root] !== 0 || first[root] === first[root + 1]) continue
    let depth = 0
    path[0] = root
    while (depth >= 0) {
      const node = path[depth]!
      if (visit[node] === 0) {
        visit[node] = low[node] = ++visits
        isOpen[node] = 1
        open.push(node)
      }
      let child = -1
      while (next[node]! < first[node + 1]!) {
        const at = next[node]!++
        if ((kind[at]! & kinds) === 0) continue
        const target = to[at]!
        if (visit[target] === 0) {
          child = target
          break
        }
        if (isOpen[target] === 1 && visit[target]! < low[node]!) low[node] = visit[target]!
      }
      if (child !== -1) {
        path[++depth] = child
        continue
      }
      if (low[node] === visit[node]) close(node)
      if (--depth >= 0 && low[node]! < low[path[depth]!]!) low[path[depth]!] = low[node]!
    }
  }
  return { of, sets }

  function close(root: number): void {
    const from = open.lastIndexOf(root)
    const set = open.splice(from)
    for (const node of set) isOpen[node] = 0
    if (set.length === 1) return
    for (const node of set) of[node] = sets.length
    sets.push(set)
  }
}
