import { keyFailure } from '../key-error.ts'
import { binaryOfHex, hexOfBytes, valueBytes } from './value-bytes.ts'
import type { FunctionalVindex, VindexSpec } from './vindex.ts'

/** `binary`: the bytes of the value are the keyspace id. Source: binary.go. */
export function createBinary(spec: VindexSpec): FunctionalVindex {
  return {
    kind: 'functional', name: spec.name, type: spec.type, cost: 1, isUnique: true, needsVCursor: false,
    keyspaceId: (value, type) => hexOfBytes(valueBytes(value, type)),
    verify: (value, type, keyspaceId) => hexOfBytes(valueBytes(value, type)) === keyspaceId,
    reverse(keyspaceId: string | null) {
      if (keyspaceId === null) throw keyFailure('UNKNOWN', 'Binary.ReverseMap: keyspaceId is nil')
      return { type: 'VARBINARY', value: binaryOfHex(keyspaceId) }
    },
  }
}
