import { keyFailure } from '../key-error.ts'
import { prefixed } from './hash.ts'
import { hexOfInt32, toUint64, uint64OfHex, uint64OrNull } from './numbers.ts'
import type { FunctionalVindex, VindexSpec } from './vindex.ts'

/**
 * `reverse_bits`: the number read backwards, bit by bit, so that consecutive ones end up far apart. Source:
 * reverse_bits.go.
 */
export function createReverseBits(spec: VindexSpec): FunctionalVindex {
  return {
    kind: 'functional', name: spec.name, type: spec.type, cost: 1, isUnique: true, needsVCursor: false,
    keyspaceId(value) {
      const n = uint64OrNull(value)
      return n === null ? null : reverseBits(n)
    },
    verify: (value, _type, keyspaceId) =>
      reverseBits(prefixed('reverseBits.Verify', () => toUint64(value))) === keyspaceId,
    reverse(keyspaceId) {
      if (keyspaceId.length !== 16) throw keyFailure('UNKNOWN', `invalid keyspace id: ${keyspaceId}`)
      return { type: 'UINT64', value: uint64OfHex(reverseBits(uint64OfHex(keyspaceId))) }
    },
  }
}

function reverseBits(n: number | bigint): string {
  if (typeof n === 'bigint') {
    return hexOfInt32(reverse32(Number(n & 0xffffffffn))) + hexOfInt32(reverse32(Number(n >> 32n)))
  }
  return hexOfInt32(reverse32(n)) + hexOfInt32(reverse32(Math.floor(n / 0x1_0000_0000)))
}

function reverse32(word: number): number {
  let bits = ((word >>> 1) & 0x55555555) | ((word & 0x55555555) << 1)
  bits = ((bits >>> 2) & 0x33333333) | ((bits & 0x33333333) << 2)
  bits = ((bits >>> 4) & 0x0f0f0f0f) | ((bits & 0x0f0f0f0f) << 4)
  bits = ((bits >>> 8) & 0x00ff00ff) | ((bits & 0x00ff00ff) << 8)
  return (bits >>> 16) | (bits << 16)
}
