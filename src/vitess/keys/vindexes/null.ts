import type { FunctionalVindex, VindexSpec } from './vindex.ts'

/** `null`: everything is at keyspace id 00, in the first shard. Source: null.go. */
export function createNull(spec: VindexSpec): FunctionalVindex {
  return {
    kind: 'functional', name: spec.name, type: spec.type, cost: 100, isUnique: true, needsVCursor: false,
    keyspaceId: () => '00',
    verify: (_value, _type, keyspaceId) => keyspaceId === '00',
  }
}
