import type { KeyspacePartition, SrvKeyspace } from '../../vitess/wire/index.ts'

/** What changed from one serving graph to the next, a clause for each: `MASTER goes to -80, 80- instead of 0`. */
export function servingChanges(before: SrvKeyspace | null, after: SrvKeyspace): string[] {
  const clauses: string[] = []
  for (const partition of after.partitions) {
    const was = before?.partitions.find(({ servedType }) => servedType === partition.servedType)
    clauses.push(...routingChanges(was, partition), ...controlChanges(was, partition))
  }
  return clauses
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
  const removed = old.filter(name => !now.includes(name))
  return [
    ...added.length === 0 ? [] : [`${is.servedType} of ${added.join(', ')} shall not serve`],
    ...removed.length === 0 ? [] : [`${is.servedType} of ${removed.join(', ')} may serve again`],
  ]
}

function shardNames(partition: KeyspacePartition | undefined): string {
  return partition?.shardReferences.map(({ name }) => name).join(', ') ?? ''
}
