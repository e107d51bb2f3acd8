import { withEntry, type Facts, type Folds } from '../facts.ts'
import { shortAlias } from './topology.ts'

/** What tablets and vtgates say of themselves, and which processes are up. */
export const tabletFolds: Folds = [
  ['tablet/state', (facts, { seq, data }) => {
    const { alias, keyspace, shard, type, state, reason } =
      data as { alias: string; keyspace: string; shard: string; type: string; state: string; reason: string }
    const key = shortAlias(alias)
    const isServing = state === 'SERVING'
    return { ...facts, tablets: withEntry(facts.tablets, key, {
      uid: Number(key.slice(key.indexOf('-') + 1)), shard: `${keyspace}/${shard}`, type,
      state: isServing ? 'SERVING' : 'NOT_SERVING', reason: isServing ? '' : reason, changedAt: seq,
    }) }
  }],
  ['process/boot', (facts, { seq, process, data }) => {
    const { host, life } = data as { host: string; life: number }
    return { ...facts, processes: withEntry(
      facts.processes, process, { name: process, host, isUp: true, isStopped: false, life, changedAt: seq },
    ) }
  }],
  ['process/stop', (facts, { seq, process }) => {
    const known = facts.processes.get(process)
    if (known === undefined) return facts
    const stopped = { ...known, isStopped: true, changedAt: seq }
    return { ...facts, processes: withEntry(facts.processes, process, stopped) }
  }],
  ['process/crash', (facts, { seq, process }) => endProcess(facts, process, seq)],
  ['process/exit', (facts, { seq, process }) => endProcess(facts, process, seq)],
  ['srvtopo/keyspace', (facts, { seq, process, data }) => {
    const gate = facts.gates.get(process)
    if (gate === undefined) return facts
    const { cell, keyspace, version } = data as { cell: string; keyspace: string; version: number }
    const versions = facts.routes.get(`${cell} ${keyspace}`) ?? []
    // A version that nobody was seen to write is the one of the start.
    const found = versions.find(each => each.version === version)
      ?? versions.find(each => each.version === null)
    if (found === undefined) return facts
    const changed = { ...gate, versions: withEntry(gate.versions, keyspace, found.route), changedAt: seq }
    return { ...facts, gates: withEntry(facts.gates, process, changed) }
  }],
  ['buffer/buffered', (facts, { seq, process }) => {
    const clients = { ...facts.clients, buffered: facts.clients.buffered + 1 }
    return buffer({ ...facts, clients }, process, seq, 1)
  }],
  ['buffer/released', (facts, { seq, process }) => buffer(facts, process, seq, -1)],
]

function buffer(facts: Facts, name: string, seq: number, by: number): Facts {
  const gate = facts.gates.get(name)
  if (gate === undefined) return facts
  const changed = { ...gate, buffered: gate.buffered + by, changedAt: seq }
  return { ...facts, gates: withEntry(facts.gates, name, changed) }
}

/** With the process goes what it had in memory. */
function endProcess(facts: Facts, name: string, seq: number): Facts {
  const known = facts.processes.get(name)
  if (known === undefined) return facts
  const processes = withEntry(facts.processes, name, { ...known, isUp: false, changedAt: seq })
  const alias = /^vttablet (.*)$/.exec(name)?.[1]
  const tablet = alias === undefined ? undefined : facts.tablets.get(alias)
  const gate = facts.gates.get(name)
  const procedures = [...facts.procedures].filter(([, procedure]) => procedure.process !== name)
  const reason = known.isStopped ? 'vttablet was stopped' : 'vttablet is down'
  return {
    ...facts, processes,
    procedures: procedures.length === facts.procedures.size ? facts.procedures : new Map(procedures),
    tablets: tablet === undefined ? facts.tablets
      : withEntry(facts.tablets, alias!, { ...tablet, state: 'NOT_SERVING', reason, changedAt: seq }),
    gates: gate === undefined ? facts.gates
      : withEntry(facts.gates, name, { versions: new Map(), buffered: 0, changedAt: seq }),
  }
}
