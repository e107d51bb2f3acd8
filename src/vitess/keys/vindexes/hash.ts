import type { TypeName, Value } from '../../../sql/index.ts'
import { keyFailure } from '../key-error.ts'
import { desHigh, desLow, desZeroKey } from './des.ts'
import { hexOfInt32, isSignedType, toIntegral, toUint64, uint64OfHex } from './numbers.ts'
import type { FunctionalVindex, TypedValue, VindexSpec } from './vindex.ts'

/**
 * The keyspace id of a number: DES with a zero key over its 8 bytes, big-endian. A negative number counts as
 * its two's complement. Customers 1, 2, 3 and 5 go to `-80`, 4 goes to `80-`. Source:
 * go/vt/vtgate/vindexes/hash.go vhash.
 */
export function hashKeyspaceId(n: number | bigint): string {
  if (typeof n === 'bigint') {
    desZeroKey(Number(BigInt.asIntN(32, n >> 32n)), Number(BigInt.asIntN(32, n)))
  } else {
    const known = recent.get(n)
    if (known !== undefined) return known
    desZeroKey(Math.floor(n / 0x1_0000_0000), n)
  }
  const id = hexOfInt32(desHigh) + hexOfInt32(desLow)
  if (typeof n === 'number') remember(n, id)
  return id
}

// A run asks for the same few thousand ids over and over, and so do all worlds of a campaign.
const recent = new Map<number, string>()
const recentMax = 65_536

function remember(n: number, id: string): void {
  if (recent.size >= recentMax) recent.clear()
  recent.set(n, id)
}

/** The number whose keyspace id this is. Source: hash.go vunhash. */
export function unhashKeyspaceId(keyspaceId: string): number | bigint {
  if (keyspaceId.length !== 16) throw keyFailure('UNKNOWN', `invalid keyspace id: ${keyspaceId}`)
  desZeroKey(parseInt(keyspaceId.slice(0, 8), 16), parseInt(keyspaceId.slice(8), 16))
  return uint64OfHex(hexOfInt32(desHigh) + hexOfInt32(desLow))
}

/** `hash`: spreads numbers evenly, and can be undone. */
export function createHash(spec: VindexSpec): FunctionalVindex {
  return {
    kind: 'functional', name: spec.name, type: spec.type, cost: 1, isUnique: true, needsVCursor: false,
    keyspaceId(value: Value, type: TypeName | 'TUPLE'): string | null {
      const n = toIntegral(value)
      // Only a signed type may hold a negative number; text that reads as one has no place.
      if (n === null || (n < 0 && !isSignedType(type))) return null
      return hashKeyspaceId(n)
    },
    verify(value: Value, _type: TypeName | 'TUPLE', keyspaceId: string): boolean {
      return hashKeyspaceId(prefixed('hash.Verify', () => toUint64(value))) === keyspaceId
    },
    reverse(keyspaceId: string): TypedValue {
      return { type: 'UINT64', value: unhashKeyspaceId(keyspaceId) }
    },
  }
}

/** Runs `body`; a failure gets the name of the caller in front, and loses its code, as fmt.Errorf does. */
export function prefixed<T>(name: string, body: () => T): T {
  try {
    return body()
  } catch (error) {
    throw keyFailure('UNKNOWN', `${name}: ${(error as Error).message}`)
  }
}
