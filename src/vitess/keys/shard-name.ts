import { keyFailure } from './key-error.ts'
import { parseKeyRangeParts, type KeyRange } from './key-range.ts'

export interface ShardName { readonly name: string; readonly keyRange: KeyRange | null }

/**
 * The name as it is stored, and its key range: `-80` is the range, any name without `-` (`0`) is the whole
 * keyspace, with no range. Source: go/vt/topo/shard.go ValidateShardName.
 */
export function parseShardName(shard: string): ShardName {
  if (!isRangeBasedSharding(shard)) return { name: shard, keyRange: null }
  const parts = shard.split('-')
  if (parts.length !== 2) {
    throw keyFailure('INVALID_ARGUMENT', `invalid shardId, can only contain one '-': ${shard}`)
  }
  const keyRange = parseKeyRangeParts(parts[0]!, parts[1]!)
  if (keyRange.end !== '' && keyRange.start >= keyRange.end) {
    throw keyFailure('INVALID_ARGUMENT',
      `out of order keys: ${keyRange.start} is not strictly smaller than ${keyRange.end}`)
  }
  return { name: shard.toLowerCase(), keyRange }
}

/** Source: go/vt/topo/shard.go IsShardUsingRangeBasedSharding. */
export const isRangeBasedSharding = (shard: string): boolean => shard.includes('-')

/** `customer/-80`. Source: topoproto.KeyspaceShardString. */
export const keyspaceShardString = (keyspace: string, shard: string): string => `${keyspace}/${shard}`

/** Source: topoproto.ParseKeyspaceShard. */
export function parseKeyspaceShard(param: string): { keyspace: string; shard: string } {
  // A slash too many at the end is forgiven, for names that a shell completed.
  const parts = (param.endsWith('/') ? param.slice(0, -1) : param).split('/')
  if (parts.length !== 2) throw keyFailure('UNKNOWN', `invalid shard path: ${param}`)
  return { keyspace: parts[0]!, shard: parts[1]! }
}
