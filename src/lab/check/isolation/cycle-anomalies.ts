import { isForbidden, type Anomaly, type AnomalyName, type IsolationLevel } from './anomaly.ts'
import { stronglyConnected } from './components.ts'
import { DependencyGraph, edge, EdgeList } from './dependency-graph.ts'
import { addDependencies, addRealTime, addSessions } from './find-dependencies.ts'
import type { KeyHistory } from './key-history.ts'
import { shortestCycle, type Allowance, type CycleKind } from './shortest-cycle.ts'
import type { ListTransaction } from './transaction.ts'

export interface CycleAnomalies {
  readonly anomalies: readonly Anomaly[]
  /** There are cycles, and the allowance was used up before it was known of which kind. */
  readonly isUndecided: boolean
}

interface NamedCycle extends CycleKind { readonly name: AnomalyName }

const { ww, wr, rw, session, realtime } = edge
const dependencies = ww | wr | rw

/** The kinds of edges that cycles are made of, fewest first, and what the cycles are called, worst first. */
const stages: readonly { readonly kinds: number; readonly cycles: readonly NamedCycle[] }[] = [
  { kinds: ww, cycles: [{ name: 'G0', one: ww, others: ww }] },
  { kinds: ww | wr, cycles: [{ name: 'G1c', one: wr, others: ww | wr }] },
  {
    kinds: dependencies, cycles: [
      { name: 'G-single', one: rw, others: ww | wr },
      { name: 'G-nonadjacent', one: rw, others: dependencies, isNonadjacent: true },
      { name: 'G2', one: rw, others: dependencies },
    ],
  },
  {
    kinds: dependencies | session,
    cycles: [{ name: 'cycle-session', one: session, others: dependencies | session }],
  },
  {
    kinds: dependencies | session | realtime,
    cycles: [{ name: 'cycle-realtime', one: realtime, others: dependencies | session | realtime }],
  },
]

/** A finding is enough; a flood of them says no more. */
const shownMax = 20

/** One cycle, as short as possible, of each set of transactions that go round in a circle. */
export function cycleAnomalies(
  transactions: readonly ListTransaction[], keys: ReadonlyMap<string, KeyHistory>, level: IsolationLevel,
  edgesMax: number,
): CycleAnomalies {
  const graph = graphOf(transactions, keys, level)
  const names = [...keys.keys()]
  const allowance: Allowance = { edges: edgesMax }
  const anomalies: Anomaly[] = []
  let isUndecided = false
  // What goes round with fewer kinds of edges goes round with more, too: it is told once.
  const told = new Uint8Array(transactions.length)
  for (const { kinds, cycles } of stages) {
    const asked = cycles.filter(({ name }) => isForbidden(name, level))
    if (asked.length === 0) break
    const { of, sets } = stronglyConnected(graph, kinds)
    for (const set of sets) {
      if (anomalies.length >= shownMax) return { anomalies, isUndecided }
      if (set.some(node => told[node] === 1)) continue
      const found = firstOf(graph, set, of, asked, allowance)
      if (found !== null) {
        anomalies.push(describe(graph, transactions, names, found.name, found.edges))
        for (const node of set) told[node] = 1
      } else if (allowance.edges <= 0) isUndecided = true
    }
  }
  return { anomalies, isUndecided }
}

function graphOf(
  transactions: readonly ListTransaction[], keys: ReadonlyMap<string, KeyHistory>, level: IsolationLevel,
): DependencyGraph {
  const edges = new EdgeList()
  addDependencies(edges, transactions, keys)
  if (isForbidden('cycle-session', level)) addSessions(edges, transactions)
  if (isForbidden('cycle-realtime', level)) addRealTime(edges, transactions)
  return new DependencyGraph(transactions.length, edges)
}

/** The first of some kinds of cycles that a set has. Each may take a share of what is allowed. */
function firstOf(
  graph: DependencyGraph, set: readonly number[], of: Int32Array, cycles: readonly NamedCycle[],
  allowance: Allowance,
): { name: AnomalyName; edges: readonly number[] } | null {
  for (const [index, cycle] of cycles.entries()) {
    const share: Allowance = { edges: Math.ceil(allowance.edges / (cycles.length - index)) }
    const granted = share.edges
    const edges = shortestCycle(graph, set, of, cycle, share)
    allowance.edges -= granted - share.edges
    if (edges !== null) return { name: cycle.name, edges }
  }
  return null
}

/** `T1 appended to k right before T2, yet T2 read k before T1 appended to it`. */
function describe(
  { first, to, kind, key }: DependencyGraph, transactions: readonly ListTransaction[],
  names: readonly string[], name: AnomalyName, edges: readonly number[],
): Anomaly {
  const fromOf = (place: number): number => {
    let low = 0
    let high = first.length - 1
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (first[middle]! <= place) low = middle
      else high = middle
    }
    return low
  }
  const nodes = edges.map(fromOf)
  const says = edges.map((place, index) => {
    const before = `T${transactions[nodes[index]!]!.id}`
    const after = `T${transactions[to[place]!]!.id}`
    const list = names[key[place]!] ?? ''
    switch (kind[place]) {
      case ww: return `${before} appended to ${list} right before ${after} did`
      case wr: return `${after} read what ${before} appended to ${list}`
      case rw: return `${before} read ${list} before ${after} appended to it`
      case session: return `${before} came before ${after} at the same client`
      default: return `${before} had ended when ${after} began`
    }
  })
  return { name, says: says.join('; '), transactions: nodes.map(node => transactions[node]!.id) }
}
