import type { KeyspacePartition, SrvKeyspace } from '../../vitess/wire/index.ts'

interface ServingChanges {
  /** `MASTER goes to -80, 80- instead of 0`: what vtgates go by. */
  readonly routing: readonly string[]
  /** `MASTER of 0 shall not serve`: what tablets go by. */
  readonly controls: readonly string[]
}

/** What changed from one serving graph to the next, a clause for each change. */
export function servingChanges(before: SrvKeyspace | null, after: SrvKeyspace): ServingChanges {
  const routing: string[] = []
  const controls: string[] = []
  for (const partition of after.partitions) {
    const was = before?.partitions.find(({ servedType }) => servedType === partition.servedType)
    routing.push(...routingChanges(was, partition))
    controls.push(...controlChanges(was, partition))
  }
  return { routing, controls }
}

function routingChanges(was: KeyspacePartition | undefined, is: KeyspacePartition): string[] {
  const [old, now] = [shardNames(was), shardNames(is)]
  if (old === now) return []
  return [old === '' ? `${is.servedType} goes to ${now}` : `${is.servedType} goes to ${now} instead of ${old}`]
}

/** `queryServiceDisabled`: what tablets of this type and shard go by, whoever is routed to them. */
function controlChanges(was: KeyspacePartition | undefined, is: KeyspacePartition): string[] {
  const disabled = (partition: KeyspacePartition | undefined): string[] =>
    partition?.shardTabletControls.filter(one => one.queryServiceDisabled).map(({ name }) => name) ?? []
  const [old, now] = [disabled(was), disabled(is)]
  const added = now.filter(name => !old.includes(name))
  // A note about a shard that nobody is routed to is taken away with the shard.
  const removed = old.filter(name => !now.includes(name) && is.shardReferences.some(shard => shard.name === name))
  return [
    ...added.length === 0 ? [] : [`${is.servedType} of ${added.join(', ')} shall not serve`],
    ...removed.length === 0 ? [] : [`${is.servedType} of ${removed.join(', ')} may serve again`],
  ]
}

function shardNames(partition: KeyspacePartition | undefined): string {
  return partition?.shardReferences.map(({ name }) => name).join(', ') ?? ''
}
