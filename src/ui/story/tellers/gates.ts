import type { Memory } from '../memory.ts'
import { say, type Teller } from '../sentence.ts'
import { servingChanges } from '../serving-graph.ts'

const heard: Teller = (event, memory) => {
  const { cell, keyspace, version } = event.data as { cell: string; keyspace: string; version: number }
  const gate = `${event.process} ${keyspace}`
  const known = memory.srvKeyspaces.get(`${cell} ${keyspace} ${version}`)
  const before = memory.heard.get(gate)?.value ?? null
  if (known === undefined) return say(event, 'detail', `reads the serving graph of ${keyspace}`)
  memory.heard.set(gate, { value: known.value, seq: event.seq })
  const { routing } = servingChanges(before, known.value)
  const because = known.seq
  // That a tablet shall not serve is nothing that a vtgate goes by: it sends where the partition points.
  if (routing.length === 0) return say(event, 'detail', `reads the serving graph of ${keyspace} again`, { because })
  return say(event, 'event', `hears that ${routing.join('; ')} (${keyspace})`, { because })
}

interface Routed {
  readonly opcode: string
  readonly keyspace: string
  readonly tabletType: string
  readonly shards: readonly string[]
}

const routed: Teller = (event, memory) => {
  const { opcode, keyspace, tabletType, shards } = event.data as Routed
  const known = `${event.process} ${keyspace} ${tabletType}`
  const because = memory.heard.get(`${event.process} ${keyspace}`)?.seq ?? 0
  const fresh = newShards(known, shards, memory)
  const where = `${shards.length === 0 ? 'no shard' : shards.join(', ')} of ${keyspace}`
  if (fresh.length > 0 && memory.hasBegun) {
    return say(event, 'event', `sends ${tabletType} queries to ${fresh.join(', ')} of ${keyspace} for the first time`, { because })
  }
  return say(event, 'detail', `routes a ${opcode} for ${tabletType} to ${where}`, { because })
}

/** Shards to which this vtgate never sent queries of this type; the first that it sends to at all are no news. */
function newShards(known: string, shards: readonly string[], memory: Memory): string[] {
  const used = memory.routed.get(known)
  if (used === undefined) {
    memory.routed.set(known, new Set(shards))
    return []
  }
  const fresh = shards.filter(shard => !used.has(shard))
  for (const shard of fresh) used.add(shard)
  return fresh
}

const buffered: Teller = event => {
  const { waiting } = event.data as { waiting: number }
  const text = `holds a request back: ${waiting} ${waiting === 1 ? 'waits' : 'wait'} in its buffer`
  return say(event, waiting === 1 ? 'event' : 'traffic', text, { tone: 'wait', topic: 'buffered' })
}

const released: Teller = event => {
  const { shard } = event.data as { shard: string }
  return say(event, 'event', `lets go what it held back for ${shard}`, { tone: 'ok' })
}

interface Mapped {
  readonly vindex: string
  readonly values: readonly { readonly value?: unknown }[]
  readonly destinations: readonly { readonly kind: string; readonly keyspaceId?: string }[]
}

const mapped: Teller = event => {
  const { vindex, values, destinations } = event.data as Mapped
  const pairs = values.map(({ value }, i) => `${vindex}(${String(value)}) = ${destinations[i]?.keyspaceId ?? 'nowhere'}`)
  return say(event, 'detail', `computes ${pairs.join(', ')}`)
}

export const gateTellers: readonly (readonly [kind: string, teller: Teller])[] = [
  ['srvtopo/keyspace', heard], ['vtgate/routed', routed], ['vtgate/mapped', mapped], ['buffer/buffered', buffered],
  ['buffer/released', released],
]
