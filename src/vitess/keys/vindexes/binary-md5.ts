import { md5 } from './md5.ts'
import { valueBytes } from './value-bytes.ts'
import type { FunctionalVindex, VindexSpec } from './vindex.ts'

/** `binary_md5`: the MD5 of the value's bytes. Source: binarymd5.go. */
export function createBinaryMd5(spec: VindexSpec): FunctionalVindex {
  return {
    kind: 'functional', name: spec.name, type: spec.type, cost: 1, isUnique: true, needsVCursor: false,
    keyspaceId: (value, type) => md5(valueBytes(value, type)),
    verify: (value, type, keyspaceId) => md5(valueBytes(value, type)) === keyspaceId,
  }
}
