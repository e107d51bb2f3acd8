import { Failure } from '../../sim/index.ts'
import { parseHex, parseShardingSpec, type Destination } from '../keys/index.ts'
import { tabletTypes, type TabletType } from '../wire/index.ts'

/**
 * Where a session's statements go: `customer/-80@replica`, `customer[-80]@rdonly`, `customer`, `@replica`.
 */
export interface SessionTarget {
  readonly keyspace: string
  readonly tabletType: TabletType
  readonly destination: Destination | null
}

/**
 * Reads a target from the right: type, shard, range, keyspace. Source: topo/topoproto/destination.go
 * ParseDestination.
 */
export function parseTarget(text: string, defaultType: TabletType): SessionTarget {
  let rest = text
  let tabletType = defaultType
  let destination: Destination | null = null
  const at = rest.lastIndexOf('@')
  if (at >= 0) {
    tabletType = parseTabletType(rest.slice(at + 1))
    rest = rest.slice(0, at)
  }
  const slash = Math.max(rest.lastIndexOf('/'), rest.lastIndexOf(':'))
  if (slash >= 0) {
    destination = { kind: 'shard', shard: rest.slice(slash + 1) }
    rest = rest.slice(0, slash)
  }
  const open = rest.lastIndexOf('[')
  if (open >= 0) {
    const close = rest.lastIndexOf(']')
    if (close < open) throw invalid("invalid key range provided. Couldn't find range end ']'")
    destination = rangeDestination(rest.slice(open + 1, close))
    rest = rest.slice(0, open)
  }
  return { keyspace: rest, tabletType, destination }
}

function rangeDestination(inside: string): Destination {
  if (inside.includes('-')) {
    const ranges = parseShardingSpec(inside)
    if (ranges.length !== 1) throw invalid(`single keyrange expected in ${inside}`)
    return { kind: 'exact-key-range', keyRange: ranges[0]! }
  }
  try {
    return { kind: 'keyspace-id', keyspaceId: parseHex(inside) }
  } catch {
    throw invalid(`expected valid hex in keyspace id ${inside}`)
  }
}

/** A name that is no type is UNKNOWN, without an error. Source: topoproto.ParseTabletType. */
export function parseTabletType(name: string): TabletType {
  const upper = name.toUpperCase()
  if (upper === 'BATCH') return 'RDONLY'
  return tabletTypes.find((type) => type === upper) ?? 'UNKNOWN'
}

const invalid = (message: string) => new Failure('INVALID_ARGUMENT', message, { definite: true })
