import { keyFailure } from './key-error.ts'
import { keyRangeContains, keyRangeEndEqual, keyRangeProto, keyRangesIntersect, keyRangeStartEqual,
  keyRangeString, type KeyRange }
  from './key-range.ts'

/**
 * Where in a keyspace a query is to go; which shards that is depends on the shards of the moment. Source:
 * go/vt/key/destination.go.
 */
export type Destination =
  | { readonly kind: 'shard'; readonly shard: string }
  | { readonly kind: 'shards'; readonly shards: readonly string[] }
  | { readonly kind: 'exact-key-range'; readonly keyRange: KeyRange }
  | { readonly kind: 'exact-key-ranges'; readonly keyRanges: readonly KeyRange[] }
  | { readonly kind: 'key-range'; readonly keyRange: KeyRange }
  | { readonly kind: 'key-ranges'; readonly keyRanges: readonly KeyRange[] }
  | { readonly kind: 'keyspace-id'; readonly keyspaceId: string }
  | { readonly kind: 'keyspace-ids'; readonly keyspaceIds: readonly string[] }
  | { readonly kind: 'any-shard' }
  | { readonly kind: 'all-shards' }
  | { readonly kind: 'none' }

export const anyShard: Destination = Object.freeze({ kind: 'any-shard' })
export const allShards: Destination = Object.freeze({ kind: 'all-shards' })
export const noDestination: Destination = Object.freeze({ kind: 'none' })

/**
 * As Vitess prints it, in plans and errors: `DestinationExactKeyRange(-80)`. Source: destination.go String.
 */
export function destinationString(destination: Destination): string {
  switch (destination.kind) {
    case 'shard': return `DestinationShard(${destination.shard})`
    case 'shards': return `DestinationShards(${destination.shards.join(',')})`
    case 'exact-key-range': return `DestinationExactKeyRange(${keyRangeString(destination.keyRange)})`
    case 'exact-key-ranges':
      return `DestinationExactKeyRanges(${destination.keyRanges.map(keyRangeString).join(',')})`
    case 'key-range': return `DestinationKeyRange(${keyRangeString(destination.keyRange)})`
    case 'key-ranges': return `DestinationKeyRanges(${destination.keyRanges.map(keyRangeString).join(',')})`
    case 'keyspace-id': return `DestinationKeyspaceID(${destination.keyspaceId})`
    case 'keyspace-ids': return `DestinationKeyspaceIDs(${destination.keyspaceIds.join(',')})`
    case 'any-shard': return 'DestinationAnyShard()'
    case 'all-shards': return 'DestinationAllShards()'
    case 'none': return 'DestinationNone()'
  }
}

/** A shard as the serving graph names it. */
export interface ShardRange { readonly name: string; readonly keyRange: KeyRange | null }

/**
 * The shards that a destination means, of `shards` (the partition of one tablet type, in its order).
 * `choose(n)` picks one of n. Explicit shard names are passed on unchecked. Fails as Vitess does when nothing
 * fits. Source: destination.go Resolve.
 */
export function resolveDestination(
  destination: Destination, shards: readonly ShardRange[], choose: (n: number) => number,
): readonly string[] {
  switch (destination.kind) {
    case 'keyspace-id': return [shardForKeyspaceId(destination.keyspaceId, shards)]
    case 'keyspace-ids': return distinct(destination.keyspaceIds.map((id) => shardForKeyspaceId(id, shards)))
    case 'shard': return [destination.shard]
    case 'shards': return destination.shards
    case 'all-shards': return shards.map((shard) => shard.name)
    case 'any-shard':
      if (shards.length === 0) throw keyFailure('UNAVAILABLE', 'no shard in keyspace')
      return [shards[shards.length === 1 ? 0 : choose(shards.length)]!.name]
    case 'exact-key-range': return exactShards(destination.keyRange, shards)
    case 'exact-key-ranges': return destination.keyRanges.flatMap((range) => exactShards(range, shards))
    case 'key-range': return intersectingShards(destination.keyRange, shards)
    case 'key-ranges':
      return distinct(destination.keyRanges.flatMap((range) => intersectingShards(range, shards)))
    case 'none': return []
  }
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)]

/** The first shard whose range holds the id. Source: destination.go GetShardForKeyspaceID. */
export function shardForKeyspaceId(keyspaceId: string, shards: readonly ShardRange[]): string {
  for (const shard of shards) {
    if (keyRangeContains(shard.keyRange, keyspaceId)) return shard.name
  }
  if (shards.length === 0) throw keyFailure('UNAVAILABLE', 'no shard in keyspace')
  const list = shards.map((shard) =>
    `name:"${shard.name}" ${shard.keyRange === null ? '' : `${keyRangeProto(shard.keyRange)} `}`)
  throw keyFailure('INVALID_ARGUMENT', `KeyspaceId ${keyspaceId} didn't match any shards [${list.join(' ')}]`)
}

function intersectingShards(range: KeyRange, shards: readonly ShardRange[]): string[] {
  return shards.filter((shard) => keyRangesIntersect(shard.keyRange, range)).map((shard) => shard.name)
}

/** Source: destination.go getShardsForKeyRangeExact: from an equal start, on until an equal end. */
function exactShards(range: KeyRange, shards: readonly ShardRange[]): string[] {
  const names: string[] = []
  let at = shards.findIndex((shard) => keyRangeStartEqual(range, shard.keyRange))
  for (; at >= 0 && at < shards.length; at += 1) {
    const shard = shards[at]!
    if (!keyRangesIntersect(range, shard.keyRange)) break
    names.push(shard.name)
    if (keyRangeEndEqual(range, shard.keyRange)) return names
  }
  throw keyFailure('INVALID_ARGUMENT', `keyrange ${keyRangeString(range)} does not exactly match shards`)
}
