import { keyFailure } from '../key-error.ts'
import { prefixed } from './hash.ts'
import { hexOfUint64, toUint64, uint64OfHex, uint64OrNull } from './numbers.ts'
import type { FunctionalVindex, VindexSpec } from './vindex.ts'

/** `numeric`: the keyspace id is the number itself, big-endian. Source: numeric.go. */
export function createNumeric(spec: VindexSpec): FunctionalVindex {
  return {
    kind: 'functional', name: spec.name, type: spec.type, cost: 0, isUnique: true, needsVCursor: false,
    keyspaceId(value) {
      const n = uint64OrNull(value)
      return n === null ? null : hexOfUint64(n)
    },
    verify: (value, _type, keyspaceId) =>
      hexOfUint64(prefixed('Numeric.Verify', () => toUint64(value))) === keyspaceId,
    reverse(keyspaceId) {
      if (keyspaceId.length !== 16) {
        throw keyFailure('UNKNOWN',
          `Numeric.ReverseMap: length of keyspaceId is not 8: ${keyspaceId.length / 2}`)
      }
      return { type: 'UINT64', value: uint64OfHex(keyspaceId) }
    },
  }
}
