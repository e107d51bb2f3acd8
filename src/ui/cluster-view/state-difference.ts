import type { ClusterView } from './cluster-view.ts'

/** A fact that is not the same in two clusters. */
export interface Difference { readonly what: string; readonly a: string; readonly b: string }

/** How two clusters differ: what serves, what is routed, who is up, who has which transactions and rows. */
export function stateDifferences(a: ClusterView, b: ClusterView): Difference[] {
  return [
    ...compare(tabletFacts(a), tabletFacts(b)), ...compare(streamFacts(a), streamFacts(b)),
    ...compare(routeFacts(a), routeFacts(b)), ...compare(faultFacts(a), faultFacts(b)),
  ]
}

function compare(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): Difference[] {
  const names = new Set([...a.keys(), ...b.keys()])
  return [...names]
    .map(what => ({ what, a: a.get(what) ?? 'nothing', b: b.get(what) ?? 'nothing' }))
    .filter(difference => difference.a !== difference.b)
}

function tabletFacts({ tablets }: ClusterView): Map<string, string> {
  const facts = new Map<string, string>()
  for (const tablet of tablets.values()) {
    const up = tablet.isVttabletUp ? tablet.state : 'DOWN'
    facts.set(`${tablet.alias} of ${tablet.shard}`, `${tablet.type} ${up}`)
    // By name: the tables of two runs may have got their first rows in another order.
    const rows = [...tablet.rows].sort(([a], [b]) => a < b ? -1 : 1).map(([table, count]) => `${count} in ${table}`).join(', ')
    if (tablet.type === 'MASTER') facts.set(`rows of ${tablet.shard}`, rows === '' ? 'none' : rows)
  }
  return facts
}

function streamFacts({ streams }: ClusterView): Map<string, string> {
  return new Map([...streams].map(([key, { state, source, position }]) =>
    [`stream ${key}`, state === '' ? 'deleted' : `${state} at ${position} of ${source}`]))
}

function routeFacts({ gates }: ClusterView): Map<string, string> {
  return new Map([...gates.values()].flatMap(gate =>
    [...gate.routes].map(([what, shards]) => [`${gate.name} routes ${what} to`, shards.join(', ')] as const)))
}

function faultFacts({ faults }: ClusterView): Map<string, string> {
  return new Map([...faults.values()].map(({ what }) => [what, 'yes']))
}
