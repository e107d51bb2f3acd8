import { edge, type EdgeList } from './dependency-graph.ts'
import type { KeyHistory } from './key-history.ts'
import type { ListTransaction } from './transaction.ts'

/** Who depends on whom, by what the lists hold and what was read of them. */
export function addDependencies(
  edges: EdgeList, transactions: readonly ListTransaction[], keys: ReadonlyMap<string, KeyHistory>,
): void {
  for (const { writers, index } of keys.values()) {
    for (let at = 1; at < writers.length; at++) link(edges, writers[at - 1]!, writers[at]!, edge.ww, index)
  }
  for (let reader = 0; reader < transactions.length; reader++) {
    const { outcome, operations } = transactions[reader]!
    if (outcome !== 'ok') continue
    for (const operation of operations) {
      if (operation.kind !== 'read' || operation.found === null) continue
      const { writers, index } = keys.get(operation.key)!
      const { length } = operation.found
      if (length > 0) link(edges, writers[length - 1]!, reader, edge.wr, index)
      if (length < writers.length) link(edges, reader, writers[length]!, edge.rw, index)
    }
  }
}

/** The transactions of each client, one after the other. */
export function addSessions(edges: EdgeList, transactions: readonly ListTransaction[]): void {
  const last = new Map<string, number>()
  for (const index of byStart(transactions)) {
    const { client } = transactions[index]!
    link(edges, last.get(client) ?? -1, index, edge.session, -1)
    last.set(client, index)
  }
}

/**
 * Who had ended when whom began, without what follows from that: of those that have ended, only those count
 * that no other one began after. So there are as many edges as clients at once, not as pairs.
 */
export function addRealTime(edges: EdgeList, transactions: readonly ListTransaction[]): void {
  const starts = byStart(transactions)
  const ends = starts.filter(index => transactions[index]!.endUs !== Infinity)
    .sort((a, b) => transactions[a]!.endUs - transactions[b]!.endUs || a - b)
  let frontier: number[] = []
  let ended = 0
  for (const index of starts) {
    const { startUs } = transactions[index]!
    for (; ended < ends.length && transactions[ends[ended]!]!.endUs < startUs; ended++) {
      const done = ends[ended]!
      const since = transactions[done]!.startUs
      frontier = frontier.filter(other => transactions[other]!.endUs >= since)
      frontier.push(done)
    }
    for (const before of frontier) link(edges, before, index, edge.realtime, -1)
  }
}

/** Those that may have been committed. */
function byStart(transactions: readonly ListTransaction[]): number[] {
  return transactions
    .flatMap(({ outcome }, index) => (outcome === 'fail' ? [] : [index]))
    .sort((a, b) => transactions[a]!.startUs - transactions[b]!.startUs || a - b)
}

function link(edges: EdgeList, from: number, to: number, kind: number, key: number): void {
  if (from >= 0 && to >= 0) edges.add(from, to, kind, key)
}
