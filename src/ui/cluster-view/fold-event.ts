import { topologyImage, type ClusterSpec } from '../../lab/cluster/index.ts'
import type { TraceEvent } from '../../sim/index.ts'
import type { Facts, Fold } from './facts.ts'
import { clientFolds } from './fold/clients.ts'
import { faultFolds } from './fold/faults.ts'
import { procedureFolds } from './fold/procedures.ts'
import { serverFolds } from './fold/servers.ts'
import { tabletFolds } from './fold/tablets.ts'
import { markedKinds } from './marker.ts'
import { putRecord, topologyFolds } from './fold/topology.ts'

/** By kind, in this order: a fault asks how the process ended before it is mended. */
const foldsOfKind = new Map<string, Fold[]>()
for (const folds of [
  topologyFolds, tabletFolds, serverFolds, procedureFolds, clientFolds, faultFolds,
]) for (const [kind, fold] of folds) foldsOfKind.set(kind, [...foldsOfKind.get(kind) ?? [], fold])

/** Whether an event of this kind can change anything, or be a place to jump to. */
export function isTelling(kind: string): boolean {
  return foldsOfKind.has(kind) || markedKinds.has(kind)
}

/** The facts after one more event. The same facts if it tells nothing. */
export function foldEvent(facts: Facts, event: TraceEvent): Facts {
  let after = facts
  for (const fold of foldsOfKind.get(event.kind) ?? []) after = fold(after, event)
  return after
}

const nothing: Facts = {
  keyspaces: new Map(), shards: new Map(), tablets: new Map(), servers: new Map(),
  gates: new Map(), routes: new Map(), locks: new Map(), procedures: new Map(), finished: [],
  clients: { sent: 0, acked: 0, refused: 0, unknown: 0, buffered: 0, lastError: '', lastErrorAt: 0 },
  faults: new Map(), processes: new Map(),
  console: {
    command: '', shell: 'shell', commandSeq: 0, isRunning: false, printed: null, endedAt: 0, heading: '', prose: '', proseSeq: 0, doubt: '',
  },
}

/** A cluster as it is described, before anything has started. */
export function factsOf(spec: ClusterSpec): Facts {
  const gates = spec.vtgates.map(({ name }) =>
    [name, { versions: new Map(), buffered: 0, changedAt: 0 }] as const)
  let facts: Facts = { ...nothing, gates: new Map(gates) }
  for (const [cell, records] of topologyImage(spec, 0)) {
    for (const [path, contents] of records) {
      facts = putRecord(facts, path, { cell, seq: 0, version: null, contents })
    }
  }
  return facts
}
